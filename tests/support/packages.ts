/** Packages for tests: made from small archives by the engine, read by other programs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../main/archive/engine.ts';
import type { PackageCheck } from '../../shared/model/package.ts';
import { fileText, openEngine, temporaryFolder } from './engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from './letters.ts';

/** A picture of one point. */
export const PIXEL = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

export interface Filled {
  engine: Engine;
  folder: string;
  /** Three versions, a picture attached, another file taken away again. */
  changed: string;
  plain: string;
}

/** An archive with two letters, one of them with a history. */
export async function filledArchive(folder = join(temporaryFolder(), 'archive')): Promise<Filled> {
  const engine = await openEngine(folder);
  const changed = await fileText(engine, WRAPPED_LETTER, '提案答复.txt');
  const plain = await fileText(engine, PLAIN_LETTER, '建议答复.txt');
  const attachments = [
    { source: { name: 'CON.png', bytes: PIXEL }, role: 'CONSULT' as const },
    { source: { name: '托管点 100%名单?.txt', bytes: Buffer.from('附：青杨路托管点、白塔路托管点') } },
  ];
  const made = await engine.call('letters.attach', { id: changed, attachments, reason: '补附件' });
  await engine.call('letters.edit', {
    id: changed,
    set: { result_code: 'A' },
    text: '改过的正文：夜间托管。',
    reason: '更正',
  });
  const taken = await engine.call('letters.attach', {
    id: changed,
    attachments: [{ source: { name: '误附.txt', bytes: Buffer.from('误附的内容') } }],
    reason: '再补',
  });
  await engine.call('letters.detach', { id: changed, attachment: taken.attachments.at(-1)?.id ?? '', reason: '误附' });
  if (made.attachments.length !== 3) throw new Error('the letter has not what it should');
  return { engine, folder, changed, plain };
}

/** All files of a folder below it, with slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** The verifier as an auditor runs it: the program that lies in the package, in a process of its own. */
export function verifyApart(folder: string): { code: number | null; check: PackageCheck } {
  const ran = spawnSync(process.execPath, [join(folder, '校验.cjs'), '--json'], { encoding: 'utf8' });
  return { code: ran.status, check: JSON.parse(ran.stdout) as PackageCheck };
}

/** Another program's word on the lists of a bag. @throws where a file does not fit */
export function sumsHold(folder: string): void {
  for (const algorithm of ['sha256', 'sha512'])
    for (const list of [`manifest-${algorithm}.txt`, `tagmanifest-${algorithm}.txt`])
      execFileSync(`${algorithm}sum`, ['--check', '--strict', '--quiet', list], { cwd: folder });
}

/** Changes one file of a package and makes all of its lists right again, as somebody would who knows the form. */
export function rewrite(folder: string, path: string, change: (text: string) => string): void {
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')));
  reseal(folder);
}

/** Makes the lists of a bag anew from what lies in it, and the sum of its payload. */
export function reseal(folder: string): void {
  const sm3 = join(folder, 'data/其他/SM3校验清单.txt');
  const hashed = (path: string): string =>
    createHash('sm3')
      .update(readFileSync(join(folder, path)))
      .digest('hex');
  writeFileSync(
    sm3,
    readFileSync(sm3, 'utf8').replaceAll(/^\S+ {2}(.+)$/gm, (_line, path: string) => `${hashed(path)}  ${path}`),
  );
  const payload = filesBelow(join(folder, 'data')).map((path) => `data/${path}`);
  const bytes = payload.map((path) => readFileSync(join(folder, path)));
  const oxum = `${bytes.reduce((sum, { length }) => sum + length, 0)}.${payload.length}`;
  const info = join(folder, 'bag-info.txt');
  writeFileSync(info, readFileSync(info, 'utf8').replace(/^Payload-Oxum: .*$/m, `Payload-Oxum: ${oxum}`));
  const listOf = (paths: readonly string[], algorithm: string): string =>
    paths
      .map(
        (path) =>
          `${createHash(algorithm)
            .update(readFileSync(join(folder, path)))
            .digest('hex')}  ${path}\n`,
      )
      .join('');
  for (const algorithm of ['sha256', 'sha512'])
    writeFileSync(join(folder, `manifest-${algorithm}.txt`), listOf(payload, algorithm));
  const tags = filesBelow(folder).filter((path) => !path.startsWith('data/') && !path.startsWith('tagmanifest-'));
  for (const algorithm of ['sha256', 'sha512'])
    writeFileSync(join(folder, `tagmanifest-${algorithm}.txt`), listOf(tags, algorithm));
}
