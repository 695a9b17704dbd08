/** Copies a text. The async clipboard needs a permission that the window refuses everything; copying a selection does not. */
export function copyText(text: string): boolean {
  const box = document.createElement('textarea');
  box.value = text;
  box.className = 'visually-hidden';
  box.setAttribute('aria-hidden', 'true');
  const before = document.activeElement;
  document.body.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done;
}
