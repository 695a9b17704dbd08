/** session and protocol: what the main script decided about requests, asked by browser-window.ts for each request of the page. */
import { EventEmitter } from 'node:events';
import type { CustomScheme, OnBeforeRequestListenerDetails, Protocol, Session } from 'electron';

type SchemeHandler = Parameters<Protocol['handle']>[1];
type BeforeRequest = (
  details: OnBeforeRequestListenerDetails,
  callback: (response: { cancel?: boolean }) => void,
) => void;

const schemes = new Map<string, SchemeHandler>();
let beforeRequest: BeforeRequest | undefined;

export const protocol: Pick<Protocol, 'handle' | 'registerSchemesAsPrivileged'> = {
  // Every scheme is served from a secure origin here, see address.ts; only standard, secure ones can be stood in for.
  registerSchemesAsPrivileged(customSchemes: CustomScheme[]) {
    for (const { scheme, privileges } of customSchemes) {
      if (privileges?.standard !== true || privileges.secure !== true)
        throw new Error(`${scheme} must be standard and secure`);
    }
  },
  handle: (scheme, handler) => void schemes.set(scheme, handler),
};

/** Permissions need no handlers to be denied here: Chromium is started with every prompt refused, and downloads are off. */
class RuntimeSession
  extends EventEmitter
  implements
    Pick<
      Session,
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setSpellCheckerEnabled'
    >
{
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest): void => {
      beforeRequest = listener;
    },
  };

  setPermissionRequestHandler(): void {}
  setPermissionCheckHandler(): void {}
  setDevicePermissionHandler(): void {}
  setSpellCheckerEnabled(): void {}
}

export const session = { defaultSession: new RuntimeSession() };

/** Whether the main script lets a request go on. Without a listener, as in Electron, it does. */
export async function mayRequest(url: string): Promise<boolean> {
  const listener = beforeRequest;
  if (listener === undefined) return true;
  const details = { url, method: 'GET', id: 0, resourceType: 'other' } as OnBeforeRequestListenerDetails;
  return new Promise((resolve) => listener(details, ({ cancel }) => resolve(cancel !== true)));
}

/** The answer of the scheme's handler, or undefined where none serves this URL: then nothing does. */
export async function serve(url: string, method: string): Promise<Response | undefined> {
  const handler = schemes.get(new URL(url).protocol.slice(0, -1));
  return handler === undefined ? undefined : handler(new Request(url, { method }));
}
