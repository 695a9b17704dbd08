// Builds dist/ from the sources, and only what changed: main, preload, renderer, resources.
// Plain JavaScript for Node 20 and later, because it runs before anything else is known to be there; Vite is loaded only when
// there is something to build.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { makeIcons } from './icons.mjs';
import { collectLicences } from './licences.mjs';

const ROOT = path.resolve(import.meta.dirname ?? path.dirname(fileURLToPath(import.meta.url)), '..');
const DIST = path.join(ROOT, 'dist');
const STAMP = path.join(DIST, '.build.json');
const LOCK = path.join(DIST, '.build.lock');

/** What each part of dist/ is made from. A part is rebuilt when the content of one of these files changes. */
const PARTS = {
  main: { sources: ['main', 'shared'], build: buildMain },
  preload: { sources: ['main/preload.ts', 'main/app/channels.ts', 'shared'], build: buildPreload },
  renderer: { sources: ['renderer', 'shared'], build: buildRenderer },
  resources: {
    sources: ['resources', 'viewer', 'shared/text', 'shared/model', 'tools/icons.mjs'],
    build: makeResources,
  },
  licences: {
    sources: [
      'package-lock.json',
      'tools/licences.mjs',
      'resources/fonts/sources.json',
      'resources/fonts/Hanazono-Font-License.txt',
      'renderer',
      'shared',
    ],
    build: writeLicences,
  },
};
/** A change of these rebuilds everything. */
const COMMON = ['package.json', 'tools/build.mjs'];

/**
 * Brings dist/ up to date.
 * @param {{ force?: boolean, only?: readonly ('main' | 'preload' | 'renderer' | 'resources' | 'licences')[] }} [options]
 *   `force` builds even what has not changed; `only` names the parts to look at (default: all)
 * @returns {Promise<{ built: string[], tookMs: number }>} the parts that were built
 */
export async function build({ force = false, only = Object.keys(PARTS) } = {}) {
  const started = performance.now();
  fs.mkdirSync(DIST, { recursive: true });
  const outdated = force ? [...only] : outdatedParts(only, readStamp()).parts;
  if (outdated.length === 0) return { built: [], tookMs: performance.now() - started };

  await takeLock();
  try {
    // Another process may have built it while this one waited.
    const { parts, files, signatures } = outdatedParts(only, readStamp());
    const todo = force ? [...only] : parts;
    for (const part of todo) {
      const next = path.join(DIST, '.next', part);
      fs.rmSync(next, { recursive: true, force: true });
      fs.mkdirSync(next, { recursive: true });
      await PARTS[part].build(next);
      swapIn(next, path.join(DIST, part));
      writeStamp(part, signatures[part], files);
    }
    fs.rmSync(path.join(DIST, '.next'), { recursive: true, force: true });
    return { built: todo, tookMs: performance.now() - started };
  } finally {
    fs.rmSync(LOCK, { force: true });
  }
}

/** A reader of dist/ meets either the old folder or the new one, never a half-written one. */
export function swapIn(next, target, rename = fs.renameSync) {
  const old = `${target}.old-${process.pid}`;
  try {
    if (fs.existsSync(target)) rename(target, old);
  } catch (error) {
    if (!['EPERM', 'EBUSY', 'EACCES'].includes(error.code)) throw error;
    // Windows renames no folder in which a program has a file open: there the files are exchanged one by one.
    fillIn(next, target);
    return;
  }
  rename(next, target);
  fs.rmSync(old, { recursive: true, force: true });
}

/** New files first, under the names that readers know; then what is no longer there goes. */
function fillIn(next, target) {
  fs.cpSync(next, target, { recursive: true, force: true });
  for (const file of filesBelow(target)) {
    if (!fs.existsSync(path.join(next, path.relative(target, file)))) fs.rmSync(file, { force: true });
  }
  fs.rmSync(next, { recursive: true, force: true });
}

// ---- what changed -------------------------------------------------------------------------------------------------

/** @returns {{ signatures: Record<string, string>, files: Record<string, [number, number, string]> }} */
function readStamp() {
  try {
    const { signatures, files } = JSON.parse(fs.readFileSync(STAMP, 'utf8'));
    return { signatures: signatures ?? {}, files: files ?? {} };
  } catch {
    return { signatures: {}, files: {} };
  }
}

function writeStamp(part, signature, files) {
  const stamp = readStamp();
  stamp.signatures[part] = signature;
  Object.assign(stamp.files, files);
  fs.writeFileSync(`${STAMP}.next`, JSON.stringify(stamp));
  fs.renameSync(`${STAMP}.next`, STAMP);
}

function outdatedParts(only, stamp) {
  const files = {};
  const signatures = {};
  for (const part of only) signatures[part] = signatureOf([...COMMON, ...PARTS[part].sources], stamp.files, files);
  const parts = only.filter(
    (part) => signatures[part] !== stamp.signatures[part] || !fs.existsSync(path.join(DIST, part)),
  );
  return { parts, files, signatures };
}

/** Content decides; size and time only spare reading a file whose content is known. */
function signatureOf(sources, known, files) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(path.join(ROOT, source))).sort()) {
    const name = path.relative(ROOT, file);
    files[name] ??= fileSignature(file, known[name]);
    hash.update(`${name}\0${files[name][2]}\0`);
  }
  return hash.digest('hex');
}

function fileSignature(file, known) {
  const { mtimeMs, size } = fs.statSync(file);
  if (known !== undefined && known[0] === mtimeMs && known[1] === size) return known;
  return [mtimeMs, size, createHash('sha256').update(fs.readFileSync(file)).digest('hex')];
}

function filesBelow(target) {
  const stat = fs.statSync(target, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [target];
  return fs
    .readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

// ---- one builder at a time ----------------------------------------------------------------------------------------

async function takeLock() {
  for (;;) {
    try {
      fs.writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!lockHolderLives()) fs.rmSync(LOCK, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function lockHolderLives() {
  try {
    process.kill(Number(fs.readFileSync(LOCK, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// ---- the parts ----------------------------------------------------------------------------------------------------

const vite = () => import('vite');
const shared = { root: ROOT, configFile: false, logLevel: 'warn', publicDir: false };
const isPackage = (id) => !id.startsWith('.') && !path.isAbsolute(id) && !id.startsWith('\0');

/** A file of ours and all that it imports as it loads; what is imported for its types alone does not count. */
function loadedBy(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const source = fs.readFileSync(file, 'utf8');
  for (const [, names, from] of source.matchAll(/^(?:import|export)\s(?!type\b)([^;]*?)from '(\.[^']+\.ts)'/gm)) {
    const types =
      /^\{[^}]*\}\s*$/.test(names) &&
      names
        .replace(/[{}\s]*$/, '')
        .slice(1)
        .split(',')
        .every((one) => /^\s*(type\s|$)/.test(one));
    if (!types) loadedBy(path.join(path.dirname(file), from), found);
  }
  return found;
}

/** The thread whose first answer people wait for: what it needs is one file, because each file takes its time to be found. */
const FIRST_THREAD = 'main/archive/search/search-index-worker.ts';

/** The main process, the command line and every worker, as ES modules side by side in one flat folder. */
async function buildMain(outDir) {
  const workers = filesBelow(path.join(ROOT, 'main/archive')).filter((file) => /worker\.ts$/.test(file));
  const entries = ['main/index.ts', 'main/cli.ts']
    .map((file) => path.join(ROOT, file))
    .filter((file) => fs.existsSync(file));
  const input = Object.fromEntries([...entries, ...workers].map((file) => [path.basename(file, '.ts'), file]));
  if (Object.keys(input).length === 0) return;
  const first = path.join(ROOT, FIRST_THREAD);
  const together = loadedBy(first);
  together.delete(first);
  await (
    await vite()
  ).build({
    ...shared,
    build: {
      ssr: true,
      outDir,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input,
        external: isPackage,
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          codeSplitting: { groups: [{ name: 'first-thread', test: (id) => together.has(path.normalize(id)) }] },
        },
      },
    },
  });
}

/** A sandboxed preload can load nothing but one CommonJS file. */
async function buildPreload(outDir) {
  const input = path.join(ROOT, 'main/preload.ts');
  if (!fs.existsSync(input)) return;
  await (
    await vite()
  ).build({
    ...shared,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      target: 'es2022',
      minify: false,
      rolldownOptions: { input, external: ['electron'], output: { format: 'cjs', entryFileNames: 'preload.cjs' } },
    },
  });
}

/**
 * antd's scroll lock and scroll-bar measure write style sheets without the page's nonce, so the content policy refuses them.
 * Their common helper takes the nonce from the page where it was given none.
 */
const nonceForEveryStyle = {
  name: 'nonce-for-every-style',
  transform: {
    filter: { id: /@rc-component[\\/]util[\\/]es[\\/]Dom[\\/]dynamicCSS\.js$/ },
    handler(code) {
      const patched = code.replace(
        /if \(csp\?\.nonce\) \{\s*styleNode\.nonce = csp\?\.nonce;\s*\}/,
        `styleNode.nonce = csp?.nonce ?? document.querySelector('meta[property="csp-nonce"]')?.content ?? '';`,
      );
      if (patched === code)
        throw new Error('@rc-component/util sets nonces in another way now: look at nonceForEveryStyle');
      return { code: patched, map: null };
    },
  },
};

/** Whoever builds: a runner of tests says "test", and the libraries of the page would then name their dialogs all alike. */
async function asProduction(act) {
  const kept = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await act();
  } finally {
    if (kept === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = kept;
  }
}

/**
 * What the window needs before it shows anything is two files instead of seventy, because each file takes its time to be brought: the
 * one that gives the first picture its look, and the frame with all that it imports. Other places stay pieces of their own.
 */
const FIRST_PAGE = [
  // The page's own entry stays apart: it waits for the frame, and the frame must not have to wait for it.
  {
    name: 'look',
    tags: ['$initial'],
    test: (id) => !/[\\/]renderer[\\/](?:main\.tsx|index\.html)/.test(id),
    priority: 2,
  },
  { name: 'window', test: /[\\/](?:renderer[\\/]app[\\/]root\.tsx|react-dom[\\/]client\.js)$/, priority: 1 },
];

async function buildRenderer(outDir) {
  if (!fs.existsSync(path.join(ROOT, 'renderer/index.html'))) return;
  const { default: react } = await import('@vitejs/plugin-react');
  const { build: bundle } = await vite();
  await asProduction(() =>
    bundle({
      ...shared,
      root: path.join(ROOT, 'renderer'),
      base: './',
      plugins: [react(), nonceForEveryStyle],
      build: {
        outDir,
        emptyOutDir: true,
        target: 'es2024',
        // The content policy allows files of the app only, so nothing is inlined as a data URL.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 4000,
        rolldownOptions: { output: { codeSplitting: { groups: FIRST_PAGE } } },
      },
    }),
  );
}

async function makeResources(outDir) {
  copyResources(outDir);
  await makeIcons(path.join(ROOT, 'resources/icons'), path.join(outDir, 'icons'));
  await buildViewer(path.join(outDir, 'viewer'));
}

/** The page that lies in every package: one file, with its script in it. */
async function buildViewer(outDir) {
  const made = await (
    await vite()
  ).build({
    ...shared,
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      rolldownOptions: { input: path.join(ROOT, 'viewer/viewer.ts'), output: { format: 'iife' } },
    },
  });
  const [{ code }] = [made].flat()[0].output;
  // A closing tag in a script ends it, wherever it stands.
  const script = code.replaceAll(/<\/(?=script)/gi, '<\\/');
  const page = fs.readFileSync(path.join(ROOT, 'viewer/viewer.html'), 'utf8');
  fs.mkdirSync(outDir, { recursive: true });
  fs.writeFileSync(
    path.join(outDir, 'viewer.html'),
    page.replace('/*VIEWER*/', () => script),
  );
}

/** resources/ as it is, and the fonts that resources/fonts/sources.json takes from npm packages. */
function copyResources(outDir) {
  const from = path.join(ROOT, 'resources');
  if (!fs.existsSync(from)) return;
  // resources/windows is for whoever packs, not for the app.
  fs.cpSync(from, outDir, { recursive: true, filter: (file) => file !== path.join(from, 'windows') });
  const list = path.join(from, 'fonts/sources.json');
  if (!fs.existsSync(list)) return;
  const require = createRequire(path.join(ROOT, 'package.json'));
  for (const { package: name, file, as } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const folder = path.dirname(require.resolve(`${name}/package.json`));
    fs.copyFileSync(path.join(folder, file), path.join(outDir, 'fonts', path.basename(as)));
  }
}

/** What is shown under the settings: the licences of all that is handed out. */
function writeLicences(outDir) {
  fs.writeFileSync(path.join(outDir, 'licences.json'), JSON.stringify(collectLicences(ROOT)));
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const words = process.argv.slice(2);
  const only = words.filter((word) => Object.hasOwn(PARTS, word));
  const { built, tookMs } = await build({ force: words.includes('--force'), ...(only.length > 0 ? { only } : {}) });
  process.stderr.write(
    `build: ${built.length === 0 ? 'nothing to do' : built.join(', ')} (${Math.round(tookMs)} ms)\n`,
  );
}
