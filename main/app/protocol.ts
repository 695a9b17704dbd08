/** Serves `app://fuhan/` from dist/renderer and nothing else, with the content policy on every answer. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { APP_HOST } from './app-url.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** Stands in index.html where the nonce of each load goes. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/**
 * The content policy. Scripts come from the app's own files; style sheets from them or with this load's nonce (antd writes its
 * styles at run time); nothing connects anywhere.
 */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'none'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * The file that a URL names, or undefined where it is not below `root`.
 * @param root absolute folder
 */
export function fileForUrl(root: string, url: string): string | undefined {
  let relative: string;
  try {
    const parsed = new URL(url);
    if (parsed.protocol !== 'app:' || parsed.host !== APP_HOST) return undefined;
    relative = decodeURIComponent(parsed.pathname);
  } catch {
    return undefined;
  }
  // A backslash or a drive letter is a separator on Windows only; no file of ours has one, so they are refused everywhere.
  if (/[\\:\0]/.test(relative)) return undefined;
  const file = path.resolve(root, `.${relative}`);
  return file.startsWith(root + path.sep) ? file : undefined;
}

/**
 * Makes the handler of the `app:` scheme.
 * @param root absolute folder of the built window
 */
export function serveRenderer(root: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const file = fileForUrl(root, request.url);
    const type = file === undefined ? undefined : TYPES[path.extname(file)];
    if (request.method !== 'GET' || file === undefined || type === undefined) return plain(403);
    let body: Buffer<ArrayBuffer>;
    try {
      body = await readFile(file);
    } catch {
      return plain(404);
    }
    const nonce = randomBytes(16).toString('base64');
    const isPage = type.startsWith('text/html');
    return new Response(isPage ? body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : body, {
      headers: {
        'Content-Type': type,
        'Content-Security-Policy': contentPolicy(nonce),
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cache-Control': 'no-store',
      },
    });
  };
}

function plain(status: number): Response {
  return new Response(null, { status, headers: { 'Content-Security-Policy': contentPolicy('none') } });
}
