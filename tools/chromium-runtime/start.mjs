// Starts an Electron main script on Node and an installed Chromium:  node tools/chromium-runtime/start.mjs dist/main/index.js [words]
// The script's `import … from 'electron'` is answered by ./electron.ts. Needs Node 24 (type stripping, synchronous hooks).
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const runtime = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: runtime, shortCircuit: true } : next(specifier, context),
});

const [script, ...words] = process.argv.slice(2);
if (script === undefined) throw new Error('usage: start.mjs MAIN_SCRIPT [words]');
const main = path.resolve(script);
process.argv = [process.execPath, main, ...words];
await import(pathToFileURL(main).href);
