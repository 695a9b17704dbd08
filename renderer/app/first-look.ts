/** The look before the program is there: only what is remembered and what the system says, without a library. */

/** Sets type size and look on the page's root. Told again, with what is known then, by the program itself. */
export function lookAtOnce(): void {
  const root = document.documentElement;
  let kept: { look?: unknown; size?: unknown } = {};
  try {
    kept = (JSON.parse(localStorage.getItem('fuhan.appearance') ?? '{}') ?? {}) as typeof kept;
  } catch {
    // What cannot be read is as if it were not there.
  }
  const dark = kept.look === 'dark' || (kept.look !== 'light' && kept.look !== 'high' && systemLook().dark);
  root.dataset['look'] = kept.look === 'high' ? 'high' : dark ? 'dark' : 'light';
}

/** What the system asks for. */
export function systemLook(): { dark: boolean; contrast: boolean } {
  const asks = (query: string): boolean => window.matchMedia(query).matches;
  return { dark: asks('(prefers-color-scheme: dark)'), contrast: asks('(prefers-contrast: more)') };
}
