// What `npm start`, `npm test`, `npm run fuhan` and the other scripts run. Uses only Node's own modules and works on
// Node 20 without node_modules: it sets up what is missing, builds what changed, and hands over. Its own words go to
// stderr; stdout belongs to the command.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { aptInstall, findChromium, findElectron, hasChineseFont, startDisplay, utf8Locale } from './machine.mjs';

const ROOT = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const MODULES = join(ROOT, 'node_modules');
const say = (line) => process.stderr.write(`${line}\n`);

/** Ends with a plain line: what is missing and what to do. */
function giveUp(line) {
  say(line);
  process.exit(1);
}

function run(command, args, options = {}) {
  const done = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    ...options,
  });
  return done.status ?? 1;
}

/** Installs exactly what the lockfile says, once for each lockfile. */
function ensureDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  const stamp = join(MODULES, '.fuhan-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('正在安装依赖（仅首次）… installing dependencies');
  // Install scripts stay off, in .npmrc too: the only one that is needed brings Node 24, and Electron's download has a step of its own.
  const env = { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' };
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  if (run('npm', ['ci', ...quiet], { env }) !== 0) {
    giveUp('依赖安装失败：请检查 npm 源是否可用，然后重试。Could not install dependencies (npm ci failed).');
  }
  if (
    run('npm', ['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts=false', '--loglevel=error'], {
      env,
    }) !== 0 &&
    major(process.execPath) < 24
  ) {
    giveUp('未能取得 Node 24。请安装 Node 24 或更高版本后重试。Could not bring Node 24: please install it.');
  }
  rmSync(join(MODULES, '.fuhan-electron-tried'), { force: true });
  writeFileSync(stamp, lock);
}

function major(executable) {
  if (executable === process.execPath) return Number(process.versions.node.split('.')[0]);
  const asked = spawnSync(executable, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return asked.status === 0 ? Number(asked.stdout.split('.')[0]) : 0;
}

/** Node 24: this one, or the one inside the npm package `node`. */
function node24() {
  if (major(process.execPath) >= 24) return process.execPath;
  const brought = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(brought)) return brought;
  return giveUp('没有 Node 24。请安装 Node 24 或更高版本后重试。Node 24 is missing.');
}

/** Tries once to get Electron's binary; machines that cannot reach its host go on with Chromium. */
function ensureElectron() {
  const tried = join(MODULES, '.fuhan-electron-tried');
  if (findElectron(ROOT) || existsSync(tried) || process.env.FUHAN_NO_ELECTRON === '1') return;
  say('正在获取 Electron（仅试一次）… fetching Electron');
  spawnSync(node24(), [join(MODULES, 'electron', 'install.js')], { cwd: ROOT, stdio: 'ignore', timeout: 240_000 });
  writeFileSync(tried, new Date().toISOString());
}

/** A window needs Electron, or Chromium in its place; and on a machine without a display, a virtual one. */
function ensureWindow({ forTests }) {
  ensureElectron();
  const wanted = [];
  if (!findElectron(ROOT) && !findChromium()) wanted.push('chromium');
  if (process.platform === 'linux') {
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY && !existsSync('/usr/bin/Xvfb')) wanted.push('xvfb');
    if (!hasChineseFont()) wanted.push('fonts-noto-cjk');
    if (forTests && !existsSync('/usr/bin/pdffonts')) wanted.push('poppler-utils');
    if (forTests && !existsSync('/usr/bin/xmllint')) wanted.push('libxml2-utils');
  }
  if (wanted.length > 0) {
    say(`正在安装 ${wanted.join(' ')}（仅首次）… installing with the system's package manager`);
    if (!aptInstall(wanted)) {
      giveUp(`请先用系统的软件包管理器安装：${wanted.join(' ')}，然后重试。Please install: ${wanted.join(' ')}`);
    }
  }
  // Tests that hold what was written against these say so and are skipped where they are not to be had.
  const others = forTests && process.platform === 'linux' ? ['qpdf', 'openssl'] : [];
  const missing = others.filter((name) => !existsSync(`/usr/bin/${name}`));
  if (missing.length > 0) aptInstall(missing);
}

async function build(only) {
  const { build: buildAll } = await import('./build.mjs');
  await buildAll(only === undefined ? {} : { only });
}

/** Tests and benches load native code in processes of their own: it reports to nobody there either (main/archive/work/silence.ts). */
const SILENCE = { ORT_DISABLE_TELEMETRY: '1' };

/** Runs a program to its end and answers its exit code. */
function follow(command, args, env = {}, cwd = ROOT) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...SILENCE, ...env } });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 130)));
    child.on('error', () => resolve(1));
  });
}

const inNode = (script, args = [], env = {}, cwd = ROOT) => follow(node24(), [script, ...args], env, cwd);
/** Compiled code is kept from start to start: loading the browser's driver alone costs half a second without it. */
const COMPILED = { NODE_COMPILE_CACHE: join(MODULES, '.cache', 'compiled') };
const tool = (name) => {
  const packages = {
    vitest: 'vitest/vitest.mjs',
    tsc: 'typescript/bin/tsc',
    eslint: 'eslint/bin/eslint.js',
    prettier: 'prettier/bin/prettier.cjs',
    depcruise: 'dependency-cruiser/bin/dependency-cruise.mjs',
  };
  return join(MODULES, packages[name]);
};

async function start(args) {
  ensureWindow({ forTests: false });
  await build();
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!display || args.includes('--demo')) {
    say('没有显示器：在虚拟显示器上演示主要工作，结果放在 demo-output/。No display: running the demonstration.');
    const virtual = display ? null : await startDisplay();
    try {
      return await inNode('tools/demo.ts', [], virtual ? { DISPLAY: virtual.name } : {});
    } finally {
      virtual?.stop();
    }
  }
  const electron = findElectron(ROOT);
  say(
    electron
      ? '以 Electron 运行。Running on Electron.'
      : '没有 Electron 程序，以本机 Chromium 代替运行。Running on Chromium in its place.',
  );
  return electron
    ? follow(electron, [ROOT, ...args], utf8Locale())
    : inNode('tools/chromium-runtime/start.mjs', ['dist/main/index.js', ...args], COMPILED);
}

const circles = () =>
  inNode(tool('depcruise'), [
    '--config',
    '.dependency-cruiser.cjs',
    ...['main', 'shared', 'renderer', 'viewer', 'tools', 'tests'],
  ]);

async function test(args, more = {}) {
  ensureWindow({ forTests: true });
  await build();
  const display = process.env.DISPLAY || process.platform !== 'linux' ? null : await startDisplay();
  const env = { ...(display ? { DISPLAY: display.name } : {}), ...more };
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const report = join(ROOT, 'dist', 'test-report.json');
  rmSync(report, { force: true });
  let passed = 0;
  let failed = 0;
  const count = (name, ok) => {
    say(`${ok ? '✓' : '✗'} ${name}`);
    if (ok) passed += 1;
    else failed += 1;
  };
  try {
    if (args.length === 0) {
      count('types (tsc)', (await inNode(tool('tsc'), ['-p', '.'])) === 0);
      count('lint (eslint, zero warnings)', (await inNode(tool('eslint'), ['.', '--max-warnings=0'])) === 0);
      count('no circle of files (dependency-cruiser)', (await circles()) === 0);
      count('format (prettier)', (await inNode(tool('prettier'), ['--check', '--log-level=warn', '.'])) === 0);
    }
    const code = await inNode(
      tool('vitest'),
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
      env,
    );
    if (existsSync(report)) {
      const counted = JSON.parse(readFileSync(report, 'utf8'));
      passed += counted.numPassedTests;
      failed += counted.numFailedTests;
      // A file that fails before its tests run counts none of them.
      if (code !== 0 && counted.numFailedTests === 0) failed += 1;
    } else {
      failed += 1;
    }
  } finally {
    display?.stop();
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

/** Where the person stands: paths on the command line are of this folder. npm goes to the checkout first, and says where it came from. */
function callersFolder() {
  const { npm_lifecycle_event: script, INIT_CWD: from } = process.env;
  return script === 'fuhan' && from !== undefined && existsSync(from) ? from : process.cwd();
}

/** The command line: as little as possible between the words and the answer. */
async function fuhan(args) {
  await build(['main', 'resources']);
  const script = join(ROOT, 'dist', 'main', 'cli.js');
  const folder = callersFolder();
  if (major(process.execPath) < 24) return inNode(script, args, COMPILED, folder);
  process.chdir(folder);
  nodeModule.enableCompileCache(COMPILED.NODE_COMPILE_CACHE);
  process.argv = [process.execPath, script, ...args];
  await import(pathToFileURL(script).href);
  return undefined;
}

async function bench(args) {
  const [name = '', ...rest] = args;
  const script = join('tests', 'bench', name, 'run.ts');
  if (name === '' || !existsSync(join(ROOT, script))) {
    const names = readdirSync(join(ROOT, 'tests', 'bench')).filter((one) =>
      existsSync(join(ROOT, 'tests', 'bench', one, 'run.ts')),
    );
    giveUp(`用法 usage: npm run bench -- ${names.join('|')}`);
  }
  await build();
  return inNode(script, rest);
}

/** `--calls N` broken inputs through each door, from `--seed N` on. */
async function fuzz(args) {
  ensureWindow({ forTests: true });
  await build();
  const given = (name) => args[args.indexOf(name) + 1];
  const calls = args.includes('--calls') ? given('--calls') : '100000';
  const env = { FUHAN_FUZZ_CALLS: calls, ...(args.includes('--seed') ? { FUHAN_FUZZ_SEED: given('--seed') } : {}) };
  const doors = ['tests/integration/fuzz', 'tests/e2e/fuzz-page.test.ts'];
  return inNode(tool('vitest'), ['run', ...doors], { ...env, FUHAN_HEADLESS: '1' });
}

const COMMANDS = {
  start,
  test,
  fuhan,
  fuzz,
  bench,
  faults: async (args) => {
    await build(['main', 'resources']);
    return inNode('tests/faults/run.ts', args);
  },
  attacks: async (args) => {
    await build(['main', 'resources']);
    return inNode('tests/attacks/run.ts', args);
  },
  lint: async () =>
    (await inNode(tool('tsc'), ['-p', '.'])) || (await inNode(tool('eslint'), ['.', '--max-warnings=0'])),
  pictures: async () => {
    ensureWindow({ forTests: true });
    return inNode('tools/pictures.ts', [], { FUHAN_HEADLESS: '1' });
  },
  format: () => inNode(tool('prettier'), ['--write', '--log-level=warn', '.']),
  // Everything that needs a network, so that nothing after it does: packages, Node, a browser, and what the pack's test packs.
  setup: async () => {
    ensureWindow({ forTests: true });
    await build();
    return inNode('tools/pack.ts', ['--tree', '--trial']);
  },
  soak: async (args) => {
    await build();
    return inNode('tests/bench/soak/run.ts', args);
  },
  samples: async (args) => {
    await build();
    return inNode('tools/export-samples.ts', args);
  },
  sockets: (args) => inNode('tools/sockets.ts', args),
  tour: async () => {
    ensureWindow({ forTests: true });
    return inNode('tools/tour.ts', [], { FUHAN_HEADLESS: '1' });
  },
  scenarios: (args) => test(args.length > 0 ? args : ['tests/scenarios'], { FUHAN_SCENARIOS: '1' }),
  pack: (args) => inNode('tools/pack.ts', args),
  mutants: async (args) => {
    await build(['main', 'resources']);
    return inNode('tools/mutants/run.ts', args);
  },
  'windows:setup': () => inNode('tools/windows/setup.ts'),
  windows: (args) => inNode('tools/windows/run.ts', args),
  'linux:installer': (args) => inNode('tools/linux/installer.ts', args),
  'windows:installer': (args) => inNode('tools/windows/installer.ts', args),
};

const [name = '', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (command === undefined) giveUp(`用法 usage: node tools/run.mjs ${Object.keys(COMMANDS).join('|')}`);
ensureDependencies();
const code = await command(args);
if (code !== undefined) process.exit(code);
