/** The layer rule of the house is a lint error, not a habit: each forbidden import is refused, each allowed one passes. */
import { ESLint } from 'eslint';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const LAYER_RULES = /^(no-restricted|house\/)/;
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfigFile: join(ROOT, 'eslint.config.mjs'),
  ruleFilter: ({ ruleId }) => LAYER_RULES.test(ruleId),
});

/** Lints a line as if it stood in an existing file of that layer. */
async function complaints(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(ROOT, file) });
  return (result?.messages ?? []).filter((m) => LAYER_RULES.test(m.ruleId ?? '')).map((m) => m.message);
}

const SHARED = 'shared/contract/index.ts';
const ENGINE = 'main/archive/engine.ts';
const LETTERS = 'main/archive/letters/filing.ts';
const EXPORT = 'main/archive/export/handlers.ts';
const STORAGE = 'main/archive/storage/database.ts';
const MAIN = 'main/app/window.ts';
const WINDOW = 'renderer/main.tsx';
const VIEWER = 'viewer/viewer.ts';

describe('the layer rule', () => {
  test.each([
    ['shared knows no engine', SHARED, `import '../../main/archive/engine.ts';`],
    ['shared knows no window', SHARED, `import '../../renderer/main.tsx';`],
    ['shared knows no Node', SHARED, `import 'node:fs';`],
    ['shared knows no React', SHARED, `import 'react';`],
    ['shared knows no Node globals', SHARED, `export const home = process.cwd();`],
    ['the engine knows no Electron', ENGINE, `import 'electron';`],
    ['the engine knows no window', ENGINE, `import '../../renderer/main.tsx';`],
    ['the engine does not know the main process', ENGINE, `import '../app/window.ts';`],
    ['storage does not know the main process', STORAGE, `import '../../app/window.ts';`],
    ['storage knows no letters', STORAGE, `import '../letters/filing.ts';`],
    [
      'reading knows no print, its neighbour above',
      'main/archive/reading/read-letter.ts',
      `import '../print/report.ts';`,
    ],
    ['print knows no trust', 'main/archive/print/report.ts', `import '../trust/audit.ts';`],
    ['trust knows no letters', 'main/archive/trust/audit.ts', `import '../letters/filing.ts';`],
    ['letters know no search', LETTERS, `import '../search/service.ts';`],
    ['letters know no intake', LETTERS, `import '../intake/import.ts';`],
    ['search knows no intake beside it', 'main/archive/search/service.ts', `import '../intake/import.ts';`],
    ['intake knows no search beside it', 'main/archive/intake/import.ts', `import '../search/service.ts';`],
    ['search knows no export', 'main/archive/search/service.ts', `import '../export/handlers.ts';`],
    ['no room knows the engine', EXPORT, `import '../engine.ts';`],
    ['a type counts as an import', LETTERS, `import type { SearchService } from '../search/service.ts';`],
    ['a room without a floor is seen by nobody', ENGINE, `import './attic/dust.ts';`],
    ['the engine opens no network', STORAGE, `import 'node:http';`],
    ['main knows no window code', MAIN, `import '../../renderer/main.tsx';`],
    ['main opens no network', MAIN, `import 'node:net';`],
    ['raw IPC stays in its wrapper', MAIN, `import { ipcMain } from 'electron'; export const x = ipcMain;`],
    ['the window knows no engine', WINDOW, `import '../main/archive/engine.ts';`],
    ['the window knows no Node', WINDOW, `import 'node:fs';`],
    ['the window knows no Electron', WINDOW, `import 'electron';`],
    [
      'the contract has one face',
      WINDOW,
      `import type { Call } from '../shared/contract/call.ts'; export type X = Call;`,
    ],
    ['the page in a package knows no engine', VIEWER, `import '../main/archive/engine.ts';`],
    ['the page in a package knows no window', VIEWER, `import '../renderer/main.tsx';`],
    ['the page in a package knows no Node', VIEWER, `import 'node:fs';`],
    ['the page in a package knows no React', VIEWER, `import 'react';`],
    ['no default exports', ENGINE, `export default 1;`],
  ])('%s', async (_sentence, file, code) => {
    expect(await complaints(file, code)).not.toEqual([]);
  });

  test.each([
    ['the page in a package may use shared', VIEWER, `import '../shared/text/fold.ts';`],
    ['shared may use zod', SHARED, `import 'zod';`],
    ['the engine may use shared', ENGINE, `import '../../shared/errors.ts';`],
    ['storage may use shared', STORAGE, `import '../../../shared/errors.ts';`],
    ['the engine may use Node', ENGINE, `import 'node:fs';`],
    [
      'main may use the engine and Electron',
      MAIN,
      `import { app } from 'electron'; import '../archive/engine.ts'; export const x = app;`,
    ],
    ['letters may use trust', LETTERS, `import '../trust/audit.ts';`],
    ['export may use search', EXPORT, `import '../search/service.ts';`],
    ['the engine may use every room', ENGINE, `import './export/handlers.ts'; import './storage/database.ts';`],
    ['the window may use shared', WINDOW, `import '../shared/contract/index.ts';`],
  ])('%s', async (_sentence, file, code) => {
    expect(await complaints(file, code)).toEqual([]);
  });
});
