/** A letter that was disposed of does not come back: by a file, a package, a restore of an older backup, or the undoing of one. */
import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { passwordOf } from '../../support/accounts.ts';
import { disposalOffice, filesWith, officeIn, type DisposalOffice } from '../../support/disposals.ts';
import { newId } from '../../../main/archive/letters/ids.ts';
import { fileText, openEngine, temporaryFolder } from '../../support/engine.ts';
import { forge, type Forged } from '../../support/forged-packages.ts';
import { PEOPLE, signInAs } from '../../support/office.ts';
import { zip } from '../../unit/readers/make.ts';
import { EARLIER_SENTENCE, OLD_LETTER, OTHER_LETTER } from '../../support/old-letter.ts';

const second = { name: PEOPLE.secadmin.name, password: passwordOf(PEOPLE.secadmin.word) };

/** Another copy of the archive, which has what a disposal here takes away. Closes the archive for a moment. */
async function copyOf(office: DisposalOffice): Promise<DisposalOffice> {
  await office.engine.close();
  const twin = join(temporaryFolder(), 'archive');
  cpSync(office.folder, twin, { recursive: true });
  const there = await officeIn(twin);
  await office.reopen();
  return there;
}

/** A package of letters. @returns its folder */
async function packed({ engine }: DisposalOffice, ids: string[]): Promise<string> {
  const out = join(temporaryFolder(), '数据包');
  await engine.call('export.package', { selection: { ids }, out });
  return out;
}

async function disposeOf(office: DisposalOffice, letter: string): Promise<void> {
  const id = await office.ready(letter);
  await office.engine.call('disposal.execute', { id });
}

test('the same bytes are refused, however they come, and a person is told what they were', async () => {
  const office = await disposalOffice();
  const { engine } = office;
  const letter = await office.file(OLD_LETTER);
  const { ref_code } = await engine.call('letters.show', { id: letter });
  await disposeOf(office, letter);
  const folder = temporaryFolder();
  const path = join(folder, '又来.txt');
  writeFileSync(path, OLD_LETTER);
  for (const allow_duplicates of [false, true]) {
    const { items, filed } = await engine.call('letters.import', { paths: [path], allow_duplicates });
    expect(filed).toBe(0);
    expect(items[0]).toMatchObject({ status: 'refused', code: 'LETTER_DISPOSED' });
    expect(items[0]?.message).toContain(ref_code ?? 'x');
  }
  await expect(engine.call('desk.read', { source: { path } })).rejects.toMatchObject({ code: 'LETTER_DISPOSED' });
  const { items } = await engine.call('letters.watch', {
    folder,
    rounds: 3,
    settle_seconds: 0,
    interval_seconds: 0.05,
  });
  expect(items).toMatchObject([{ status: 'refused', code: 'LETTER_DISPOSED' }]);
  // Its numbers are not given again.
  const other = await office.file(OTHER_LETTER, '另一件.txt');
  // Nor does it come as an attachment of another.
  const attachments = [{ source: { path }, role: 'ATTACHMENT' as const }];
  await expect(engine.call('letters.attach', { id: other, attachments, reason: '补件' })).rejects.toMatchObject({
    code: 'LETTER_DISPOSED',
  });
  expect((await engine.call('letters.show', { id: other })).ref_code).not.toBe(ref_code);
  expect(await engine.call('trust.verify', { deep: true })).toMatchObject({ ok: true });
});

test('nor do they come with a mail, or with another letter of a package', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const other = await office.file(OTHER_LETTER, '另一件.txt');
  const there = await copyOf(office);
  const bytes = new TextEncoder().encode(OLD_LETTER);
  const attachments = [{ source: { name: '旧函.txt', bytes }, role: 'ATTACHMENT' as const }];
  await there.engine.call('letters.attach', { id: other, attachments, reason: '补件' });
  const third = await there.file(OTHER_LETTER.replace('收悉', '收到'), '再一件.txt');
  await there.engine.call('letters.attach', { id: third, attachments, reason: '补件' });
  const handed = await packed(there, [third]);
  await disposeOf(office, letter);
  const { items } = await office.engine.call('letters.import', { paths: [handed] });
  expect(items).toMatchObject([{ status: 'refused', code: 'LETTER_DISPOSED' }]);
  const mail = join(temporaryFolder(), '转来.eml');
  const head =
    'From: a@yunxi.example\r\nSubject: =?utf-8?B?6L2s5p2l?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n';
  const body = '--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n转来材料一份，请查收。\r\n';
  const file = `--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64')}\r\n--x--\r\n`;
  writeFileSync(mail, head + body + file);
  const mailed = await office.engine.call('letters.import', { paths: [mail] });
  expect(mailed).toMatchObject({ filed: 0, items: [{ status: 'refused', code: 'LETTER_DISPOSED' }] });
  expect(filesWith(office.folder, [EARLIER_SENTENCE])).toEqual([]);
  expect(await office.engine.call('trust.verify', { deep: true })).toMatchObject({ ok: true });
});

test('nor by its words as a list, in an edit or in a table beside files, nor turned into traditional characters', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const other = await office.file(OTHER_LETTER, '另一件.txt');
  await disposeOf(office, letter);
  const { engine } = office;
  const { version } = await engine.call('letters.show', { id: other });
  const edit = { id: other, base_version: version, reason: '补录' };
  const list = OLD_LETTER.split(/[、\n]/u).filter((part) => part.trim() !== '');
  for (const name of ['cc', 'cited_documents', 'addressees'] as const)
    await expect(engine.call('letters.edit', { ...edit, set: { [name]: list } })).rejects.toMatchObject({
      code: 'LETTER_DISPOSED',
    });
  const folder = temporaryFolder();
  writeFileSync(join(folder, '来函.txt'), OTHER_LETTER.replace('收悉', '敬悉'));
  const register = join(temporaryFolder(), '著录表.csv');
  const cell = OLD_LETTER.replaceAll('\n', '、').replaceAll('"', '""');
  writeFileSync(register, `文件名,抄送\n来函.txt,"${cell}"\n`);
  const tabled = await engine.call('letters.import', { paths: [folder], register });
  expect(tabled).toMatchObject({ filed: 0, items: [{ status: 'refused', code: 'LETTER_DISPOSED' }] });
  const turned = OLD_LETTER.replaceAll('复', '復').replaceAll('会', '會').replaceAll('关', '關');
  expect(turned).not.toBe(OLD_LETTER);
  writeFileSync(join(folder, '来函.txt'), turned);
  const traditional = await engine.call('letters.import', { paths: [folder] });
  expect(traditional).toMatchObject({ filed: 0, items: [{ status: 'refused', code: 'LETTER_DISPOSED' }] });
});

test('nor inside a mail or a zip that is attached, nor by its words in an edit, an attachment or another file', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const other = await office.file(OTHER_LETTER, '另一件.txt');
  await disposeOf(office, letter);
  const { engine } = office;
  const bytes = Buffer.from(OLD_LETTER);
  const zipped = zip({ '材料/旧函.txt': bytes });
  const twice = zip({ '包.zip': zipped });
  const mail = Buffer.from(
    `From: a@yunxi.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nsee\r\n--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="a.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n--x--\r\n`,
  );
  const spaced = Buffer.from(`${OLD_LETTER.replaceAll('\n', '\n\n')}\n\n`);
  const files = { '转来.eml': mail, '包.zip': zipped, '包中包.zip': twice, '旧函.txt': spaced };
  for (const [name, data] of Object.entries(files)) {
    const attachments = [{ source: { name, bytes: Uint8Array.from(data) }, role: 'ATTACHMENT' as const }];
    await expect(engine.call('letters.attach', { id: other, attachments, reason: '补件' }), name).rejects.toMatchObject(
      {
        code: 'LETTER_DISPOSED',
      },
    );
  }
  for (const text of [OLD_LETTER, String(spaced)])
    await expect(engine.call('letters.edit', { id: other, set: {}, text, reason: '改' })).rejects.toMatchObject({
      code: 'LETTER_DISPOSED',
    });
  await expect(office.file(String(spaced), '又一件.txt')).rejects.toMatchObject({ code: 'LETTER_DISPOSED' });
  // Letters that stay are edited as ever, in blanks too.
  await engine.call('letters.edit', { id: other, set: {}, text: `${OTHER_LETTER}\n\n`, reason: '空行' });
  expect(filesWith(office.folder, [EARLIER_SENTENCE])).toEqual([]);
  expect(await engine.call('trust.verify', { deep: true })).toMatchObject({ ok: true });
});

test('a package does not bring it back', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const other = await office.file(OTHER_LETTER, '另一件.txt');
  const handed = await packed(await copyOf(office), [letter, other]);
  await disposeOf(office, letter);
  const { items } = await office.engine.call('letters.import', { paths: [handed] });
  expect(items.map(({ status, code }) => [status, code]).toSorted()).toEqual([
    ['duplicate', 'DUPLICATE'],
    ['refused', 'LETTER_DISPOSED'],
  ]);
  await expect(
    office.engine.call('package.decide', { path: handed, id: letter, take: 'package', reason: '取回' }),
  ).rejects.toMatchObject({ code: 'LETTER_DISPOSED' });
});

test('nor does another letter of a package say it, in a reason, a warning or what was done with its public version', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const plain = await office.file(OTHER_LETTER, '另一件.txt');
  const other = await copyOf(office);
  const dir = await packed(other, [plain]);
  await disposeOf(office, letter);
  const acts = [
    {
      ...{ act: 'withdraw', version: 1, at: '2026-05-01T00:00:00.000Z', actor: '外局', on: null, package: null },
      reason: OLD_LETTER,
    },
  ];
  const changes: ((packed: Forged) => void)[] = [
    ({ versions }) => {
      for (const row of versions) row['reason'] = OLD_LETTER;
    },
    ({ source }) => void (source['warnings'] = JSON.stringify([{ code: 'OCR_TEXT', message: OLD_LETTER }])),
    (one) => void Object.assign(one, { public_acts: acts }),
  ];
  for (const change of changes) {
    const copy = join(temporaryFolder(), '数据包');
    cpSync(dir, copy, { recursive: true });
    forge(copy, (one) => {
      one.letter['id'] = newId();
      change(one);
    });
    const { items } = await office.engine.call('letters.import', { paths: [copy] });
    expect(items).toMatchObject([{ status: 'refused', code: 'LETTER_DISPOSED' }]);
  }
  // The letter is here already: what others did with its public version would be news.
  forge(dir, (one) => void Object.assign(one, { public_acts: acts }));
  const { items } = await office.engine.call('letters.import', { paths: [dir] });
  expect(items).toMatchObject([{ status: 'refused', code: 'LETTER_DISPOSED' }]);
  // Nor does somebody type it.
  await expect(
    office.engine.call('letters.edit', { id: plain, set: { result_code: 'A' }, reason: OLD_LETTER }),
  ).rejects.toMatchObject({ code: 'LETTER_DISPOSED' });
  expect(JSON.stringify(await office.engine.call('trust.audit', {}))).not.toContain(EARLIER_SENTENCE);
  expect(await office.engine.call('trust.verify', {})).toMatchObject({ ok: true });
});

test('a restore of a backup that nobody could reach brings everything back but the letter', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const other = await office.file(OTHER_LETTER, '另一件.txt');
  const drawer = temporaryFolder();
  const usb = join(temporaryFolder(), 'usb');
  mkdirSync(usb);
  const { file } = await office.engine.call('trust.backup', { to: usb });
  const hidden = join(drawer, 'hidden.sqlite');
  cpSync(file, hidden);
  cpSync(`${file}.head`, `${hidden}.head`);
  await disposeOf(office, letter);
  expect(filesWith(usb, [EARLIER_SENTENCE])).toEqual([]);
  expect(filesWith(drawer, [EARLIER_SENTENCE])).toEqual([hidden]);

  await office.engine.call('trust.restoreBackup', { file: hidden, second });
  await office.as('archivist');
  const { engine } = office;
  await expect(engine.call('letters.show', { id: letter })).rejects.toMatchObject({ code: 'LETTER_DISPOSED' });
  expect((await engine.call('letters.show', { id: other })).id).toBe(other);
  expect(filesWith(office.folder, [EARLIER_SENTENCE])).toEqual([]);
  expect(await engine.call('trust.verify', { deep: true })).toMatchObject({ ok: true, problems: [] });
  const { disposals } = await engine.call('disposal.list', {});
  expect(disposals).toMatchObject([{ letters: 1 }]);
  // The undoing of the restore is one too.
  await engine.call('trust.undoRestore', { second });
  await office.as('archivist');
  await expect(engine.call('letters.show', { id: letter })).rejects.toMatchObject({ code: 'LETTER_DISPOSED' });
  expect(await engine.call('trust.verify', { deep: true })).toMatchObject({ ok: true, problems: [] });
});

test('what a restore kept is written anew, and can still be put back', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const usb = join(temporaryFolder(), 'usb');
  mkdirSync(usb);
  const { file } = await office.engine.call('trust.backup', { to: usb });
  const later = await office.file(OTHER_LETTER, '另一件.txt');
  await office.engine.call('trust.restoreBackup', { file, second });
  await office.as('archivist');
  await disposeOf(office, letter);
  const { engine } = office;
  const { disposals } = await engine.call('disposal.list', {});
  const { rewritten, remaining } = await engine.call('disposal.show', { id: disposals[0]?.id ?? '' });
  expect(rewritten.map(({ kind }) => kind).toSorted()).toEqual(['backup', 'kept']);
  expect(remaining).toEqual([]);
  expect(filesWith(office.folder, [EARLIER_SENTENCE])).toEqual([]);
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true, problems: [] });
  await engine.call('trust.undoRestore', { second });
  await office.as('archivist');
  expect((await engine.call('letters.show', { id: later })).id).toBe(later);
  await expect(engine.call('letters.show', { id: letter })).rejects.toMatchObject({ code: 'LETTER_DISPOSED' });
  expect(await engine.call('trust.verify', {})).toMatchObject({ ok: true, problems: [] });
});

test('what only has the name of a backup is not thinned out, and the backup of that name is not forgotten', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const [place, drawer] = [temporaryFolder(), temporaryFolder()];
  const { engine } = office;
  const { file, sha256 } = await engine.call('trust.backup', { to: place });
  const name = basename(file);
  for (const ending of ['', '.head']) renameSync(`${file}${ending}`, join(drawer, `${name}${ending}`));
  // Another archive's file with the name of the one in the drawer, and a head of this archive beside it.
  const other = await openEngine();
  await fileText(other, OTHER_LETTER);
  const foreign = await other.call('trust.backup', { to: temporaryFolder() });
  copyFileSync(foreign.file, file);
  copyFileSync(join(drawer, `${name}.head`), `${file}.head`);
  await signInAs(engine, 'sysadmin');
  const { backup } = await engine.call('settings.show', {});
  await engine.call('settings.change', { backup: { ...backup, daily: 1, weekly: 1, monthly: 1 } });
  // All that was made within a day stays: under the name of an earlier day it would go.
  const earlier = join(place, 'fuhan-backup-20200101T000000Z.sqlite');
  for (const ending of ['', '.head']) renameSync(`${file}${ending}`, `${earlier}${ending}`);
  expect((await engine.call('trust.backup', { to: place })).removed).toEqual([]);
  expect(readFileSync(earlier)).toEqual(readFileSync(foreign.file));
  await office.as('archivist');
  const id = await office.ready(letter);
  const { remaining } = await office.engine.call('disposal.execute', { id });
  const lost = remaining?.filter(({ why }) => why === '不在已知的备份位置') ?? [];
  expect(lost).toHaveLength(1);
  expect(lost[0]?.what).toContain(sha256.slice(0, 16));
});
