/** Files that are not there yet are left out and named wherever they come from: a zip, a mail, or named singly. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openEngine, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';
import { commandJson } from '../../support/command.ts';
import { zip } from '../../unit/readers/make.ts';

const HALF = ['乙.txt.crdownload', '丙.docx.part', '丁.tmp', '~$甲.docx', '戊.pdf.download'];

function put(name: string, content: string | Uint8Array): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, content);
  return file;
}

test('in a zip each is named, and the others are filed', async () => {
  const engine = await openEngine();
  const entries = Object.fromEntries(HALF.map((name) => [name, PLAIN_LETTER]));
  const file = put('来件.zip', zip({ '甲.txt': WRAPPED_LETTER, ...entries, '空.pdf': new Uint8Array(2048) }));
  const result = await engine.call('letters.import', { paths: [file] });
  expect(result).toMatchObject({ filed: 1, refused: HALF.length + 1 });
  const refused = result.items.filter(({ status }) => status === 'refused');
  expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: HALF.length + 1 }, () => 'FILE_UNFINISHED'));
  expect(refused.map((item) => path.basename(item.file)).sort()).toEqual([...HALF, '空.pdf'].sort());
});

const part = (name: string, content: Uint8Array): string =>
  `--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${Buffer.from(content).toString('base64')}\r\n`;
const MAIL =
  `From: a@example.invalid\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n` +
  `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${WRAPPED_LETTER}\r\n` +
  part('half.docx.part', Buffer.from('PK')) +
  part('empty.pdf', new Uint8Array(2048)) +
  part('whole.txt', Buffer.from(PLAIN_LETTER)) +
  '--b--\r\n';

test('in a mail they are not attached, the letter is filed, tells it and waits for a person', async () => {
  const engine = await openEngine();
  const { items } = await engine.call('letters.import', { paths: [put('来信.eml', MAIL)] });
  expect(items).toMatchObject([{ status: 'filed', review: true }]);
  const id = items[0]?.id ?? '';
  const { attachments } = await engine.call('letters.show', { id });
  expect(attachments.map(({ name }) => name)).toEqual(['来信.eml', 'whole.txt']);
  const told = (await engine.call('review.show', { id })).warnings.filter(({ code }) => code === 'PART_UNFINISHED');
  expect(told.map(({ message }) => /“(.+?)”/.exec(message)?.[1])).toEqual(['half.docx.part', 'empty.pdf']);
});

test('one that is named singly is refused: by the import, at the desk and as an attachment', async () => {
  const engine = await openEngine();
  const file = put('乙.txt.crdownload', PLAIN_LETTER);
  const unfinished = expect.objectContaining({ code: 'FILE_UNFINISHED' }) as unknown;
  await expect(engine.call('desk.read', { source: { path: file } })).rejects.toThrow(unfinished);
  const archive = path.join(temporaryFolder(), '档案');
  const letter = put('甲.txt', WRAPPED_LETTER);
  const [exit, answer] = await commandJson('import', file, letter, '--archive', archive);
  expect([exit, answer]).toMatchObject([1, { filed: 1, items: [{ code: 'FILE_UNFINISHED' }, { status: 'filed' }] }]);
  const { id } = (answer as { items: { id: string }[] }).items[1] ?? { id: '' };
  const attach = await commandJson('attach', id, file, '--reason', '补', '--archive', archive);
  expect(attach).toMatchObject([1, { error: { code: 'FILE_UNFINISHED' } }]);
});
