/** Packages as a hostile insider makes them: a letter's history is rewritten, and every hash and list that anybody could make right is made right. */
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashOfRecord, type VersionRecord } from '../../main/archive/trust/version-record.ts';
import { filesBelow, reseal } from './packages.ts';

/** 历史/版本.json as it is read, to be changed in any way. */
export interface Forged {
  form: unknown;
  letter: Record<string, unknown>;
  source: Record<string, unknown>;
  versions: Record<string, unknown>[];
  branches: { package: Record<string, unknown>; joined: unknown; versions: Record<string, unknown>[] }[];
  contents: Record<string, string>;
}

export interface Forging {
  /** Which letter; the first where left out. */
  id?: string;
  /** False: the versions keep the hashes that the change gave them. */
  rechain?: boolean;
  /** The text that is written, where it is to be another than JSON.stringify makes. */
  write?: (forged: Forged) => string;
}

/** Adds a content to the letter's folder. @returns its SHA-256 */
export type AddContent = (bytes: string | Uint8Array) => string;

/** Gives a version the hash that fits what it says, where it says something that has one. */
export function rehash(row: Record<string, unknown>): void {
  try {
    row['sha256'] = hashOfRecord(row as unknown as VersionRecord);
  } catch {
    // What cannot be hashed is left as it is: the package is not whole then.
  }
}

/** Makes all versions follow each other again. */
export function rechain({ letter, versions }: Forged): void {
  let previous: unknown = '';
  for (const row of versions) {
    row['letter_id'] = letter['id'];
    row['previous_sha256'] = previous;
    rehash(row);
    previous = row['sha256'];
  }
}

const xml = (value: unknown): string =>
  String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Changes one letter of a package's folder and makes everything right again. */
export function forge(dir: string, change: (forged: Forged, add: AddContent) => void, how: Forging = {}): void {
  const path = filesBelow(dir).find(
    (one) =>
      one.endsWith('历史/版本.json') && (how.id === undefined || readForged(join(dir, one)).letter['id'] === how.id),
  );
  if (path === undefined) throw new Error('the package has no such letter');
  const folder = path.slice(0, -'/历史/版本.json'.length);
  const forged = readForged(join(dir, path));
  const before = { ...forged.letter };
  const add: AddContent = (bytes) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (forged.contents[sha256] !== undefined) return sha256;
    const place = `历史/附件/${sha256.slice(0, 16)}`;
    mkdirSync(dirname(join(dir, folder, place)), { recursive: true });
    writeFileSync(join(dir, folder, place), bytes);
    appendFileSync(join(dir, 'data/其他/SM3校验清单.txt'), `${'0'.repeat(64)}  ${folder}/${place}\n`);
    forged.contents[sha256] = place;
    return sha256;
  };
  change(forged, add);
  if (how.rechain !== false) rechain(forged);
  writeFileSync(join(dir, path), how.write?.(forged) ?? JSON.stringify(forged, null, 1));
  const replace = (file: string, change_: (text: string) => string): void =>
    writeFileSync(join(dir, file), change_(readFileSync(join(dir, file), 'utf8')));
  const number = (text: string): string =>
    text.replace(`<档号>${xml(before['ref_code'])}<`, () => `<档号>${xml(forged.letter['ref_code'] ?? '')}<`);
  replace(`${folder}/元数据.xml`, (text) =>
    number(text)
      .replace(/<电子文件号>[^<]*</, () => `<电子文件号>${xml(forged.letter['id'])}<`)
      .replace(/<业务实体块>[^]*<\/业务实体块>/, () => {
        const acts = forged.versions.map((row) => `<业务实体><版本摘要>${String(row['sha256'])}</版本摘要></业务实体>`);
        return `<业务实体块>${acts.join('')}</业务实体块>`;
      }),
  );
  replace('data/文件目录.XML', number);
  reseal(dir);
}

const readForged = (path: string): Forged => JSON.parse(readFileSync(path, 'utf8')) as Forged;

/** Changes the elements of a version's row. */
export function setElements(row: Record<string, unknown> | undefined, set: Record<string, unknown>): void {
  if (row === undefined) throw new Error('there is no such version');
  row['elements'] = JSON.stringify({ ...(JSON.parse(String(row['elements'])) as object), ...set });
}

/** Changes the list of files of a version's row. */
export function setFiles(
  row: Record<string, unknown> | undefined,
  change: (files: Record<string, unknown>[]) => unknown,
): void {
  if (row === undefined) throw new Error('there is no such version');
  const files = JSON.parse(String(row['attachments'])) as Record<string, unknown>[];
  row['attachments'] = JSON.stringify(change(files));
}
