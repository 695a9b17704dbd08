/** The window's one address, and the only addresses that it may ever load. */

export const APP_SCHEME = 'app';
export const APP_HOST = 'fuhan';
export const APP_PAGE = `${APP_SCHEME}://${APP_HOST}/index.html`;

/** Whether a URL is of the app's own origin, exactly. (URL.origin is "null" for schemes that Node does not know.) */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol: scheme, host, username, password } = new URL(url);
  return scheme === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === '';
}

/** Whether the window may load a URL at all: its own files, and images that it made itself. */
export function mayLoad(url: string): boolean {
  return isAppUrl(url) || url.startsWith(`blob:${APP_SCHEME}://${APP_HOST}/`) || url.startsWith('data:image/');
}
