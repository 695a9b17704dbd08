/** Packages as they are written, read with other programs: docs/spec/package.md, "What lies where". */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { windowsPathFault } from '../../../main/archive/storage/windows-paths.ts';
import { ZipContainer } from '../../../main/archive/reading/readers/zip-container.ts';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import type { Inspection } from '../../../shared/model/inspection.ts';
import type { PackedLetter } from '../../../shared/model/package.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { filesBelow, filledArchive, sumsHold, verifyApart, type Filled } from '../../support/packages.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });

async function packed(
  options: { zip?: boolean; eep?: boolean } = {},
): Promise<Filled & { dir: string; sha256: string }> {
  const filled = await filledArchive();
  const out = join(temporaryFolder(), '数据包');
  const made = await filled.engine.call('export.package', { out, organization: '云溪市档案馆', ...options });
  return { ...filled, ...made };
}

/** The folder of a letter in a package. */
function folderOf(dir: string, id: string): string {
  const history = filesBelow(dir).find(
    (path) => path.endsWith('历史/版本.json') && readFileSync(join(dir, path), 'utf8').includes(`"id": "${id}"`),
  );
  return join(dir, history ?? '', '../..');
}

test('a package is a bag that sha256sum, sha512sum and the program that lies in it find whole', async () => {
  const { dir, sha256 } = await packed();
  sumsHold(dir);
  const { code: exit, check } = verifyApart(dir);
  expect({ exit, problems: check.problems }).toEqual({ exit: 0, problems: [] });
  expect(check).toMatchObject({ ok: true, form: 1, letters: 2, algorithms: ['sha256', 'sha512', 'sm3'] });
  expect(check.sha256).toBe(sha256);
  expect(
    createHash('sha256')
      .update(readFileSync(join(dir, 'tagmanifest-sha256.txt')))
      .digest('hex'),
  ).toBe(sha256);
  expect(readFileSync(join(dir, 'bagit.txt'), 'utf8')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  const info = readFileSync(join(dir, 'bag-info.txt'), 'utf8');
  expect(info).toContain('Source-Organization: 云溪市档案馆\n');
  expect(info).toContain('External-Identifier: Z001-WS·2023-D30-0001–Z001-WS·2024-D30-0001\n');
  expect(info).toMatch(/^Bagging-Date: \d{4}-\d\d-\d\d$/m);
  const payload = filesBelow(join(dir, 'data'));
  const bytes = payload.reduce((sum, path) => sum + readFileSync(join(dir, 'data', path)).length, 0);
  expect(info).toContain(`Payload-Oxum: ${bytes}.${payload.length}\n`);
});

test('catalogue and metadata fit their schemas by xmllint, and say what the letters are', async () => {
  const { dir, changed } = await packed();
  const xml = filesBelow(dir).filter((path) => path.endsWith('元数据.xml'));
  expect(xml).toHaveLength(2);
  execFileSync('xmllint', ['--noout', '--schema', 'data/其他/metadata.xsd', ...xml], { cwd: dir, stdio: 'pipe' });
  const catalogue = ['--noout', '--schema', 'data/其他/catalogue.xsd', 'data/文件目录.XML'];
  execFileSync('xmllint', catalogue, { cwd: dir, stdio: 'pipe' });
  const ask = (file: string, path: string): string =>
    execFileSync('xmllint', ['--xpath', path, file], { cwd: dir, encoding: 'utf8' }).trim();
  expect(ask('data/文件目录.XML', 'string(/*/*[1]/*[2])')).toBe('Z001-WS·2023-D30-0001');
  expect(ask('data/文件目录.XML', 'string(/*/*[1]/*[5])')).toBe('20230619');
  const own = join(folderOf(dir, changed), '元数据.xml');
  const of = (name: string): string => ask(own, `string(//*[local-name()="${name}"])`);
  expect(of('题名')).toBe('关于政协云溪市十三届二次会议第132045号提案答复的函');
  expect(of('文件编号')).toBe('云教函〔2023〕41号');
  expect(ask(own, 'count(//*[local-name()="业务实体"])')).toBe('5');
  // A schema that takes everything would prove nothing.
  writeFileSync(own, readFileSync(own, 'utf8').replace('<年度>2023</年度>', '<年度>去年</年度>'));
  const broken = spawnSync('xmllint', ['--noout', '--schema', 'data/其他/metadata.xsd', own], { cwd: dir });
  expect(broken.status).not.toBe(0);
});

test('files lie there byte for byte under names that every system takes, pages as PDF, histories whole', async () => {
  const { dir, changed, engine } = await packed();
  const letter = await engine.call('letters.show', { id: changed });
  const folder = folderOf(dir, changed);
  const names = readdirSync(join(folder, '附件')).sort();
  expect(names).toEqual(['02 _CON.png', '03 托管点 100％名单？.txt']);
  for (const path of filesBelow(dir)) {
    expect(windowsPathFault(`C:\\${path.replaceAll('/', '\\')}`), path).toBeNull();
    expect(path.length, path).toBeLessThan(200);
  }
  const sha = (path: string): string =>
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex');
  expect(sha('附件/02 _CON.png')).toBe(letter.attachments[1]?.sha256);
  expect(sha(`原件/${readdirSync(join(folder, '原件'))[0] ?? ''}`)).toBe(letter.attachments[0]?.sha256);
  expect(execFileSync('pdftotext', [join(folder, '正文.pdf'), '-'], { encoding: 'utf8' })).toContain('夜间托管');
  const packedLetter = JSON.parse(readFileSync(join(folder, '历史/版本.json'), 'utf8')) as PackedLetter;
  const history = await engine.call('letters.history', { id: changed });
  expect(packedLetter.versions.map(({ sha256 }) => sha256)).toEqual(history.map(({ sha256 }) => sha256));
  // The file that was taken away again is in the history, and what the first version said.
  expect(readFileSync(join(folder, '历史/正文/第1版.txt'), 'utf8')).toContain('老旧小区');
  expect(readdirSync(join(folder, '历史/附件'))).toEqual([expect.stringContaining('误附')]);
});

test('the report was made of the finished package; the form and the log’s extract go with it', async () => {
  const { dir, engine, changed } = await packed();
  const report = JSON.parse(readFileSync(join(dir, 'data/其他/四性检测报告.json'), 'utf8')) as Inspection;
  for (const item of ['1-12', '1-13', '1-14', '2-10', '2-11', '3-1'])
    expect(
      report.items.find((one) => one.code === item),
      item,
    ).toMatchObject({ outcome: 'pass', failed: 0 });
  expect(report.items.find(({ code: item }) => item === '4-2')).toMatchObject({ outcome: 'manual' });
  const text = (file: string): string =>
    execFileSync('pdftotext', ['-layout', join(dir, 'data/其他', file), '-'], { encoding: 'utf8' });
  expect(text('四性检测报告.pdf')).toContain('信息包一致性');
  const form = text('电子档案移交与接收登记表.pdf');
  expect(form).toContain('载体外观检验');
  expect(form).toMatch(/0\.000 GB/);
  const digest = createHash('sha256')
    .update(readFileSync(join(dir, 'data/其他/SM3校验清单.txt')))
    .digest('hex');
  expect(form.replaceAll(/\s/g, '')).toContain(digest.slice(0, 40));
  const { raw } = await readRaw({ path: join(dir, 'data/其他/电子档案移交与接收登记表.docx') });
  for (const words of ['交接工作名称', '2 件', digest, '接收单位', '审核人']) expect(raw.text).toContain(words);
  const extract = JSON.parse(readFileSync(join(dir, 'data/其他/审计日志摘录.json'), 'utf8')) as {
    audit_tip: { seq: number; hash: string };
    rows: { seq: number; subject: string; action: string }[];
  };
  expect(extract.rows.filter(({ subject }) => subject === changed).map(({ action }) => action)).toEqual([
    ...['letter.file', 'letter.attach', 'letter.edit', 'letter.attach', 'letter.detach'],
  ]);
  const { outcome } = await engine.call('trust.checkHead', { head: extract.audit_tip });
  expect(outcome).toBe('same');
});

test('an EEP of each letter fits its schema, holds every file byte for byte, and bears no signature', async () => {
  const { dir, engine, changed } = await packed({ eep: true });
  expect(verifyApart(dir).check.problems).toEqual([]);
  const all = filesBelow(dir).filter((path) => path.includes('/封装包/'));
  expect(all).toHaveLength(2);
  execFileSync('xmllint', ['--noout', '--huge', '--schema', 'data/其他/eep.xsd', ...all], { cwd: dir, stdio: 'pipe' });
  const letter = await engine.call('letters.show', { id: changed });
  const own = all.find((path) => path.includes(letter.ref_code ?? 'none')) ?? '';
  const text = readFileSync(join(dir, own), 'utf8');
  const digests = [...text.matchAll(/<编码数据>([^<]*)</g)].map(([, data = '']) =>
    createHash('sha256').update(Buffer.from(data, 'base64')).digest('hex'),
  );
  expect(digests.slice(1)).toEqual(letter.attachments.map(({ sha256 }) => sha256));
  expect(text).not.toMatch(/签名块|签名值|证书/);
});

test('a package may be one zip, which opens into one folder', async () => {
  const { dir } = await packed({ zip: true });
  expect(dir).toMatch(/数据包\.zip$/);
  const place = temporaryFolder();
  // Read by the reader of zips among letters, which checks every sum and shares nothing with what writes them.
  const bytes = readFileSync(dir);
  const zip = new ZipContainer(Uint8Array.from(bytes), basename(dir));
  // Info-ZIP reads names in Chinese right only from a zip of a Unix system (3), Windows by the flag of UTF-8 (APPNOTE 4.4.2, 4.4.4).
  let at = bytes.readUInt32LE(bytes.length - 22 + 16);
  let entries = 0;
  for (; bytes.readUInt32LE(at) === 0x02014b50; entries += 1) {
    expect(bytes[at + 5]).toBe(3);
    const length = bytes.readUInt16LE(at + 28);
    const name = bytes.subarray(at + 46, at + 46 + length).toString('utf8');
    expect((bytes.readUInt16LE(at + 8) & 0x800) !== 0 || /^[ -~]*$/.test(name), name).toBe(true);
    at += 46 + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  expect(entries).toBe(zip.entries.length);
  for (const { name } of zip.entries) {
    mkdirSync(join(place, name, '..'), { recursive: true });
    writeFileSync(join(place, name), zip.read(name));
  }
  expect(readdirSync(place)).toEqual(['数据包']);
  sumsHold(join(place, '数据包'));
  expect(verifyApart(join(place, '数据包')).check.ok).toBe(true);
});

test('only the letters that are asked for are in it; in a folder that is there it gets a name of its own', async () => {
  const { engine, plain } = await filledArchive();
  const out = temporaryFolder();
  const made = await engine.call('export.package', { selection: { ids: [plain] }, out });
  expect(made.letters).toBe(1);
  expect(basename(made.dir)).toMatch(/^交接数据包 \d{8}-\d{6}$/);
  expect(readdirSync(out)).toEqual([basename(made.dir)]);
  const [row] = (await engine.call('trust.audit', { action: 'export.package' })).slice(-1);
  expect(JSON.parse(row?.detail ?? '{}')).toMatchObject({ letters: 1, sha256: made.sha256 });
  expect(row?.hash).toBe(made.audit_tip.hash);
});

/** What a folder holds after an export into it failed. */
async function refused(engine: Engine, out: string, what: unknown, signal?: AbortSignal): Promise<void> {
  const above = join(out, '..');
  const before = filesBelow(above);
  await expect(engine.call('export.package', { out }, signal === undefined ? {} : { signal })).rejects.toThrow(what);
  expect(filesBelow(above)).toEqual(before);
  expect(readdirSync(above).filter((name) => name.startsWith('.fuhan'))).toEqual([]);
}

test('where it cannot be written, or is cancelled, nothing of it stays', async () => {
  const { engine, folder } = await filledArchive();
  const place = temporaryFolder();
  writeFileSync(join(place, '有.txt'), '在此');
  await refused(engine, join(place, '有.txt'), code('TARGET_EXISTS'));
  await refused(engine, join(folder, '包'), code('OUT_IN_ARCHIVE'));
  const under = engine.call('export.package', { out: join(place, '有.txt', '包') });
  await expect(under).rejects.toThrow(code('BAD_PATH'));
  const cancelled = new AbortController();
  cancelled.abort();
  await refused(engine, join(place, '包'), code('CANCELLED'), cancelled.signal);
  // Cancelled while letters are packed.
  const later = new AbortController();
  const seen: string[] = [];
  const call = engine.call(
    'export.package',
    { out: join(place, '包') },
    { signal: later.signal, onProgress: ({ message }) => (seen.push(message), later.abort()) },
  );
  await expect(call).rejects.toThrow(code('CANCELLED'));
  expect(seen[0]).toBe('打包函件');
  expect(readdirSync(place)).toEqual(['有.txt']);
  expect(existsSync(join(place, '包'))).toBe(false);
});

test('letters without title, date or office are packed as well', async () => {
  const { engine } = await filledArchive();
  const file = join(temporaryFolder(), '无题.txt');
  writeFileSync(file, '只有一句话，没有题名。');
  await engine.call('letters.import', { paths: [file] });
  mkdirSync(join(file, '../out'));
  const { dir, letters } = await engine.call('export.package', { out: join(file, '../out') });
  expect(letters).toBe(3);
  // The letter is called by its first sentence: no name in the package is an id.
  const found = await engine.call('search.query', { query: '没有题名' });
  const own = join(folderOf(dir, found.hits[0]?.id ?? ''), '元数据.xml');
  expect(readFileSync(own, 'utf8')).toContain('只有一句话，没有题名。.pdf');
  expect(filesBelow(dir).filter((path) => path.includes(found.hits[0]?.id ?? '?'))).toEqual([]);
  expect(verifyApart(dir).check.problems).toEqual([]);
  const xml = filesBelow(dir).filter((path) => path.endsWith('元数据.xml'));
  execFileSync('xmllint', ['--noout', '--schema', 'data/其他/metadata.xsd', ...xml], { cwd: dir, stdio: 'pipe' });
});

test('the items of the inspection that fail are named in the answer, with how many letters', async () => {
  const engine = await openEngine();
  await fileText(engine, '来信收悉，情况已转有关部门。\n');
  const made = await engine.call('export.package', { out: join(temporaryFolder(), '数据包') });
  const report = JSON.parse(readFileSync(join(made.dir, 'data/其他/四性检测报告.json'), 'utf8')) as Inspection;
  const failed = report.items.filter(({ outcome }) => outcome === 'fail');
  expect([failed.length > 0, made.inspected]).toEqual([true, false]);
  expect(made.failed_items.map(({ code: item }) => item)).toEqual(failed.map(({ code: item }) => item));
  expect(made.failed_items).toContainEqual(expect.objectContaining({ letters: 1 }));
});
