/** Unfinished files that were filed, and their whole files that come later (docs/spec/reading.md, Unfinished files). */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../main/archive/engine.ts';
import { FolderWatch } from '../../../main/archive/intake/watch.ts';
import { archiveIn } from '../../support/archive.ts';
import { openEngine, temporaryFolder } from '../../support/engine.ts';

const WHOLE =
  `松溪县农业农村局\n\n松农函〔2023〕8号\n\n关于县政协第七届委员会第二次会议第021号提案的答复\n\n吴知远委员：\n\n` +
  `    您提出的《关于扶持茶农的提案》收悉，现答复如下：\n\n` +
  Array.from({ length: 8 }, (_, at) => `    第${at + 1}处茶园已派员上门指导，发放苗木${at + 3}00株。\n\n`).join('') +
  `    感谢您对农业农村工作的关心和支持！\n\n` +
  `                              松溪县农业农村局\n                              2023年6月6日\n`;
/** Cut in the middle of a character. */
const BYTES = Buffer.from(WHOLE);
const cut = (share: number): Buffer => BYTES.subarray(0, Math.floor(BYTES.length * share));
const HALF = cut(0.5);

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(temporaryFolder(), '来件');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Files a half, and puts what comes later into another folder. */
async function begun(later: Readonly<Record<string, string | Uint8Array>>, half: Uint8Array = HALF, name = '答复.txt') {
  const engine = await openEngine();
  const first = await engine.call('letters.import', { paths: [folderOf({ [name]: half })], ocr: false });
  expect(first.filed).toBe(1);
  return { engine, id: first.items[0]?.id ?? '', folder: folderOf(later) };
}

const importInto = (engine: Engine, folder: string, more: object = {}) =>
  engine.call('letters.import', { paths: [folder], ocr: false, ...more });

describe('a longer copy of the same name proposes itself as a new version of the half one', () => {
  test.each(['答复.txt', '答复(1).txt', '答复 (2).txt', '答复（1）.txt', '答复 - 副本.txt'])(
    '%s is not filed beside it, and the letter is named',
    async (name) => {
      const { engine, id, folder } = await begun({ [name]: WHOLE });
      const before = await engine.call('letters.show', { id });
      const result = await importInto(engine, folder);
      expect(result).toMatchObject({ filed: 0, duplicates: 0, refused: 0 });
      expect(result.items).toMatchObject([{ status: 'differs', id, code: 'LONGER_COPY' }]);
      expect(result.items[0]?.message).toContain('茶农');
      expect(await engine.call('letters.show', { id })).toEqual(before);
      expect((await engine.call('letters.list', {})).total).toBe(1);
    },
  );

  test.each([0.2, 0.35, 0.9])('however much of it had come: %s', async (share) => {
    const { engine, folder } = await begun({ '答复.txt': WHOLE }, cut(share));
    expect((await importInto(engine, folder)).items[0]?.code).toBe('LONGER_COPY');
  });

  test.each([0.4, 0.7])('without a number too: %s', async (share) => {
    const whole = Buffer.from(WHOLE.replace('松农函〔2023〕8号\n\n', ''));
    const { engine, folder } = await begun({ '答复.txt': whole }, whole.subarray(0, Math.floor(whole.length * share)));
    expect((await importInto(engine, folder)).items[0]?.code).toBe('LONGER_COPY');
  });

  test('a file of another name, another text, or a shorter one is none', async () => {
    const other = WHOLE.replace('松农函〔2023〕8号', '松农函〔2023〕9号');
    const { engine, folder } = await begun({ '别的.txt': WHOLE, '答复.txt': other, '答复(1).txt': cut(0.4) });
    const result = await importInto(engine, folder);
    expect(result.items.map(({ status }) => status)).toEqual(['filed', 'filed', 'filed']);
  });

  test('a text whose bytes differ goes on too: another encoding of the line ends', async () => {
    const { engine, folder } = await begun({ '答复.txt': WHOLE.replaceAll('\n', '\r\n') });
    expect((await importInto(engine, folder)).items[0]?.code).toBe('LONGER_COPY');
  });

  test('half and whole in one folder, the half first', async () => {
    const engine = await openEngine();
    const folder = folderOf({ '甲 答复.txt': HALF });
    mkdirSync(join(folder, '乙'));
    writeFileSync(join(folder, '乙', '甲 答复.txt'), WHOLE);
    const { items } = await importInto(engine, folder);
    expect(items).toMatchObject([{ status: 'filed' }, { status: 'differs', code: 'LONGER_COPY', id: items[0]?.id }]);
  });

  test('it is filed beside it where a person says so', async () => {
    const { engine, folder } = await begun({ '答复.txt': WHOLE });
    expect(await importInto(engine, folder, { allow_duplicates: true })).toMatchObject({ filed: 1 });
  });

  test('the watched folder tells of it anew each time that it is watched', async () => {
    const db = await archiveIn(temporaryFolder());
    const folder = folderOf({ '答复.txt': HALF });
    const options = { actor: '王档案', folder, ocr: false, intervalMs: 0, settleMs: 0 };
    const now = Date.now() + 60_000;
    const twice = async (): Promise<unknown[]> => {
      const watch = new FolderWatch(db, { ...options, clock: () => now });
      await watch.look();
      const told = await watch.look();
      expect(await watch.look()).toEqual([]);
      return told;
    };
    expect(await twice()).toMatchObject([{ status: 'filed' }]);
    writeFileSync(join(folder, '答复.txt'), WHOLE);
    expect(await twice()).toMatchObject([{ status: 'differs', code: 'LONGER_COPY' }]);
    expect(await twice()).toMatchObject([{ status: 'differs', code: 'LONGER_COPY' }]);
  });
});

describe('as a new version', () => {
  test('the letter has the whole text, both files to the byte, its number, and the old version as it was', async () => {
    const { engine, id, folder } = await begun({ '答复.txt': WHOLE });
    const half = await engine.call('letters.show', { id });
    const tried = await importInto(engine, folder, { as_version: true, dry_run: true });
    expect(tried.items).toMatchObject([{ status: 'version', id, version: 2 }]);
    expect((await engine.call('letters.show', { id })).versions).toBe(1);

    const result = await importInto(engine, folder, { as_version: true });
    expect(result).toMatchObject({ filed: 0, completed: 1, items: [{ status: 'version', id, version: 2 }] });
    const whole = await engine.call('letters.show', { id });
    expect(whole).toMatchObject({ version: 2, versions: 2, ref_code: half.ref_code, filed_at: half.filed_at });
    expect(whole.text).toContain('第8处茶园');
    expect(whole.elements.issued_on).toBe('2023-06-06');
    expect(whole.attachments.map(({ role }) => role)).toEqual(['ORIGINAL', 'WHOLE']);
    const saved = whole.attachments.map(({ id: attachment }, at) => ({ attachment, out: join(folder, `${at}.bin`) }));
    for (const one of saved) await engine.call('letters.saveAttachment', { id, ...one });
    expect(saved.map(({ out }) => readFileSync(out))).toEqual([HALF, BYTES]);
    expect(await engine.call('letters.show', { id, version: 1 })).toMatchObject({
      text: half.text,
      elements: half.elements,
      attachments: half.attachments,
    });
    const [row] = await engine.call('trust.audit', { action: 'letter.complete' });
    expect(row).toMatchObject({ actor: '王档案', subject: id });
    expect((await engine.call('search.query', { query: '第8处茶园' })).total).toBe(1);
    expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true, problems: [] });

    // The whole file is known from then on, and a still longer one goes on with it.
    expect((await importInto(engine, folder)).items.map(({ status, id: of }) => [status, of])).toContainEqual([
      'duplicate',
      id,
    ]);
    const longer = folderOf({ '答复.txt': `${WHOLE}\n附件：茶园名单\n` });
    expect((await importInto(engine, longer)).items).toMatchObject([{ code: 'LONGER_COPY', id }]);
    await expect(
      engine.call('letters.detach', { id, attachment: whole.attachments[1]?.id ?? '', reason: '试' }),
    ).rejects.toMatchObject({ code: 'BAD_VALUE' });
  });

  test('what a person had put right stays, and what the whole file does not say', async () => {
    const { engine, id, folder } = await begun({ '答复.txt': WHOLE });
    const set = { issuer: '松溪县农业农村局（茶业办）', contact: '林小山' };
    await engine.call('letters.edit', { id, set, reason: '核对' });
    const told = await engine.call('desk.read', { source: { path: join(folder, '答复.txt') } });
    expect(told.begun).toMatchObject([{ id, version: 2, corrected: ['issuer', 'contact'] }]);
    expect(told.twins).toEqual([]);
    await importInto(engine, folder, { as_version: true });
    const { elements } = await engine.call('letters.show', { id });
    expect(elements).toMatchObject({ ...set, issued_on: '2023-06-06', doc_number: '松农函〔2023〕8号' });
  });

  test('at the desk: refused as a letter of its own, filed as a version, what was changed there first', async () => {
    const { engine, id, folder } = await begun({ '答复.txt': WHOLE });
    const read = await engine.call('desk.read', { source: { path: join(folder, '答复.txt') } });
    const draft = { draft_id: read.draft_id, elements: { ...read.elements, contact: '林小山' } };
    await expect(engine.call('desk.file', draft)).rejects.toMatchObject({ code: 'LONGER_COPY' });
    await expect(engine.call('desk.file', { ...draft, as_version: { id, base_version: 7 } })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    const made = await engine.call('desk.file', { ...draft, as_version: { id, base_version: 1 } });
    expect(made).toMatchObject({ id, version: 2, ref_code: (await engine.call('letters.show', { id })).ref_code });
    const letter = await engine.call('letters.show', { id });
    expect(letter.elements.contact).toBe('林小山');
    expect(letter.review).toBe(false);
    await expect(engine.call('desk.file', draft)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('nothing takes the place of an original that it does not go on with', async () => {
    const { engine, id, folder } = await begun({ '答复.txt': WHOLE.replace('吴知远', '周明远') });
    const read = await engine.call('desk.read', { source: { path: join(folder, '答复.txt') } });
    expect(read.begun).toEqual([]);
    const draft = { draft_id: read.draft_id, elements: read.elements, as_version: { id, base_version: 1 } };
    await expect(engine.call('desk.file', draft)).rejects.toMatchObject({ code: 'NOT_LONGER_COPY' });
    const file = { source: { path: join(folder, '答复.txt') }, role: 'WHOLE' };
    await expect(
      engine.call('letters.attach', { id, attachments: [file as never], reason: '试' }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect((await engine.call('letters.show', { id })).versions).toBe(1);
  });

  test('a final letter takes none', async () => {
    const { engine, id, folder } = await begun({ '答复.txt': WHOLE });
    await engine.call('letters.finalise', { id, reason: '定稿' });
    const result = await importInto(engine, folder, { as_version: true });
    expect(result).toMatchObject({ refused: 1, items: [{ code: 'LETTER_LOCKED' }] });
  });

  test('a package with such a letter is taken in and verifies', async () => {
    const { engine, id, folder } = await begun({ '答复.txt': WHOLE });
    await importInto(engine, folder, { as_version: true });
    const made = await engine.call('export.package', { selection: { ids: [id] }, out: temporaryFolder() });
    const there = await openEngine();
    const taken = await there.call('letters.import', { paths: [made.dir], ocr: false });
    expect(taken.items).toMatchObject([{ status: 'filed', versions: 2 }]);
    const letter = await there.call('letters.show', { id: taken.items[0]?.id ?? '' });
    expect(letter.attachments.map(({ role }) => role)).toEqual(['ORIGINAL', 'WHOLE']);
    expect(await there.call('trust.verify', {})).toMatchObject({ ok: true });
  });
});
