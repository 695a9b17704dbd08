/** npm knows every key of the project's settings: it warns of others at each start, and its next major version refuses them. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

test('npm has nothing to say of the project settings', () => {
  const ran = spawnSync('npm', ['pkg', 'get', 'name'], {
    cwd: path.resolve(import.meta.dirname, '../../..'),
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name))),
  });
  expect(ran.status).toBe(0);
  expect(ran.stderr).not.toMatch(/Unknown project config/);
});
