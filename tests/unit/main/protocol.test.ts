/** app://fuhan/ serves the files of the window and nothing else. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAppUrl, mayLoad } from '../../../main/app/app-url.ts';
import { contentPolicy, fileForUrl, serveRenderer } from '../../../main/app/protocol.ts';

let folder: string;
let root: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuhan-protocol-'));
  root = path.join(folder, 'renderer');
  fs.mkdirSync(path.join(root, 'assets'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'renderer-secrets'));
  fs.writeFileSync(path.join(root, 'index.html'), '<meta property="csp-nonce" content="__CSP_NONCE__">');
  fs.writeFileSync(path.join(root, 'assets/a.js'), '1');
  fs.writeFileSync(path.join(root, 'notes.txt'), 'not a file of the window');
  fs.writeFileSync(path.join(folder, 'renderer-secrets/s.js'), 'secret');
  fs.writeFileSync(path.join(folder, 's.js'), 'secret');
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const get = (url: string, method = 'GET'): Promise<Response> => serveRenderer(root)(new Request(url, { method }));

describe('which file a URL names', () => {
  test('files below the folder', () => {
    expect(fileForUrl(root, 'app://fuhan/index.html')).toBe(path.join(root, 'index.html'));
    expect(fileForUrl(root, 'app://fuhan/assets/%E5%87%BD.js?x#y')).toBe(path.join(root, 'assets/函.js'));
  });

  test.each([
    ['another host', 'app://other/index.html'],
    ['another scheme', 'https://fuhan/index.html'],
    ['the folder itself', 'app://fuhan/'],
    ['a way up in percent signs', 'app://fuhan/%2e%2e%2fs.js'],
    ['a way up behind a folder', 'app://fuhan/assets/..%2f..%2fs.js'],
    ['a neighbour with the same beginning', 'app://fuhan/..%2frenderer-secrets/s.js'],
    ['a backslash', 'app://fuhan/..%5cs.js'],
    ['a drive', 'app://fuhan/C:%2fWindows%2fwin.ini'],
    ['a zero byte', 'app://fuhan/index.html%00.js'],
    ['broken percent signs', 'app://fuhan/%zz'],
    ['not a URL', 'fuhan'],
  ])('refuses %s', (_what, url) => {
    expect(fileForUrl(root, url)).toBeUndefined();
  });
});

describe('what is answered', () => {
  test('the page with a nonce of its own, which the policy names', async () => {
    const answers = await Promise.all([get('app://fuhan/index.html'), get('app://fuhan/index.html')]);
    const nonces = await Promise.all(
      answers.map(async (answer) => {
        const nonce = /content="([^"]+)"/.exec(await answer.text())?.[1] ?? '';
        expect(answer.headers.get('content-security-policy')).toBe(contentPolicy(nonce));
        return nonce;
      }),
    );
    expect(Buffer.from(nonces[0] ?? '', 'base64')).toHaveLength(16);
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test('every answer carries the policy, also a refusal', async () => {
    for (const url of ['app://fuhan/assets/a.js', 'app://fuhan/missing.js', 'app://fuhan/%2e%2e%2fs.js']) {
      expect((await get(url)).headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self';/,
      );
    }
  });

  test('refuses other methods, kinds of file that a window has not, and what is not there', async () => {
    expect((await get('app://fuhan/index.html', 'POST')).status).toBe(403);
    expect((await get('app://fuhan/notes.txt')).status).toBe(403);
    expect((await get('app://fuhan/missing.js')).status).toBe(404);
    expect((await get('app://fuhan/assets/a.js')).status).toBe(200);
  });

  test('the policy allows no eval, no inline code and no connection', () => {
    const policy = contentPolicy('x');
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(policy).toContain("connect-src 'none'");
  });
});

describe('which addresses count as the app', () => {
  test.each(['app://fuhan/index.html', 'app://fuhan/'])('%s does', (url) => expect(isAppUrl(url)).toBe(true));
  test.each([
    'app://fuhan.example.com/',
    'app://fuhan@example.com/',
    'app://user@fuhan/',
    'app://fuhan:80/',
    'https://example.com/app://fuhan/',
    'file:///app://fuhan/',
    'app:fuhan',
    '',
  ])('%s does not', (url) => expect(isAppUrl(url)).toBe(false));

  test('the window may load its own files and images that it made, nothing else', () => {
    expect(mayLoad('blob:app://fuhan/0b1c')).toBe(true);
    expect(mayLoad('data:image/png;base64,AA')).toBe(true);
    for (const url of [
      'https://example.com/',
      'http://127.0.0.1/',
      'file:///etc/passwd',
      'blob:https://x/1',
      'data:text/html,x',
      'ws://x/',
    ]) {
      expect(mayLoad(url)).toBe(false);
    }
  });
});
