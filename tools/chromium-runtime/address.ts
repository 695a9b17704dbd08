/**
 * Chromium has no schemes of ours, so `app://fuhan/x` is the page `https://fuhan.app.invalid/x` to it: a secure origin whose requests are
 * all intercepted before anything is resolved. `.invalid` never exists (RFC 2606).
 */

/** The page's address of an app address. */
export function toPage(url: string): string {
  const { protocol, host, pathname, search, hash } = new URL(url);
  return `https://${host}.${protocol.slice(0, -1)}.invalid${pathname}${search}${hash}`;
}

/** The app's address of a page's address; any other address stays as it is. */
export function toApp(url: string): string {
  return url.replace(
    /^(blob:)?https:\/\/([\w-]+)\.([\w-]+)\.invalid(?=\/|$)/,
    (_all, blob: string | undefined, host: string, scheme: string) => `${blob ?? ''}${scheme}://${host}`,
  );
}
