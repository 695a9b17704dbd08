/** The check of the folder that the reader picks: every file against the package's lists, in this page, by the verifier beside it. */
import { make } from './dom.ts';

interface Problem {
  code: string;
  path: string;
  message: string;
}
interface Check {
  ok: boolean;
  letters: number;
  versions: number;
  files: number;
  bytes: number;
  sha256: string;
  algorithms: string[];
  problems: Problem[];
}
interface Source {
  files: { path: string; size: number }[];
  read: (path: string) => AsyncIterable<Uint8Array>;
}
/** What the other script of this page offers (resources/package/verifier.cjs). */
interface Verifier {
  checkPackage: (source: Source, options: { step: (bytes: number) => Promise<void> | void }) => Promise<Check>;
}

declare global {
  var fuhanVerifier: Verifier;
}

const PIECE = 4 * 1024 * 1024;

/** The picked files, by their path below the package's folder: that which holds bagit.txt. */
function sourceOf(picked: readonly File[]): Source {
  const paths = picked.map((file) => [file.webkitRelativePath || file.name, file] as const);
  const root = paths
    .map(([path]) => path)
    .filter((path) => path.endsWith('/bagit.txt'))
    .sort((a, b) => a.length - b.length)[0];
  const above = root === undefined ? '' : root.slice(0, -'bagit.txt'.length);
  const files = new Map(
    paths.filter(([path]) => path.startsWith(above)).map(([path, file]) => [path.slice(above.length), file]),
  );
  return {
    files: [...files].map(([path, { size }]) => ({ path, size })),
    async *read(path) {
      const file = files.get(path);
      if (file === undefined) throw new Error('没有这个文件');
      for (let at = 0; at < file.size; at += PIECE)
        yield new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    },
  };
}

/** Lets the page be painted. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const PAINT_MS = 100;
const MOST_SHOWN = 200;

export async function checkPicked(picked: readonly File[], place: HTMLElement): Promise<void> {
  const source = sourceOf(picked);
  const total = source.files.reduce((sum, { size }) => sum + size, 0);
  const bar = make('progress', { max: String(Math.max(total, 1)), value: '0' });
  place.hidden = false;
  place.replaceChildren(make('p', {}, '正在核对文件…'), bar);
  let done = 0;
  let painted = performance.now();
  const step = async (bytes: number): Promise<void> => {
    done += bytes;
    if (performance.now() - painted < PAINT_MS) return;
    bar.value = done;
    await turn();
    painted = performance.now();
  };
  try {
    place.replaceChildren(...verdict(await globalThis.fuhanVerifier.checkPackage(source, { step })));
  } catch (thrown) {
    place.replaceChildren(make('p', { class: 'bad' }, `核对未完成：${String(thrown)}`));
  }
}

function verdict(check: Check): Node[] {
  const what = `函件 ${check.letters} 件，版本 ${check.versions} 个，文件 ${check.files} 个，${check.bytes} 字节`;
  const head = check.ok
    ? make('p', { class: 'good' }, `核对通过：${what}`)
    : make('p', { class: 'bad' }, `核对不通过，问题 ${check.problems.length} 处`);
  const problems = check.problems
    .slice(0, MOST_SHOWN)
    .map(({ code, path, message }) => make('li', {}, `［${code}］${path}：${message}`));
  const how = '本页核对 SHA-256；SHA-512 和 SM3 可用“校验.cjs”核对。';
  return [
    head,
    make('ul', {}, ...problems),
    make('p', { class: 'quiet' }, `${how}数据包 SHA-256 `, make('code', {}, check.sha256)),
  ];
}
