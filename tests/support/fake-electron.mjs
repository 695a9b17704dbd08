// Stands for Electron's program where a test looks at how the tests drive Electron: takes its command line (`electron --inspect=0
// --remote-debugging-port=0 FOLDER …`), says on stderr where Node and Chromium can be debugged, and runs the app on the stand-in.
import fs from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const runtime = new URL('../../tools/chromium-runtime/electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: runtime, shortCircuit: true } : next(specifier, context),
});

const words = process.argv.slice(2);
const at = words.findIndex((word) => !word.startsWith('-'));
const folder = words[at] ?? '.';
const switches = words.filter((_word, index) => index !== at);
const { main } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
process.argv = [process.execPath, path.join(folder, main), ...switches];

const { app } = await import(runtime);
app.commandLine.appendSwitch('remote-debugging-port', '0');
const data = app.commandLine.getSwitchValue('user-data-dir');
const timer = setInterval(() => {
  const [file] = fs.globSync('**/DevToolsActivePort', { cwd: data });
  if (file === undefined) return;
  const [port, address] = fs.readFileSync(path.join(data, file), 'utf8').split('\n');
  if (address === undefined) return;
  clearInterval(timer);
  process.stderr.write(`\nDevTools listening on ws://127.0.0.1:${port}${address}\n`);
}, 20);
await import(pathToFileURL(path.join(folder, main)).href);
