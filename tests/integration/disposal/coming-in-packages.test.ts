/** What went with a letter does not come back by a package that brings another letter, nor by a copy that knew nothing of it. */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { passwordOf } from '../../support/accounts.ts';
import { disposalOffice, filesWith, officeIn, type DisposalOffice } from '../../support/disposals.ts';
import { temporaryFolder } from '../../support/engine.ts';
import { PEOPLE } from '../../support/office.ts';
import { zip } from '../../unit/readers/make.ts';
import { ATTACHED_SENTENCE, EARLIER_SENTENCE, OLD_LETTER, OTHER_LETTER } from '../../support/old-letter.ts';

const SPACED = `${OLD_LETTER.replaceAll('\n', '\n\n')}\n\n`;
const REFUSED = [{ status: 'refused', code: 'LETTER_DISPOSED' }];

async function disposeOf(office: DisposalOffice, letter: string): Promise<void> {
  const id = await office.ready(letter);
  await office.engine.call('disposal.execute', { id });
}

async function packed({ engine }: DisposalOffice, id: string): Promise<string> {
  const out = join(temporaryFolder(), '数据包');
  await engine.call('export.package', { selection: { ids: [id] }, out });
  return out;
}

const attach = ({ engine }: DisposalOffice, id: string, name: string, bytes: Uint8Array) =>
  engine.call('letters.attach', {
    id,
    attachments: [{ source: { name, bytes: Uint8Array.from(bytes) }, role: 'ATTACHMENT' }],
    reason: '补件',
  });

/** Nothing of it lies in any file of the archive, and the archive is whole. */
async function expectGone({ engine, folder }: DisposalOffice): Promise<void> {
  expect((await engine.call('search.query', { query: EARLIER_SENTENCE })).total).toBe(0);
  expect(filesWith(folder, [EARLIER_SENTENCE])).toEqual([]);
  expect(await engine.call('trust.verify', { deep: true })).toMatchObject({ ok: true, problems: [] });
}

test('nor with a package, in any version or file of another letter', async () => {
  const office = await disposalOffice();
  await disposeOf(office, await office.file(OLD_LETTER));
  const { engine } = office;
  const elsewhere = await disposalOffice();
  const ways: Record<string, (id: string) => Promise<unknown>> = {
    'its words in an attachment': (id) => attach(elsewhere, id, 'x.txt', Buffer.from(SPACED)),
    'its bytes in a zip': (id) => attach(elsewhere, id, 'x.zip', zip({ 'a.txt': Buffer.from(OLD_LETTER) })),
    'its words in an earlier version': async (id) => {
      await elsewhere.engine.call('letters.edit', { id, set: {}, text: SPACED, reason: '改' });
      await elsewhere.engine.call('letters.edit', { id, set: {}, text: OTHER_LETTER, reason: '改回' });
    },
    'its words in an element': (id) =>
      elsewhere.engine.call('letters.edit', { id, set: { contact: OLD_LETTER.replaceAll('\n', ' ') }, reason: '改' }),
  };
  for (const [n, [way, act]] of Object.entries(ways).entries()) {
    const id = await elsewhere.file(`${OTHER_LETTER}附：第${n}份材料另行寄送。\n`, `第${n}件.txt`);
    await act(id);
    const path = await packed(elsewhere, id);
    for (const dry_run of [true, false])
      expect((await engine.call('letters.import', { paths: [path], dry_run })).items, way).toMatchObject(REFUSED);
    await expect(engine.call('letters.show', { id }), way).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  // What has nothing of it comes as ever.
  const harmless = await elsewhere.file(`${OTHER_LETTER}附：无。\n`, '无关.txt');
  const { items } = await engine.call('letters.import', { paths: [await packed(elsewhere, harmless)] });
  expect(items).toMatchObject([{ status: 'filed' }]);
  await expectGone(office);
});

test('nor on top of a letter that both archives have, nor by a decision on one', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const [ahead, apart] = [
    await office.file(OTHER_LETTER, '另一件.txt'),
    await office.file(`${OTHER_LETTER}附：又及。\n`, '再一件.txt'),
  ];
  await office.engine.close();
  const twin = join(temporaryFolder(), 'archive');
  cpSync(office.folder, twin, { recursive: true });
  const there = await officeIn(twin);
  await office.reopen();
  for (const id of [ahead, apart]) await there.engine.call('letters.edit', { id, set: {}, text: SPACED, reason: '改' });
  const [onTop, differing] = [await packed(there, ahead), await packed(there, apart)];
  await office.engine.call('letters.edit', { id: apart, set: { contact: '王办' }, reason: '联系人' });
  await disposeOf(office, letter);
  const { engine } = office;
  expect((await engine.call('letters.import', { paths: [onTop] })).items).toMatchObject(REFUSED);
  for (const take of ['local', 'package'] as const)
    await expect(
      engine.call('package.decide', { path: differing, id: apart, take, reason: '决定' }),
      take,
    ).rejects.toMatchObject({ code: 'LETTER_DISPOSED' });
  expect((await engine.call('letters.show', { id: ahead })).version).toBe(1);
  await expectGone(office);
});

test('nor the text of a file that was attached to it, with other blanks, nor as an element', async () => {
  const office = await disposalOffice();
  const letter = await office.file(OLD_LETTER);
  const attached = `附表\n${ATTACHED_SENTENCE}，\n并按月把巡查情况汇总后报送区水务站备查。\n共计十二段。\n`;
  await attach(office, letter, '附表.txt', Buffer.from(attached));
  const other = await office.file(OTHER_LETTER, '另一件.txt');
  await disposeOf(office, letter);
  const spaced = attached.replaceAll('\n', '\n\n');
  await expect(attach(office, other, '表.txt', Buffer.from(spaced))).rejects.toMatchObject({ code: 'LETTER_DISPOSED' });
  for (const contact of [OLD_LETTER.replaceAll('\n', ' '), attached.replaceAll('\n', ' ')])
    await expect(
      office.engine.call('letters.edit', { id: other, set: { contact }, reason: '改' }),
    ).rejects.toMatchObject({ code: 'LETTER_DISPOSED' });
  expect(filesWith(office.folder, [ATTACHED_SENTENCE])).toEqual([]);
  await expectGone(office);
});

test('a restored backup from before the letter knows all the same what went with it', async () => {
  const office = await disposalOffice();
  const other = await office.file(OTHER_LETTER, '另一件.txt');
  const usb = join(temporaryFolder(), 'usb');
  mkdirSync(usb);
  const { file } = await office.engine.call('trust.backup', { to: usb });
  await disposeOf(office, await office.file(OLD_LETTER));
  const second = { name: PEOPLE.secadmin.name, password: passwordOf(PEOPLE.secadmin.word) };
  await office.engine.call('trust.restoreBackup', { file, second });
  await office.as('archivist');
  for (const [name, text] of [
    ['旧函.txt', OLD_LETTER],
    ['旧函（空行）.txt', SPACED],
  ] as const)
    await expect(attach(office, other, name, Buffer.from(text)), name).rejects.toMatchObject({
      code: 'LETTER_DISPOSED',
    });
  await expectGone(office);
});
