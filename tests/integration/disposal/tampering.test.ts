/** Who makes a letter look disposed of, or undoes what was, is found: a stub counts with its row of the log alone. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import type { WritableDb } from '../../../main/archive/storage/types.ts';
import { noteGone, purgeLetters, putStub, shareOut } from '../../../main/archive/trust/disposed/purge.ts';
import { carryDisposals, putDisposalAct, readDisposals } from '../../../main/archive/trust/disposed/carry.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { actsOf } from '../../support/disposal-acts.ts';
import { openEngine, fileText, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../../support/letters.ts';

async function problemsAfter(act: (tx: WritableDb, id: string) => void): Promise<string[]> {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const id = await fileText(engine, PLAIN_LETTER);
  await fileText(engine, WRAPPED_LETTER, '另一件.txt');
  await engine.close();
  const db = await openArchiveDb(folder);
  try {
    expect((await verifyArchive(db)).problems).toEqual([]);
    db.transaction((tx) => act(tx, id));
    return (await verifyArchive(db)).problems.map(({ message }) => message);
  } finally {
    db.close();
  }
}

const stubOf = (letter_id: string) => ({
  ...{ letter_id, disposal_id: 'x', number: 1, ref_code: null, archive_year: 2012, retention: 'D10', item_no: 1 },
  ...{ filed_at: '', title: null, doc_number: null, issuer: null, issued_on: null, reply_kind: null },
  ...{ file_sha256: null, disposed_at: '', record: '{"files":[],"gone":[],"kept":[],"notes":[],"versions":[]}' },
});

test('a letter that goes by the program own functions, without its row of the log, is missed, and its stub is found', async () => {
  const problems = await problemsAfter((tx, id) => {
    const gone = shareOut(tx, [id]).get(id)?.gone ?? [];
    putStub(tx, stubOf(id));
    noteGone(tx, id, gone);
    purgeLetters(tx, new Map([[id, gone]]));
  });
  expect(problems.filter((one) => one.includes('留存记录不在审计日志中'))).toHaveLength(1);
  expect(problems.filter((one) => one.includes('库中没有'))).toHaveLength(1);
});

test('a stub beside its letter is found', async () => {
  const problems = await problemsAfter((tx, id) => putStub(tx, stubOf(id)));
  expect(problems.some((one) => one.includes('已经销毁，却仍在库中'))).toBe(true);
});

test('content that is taken out under cover of a stub is found', async () => {
  const problems = await problemsAfter((tx, id) => {
    putStub(tx, stubOf('other'));
    const text =
      tx.get<{ sha256: string }>('SELECT text_sha256 AS sha256 FROM letter WHERE id = ?', [id])?.sha256 ?? '';
    noteGone(tx, 'other', [text]);
    tx.run('DELETE FROM packed_content WHERE place = (SELECT place FROM content WHERE sha256 = ?)', [text]);
    tx.run('DELETE FROM text_chunk WHERE sha256 = ?', [text]);
    tx.run('DELETE FROM byte_chunk WHERE sha256 = ?', [text]);
  });
  expect(problems.some((one) => one.includes('正文'))).toBe(true);
  expect(problems.some((one) => one.includes('销毁内容清单中多出'))).toBe(true);
});

const executedBy = (people: Parameters<typeof actsOf>[1]): Promise<string[]> =>
  problemsAfter((tx) => void carryDisposals(tx, { acts: actsOf('x', people), stubs: [] }, '王档案'));
const [OPEN, ...OPINIONS] = [
  ['open', '王档案'],
  ['opine', '王档案'],
  ['opine', '钱业务'],
  ['opine', '冯审计'],
] as const;
const END = [
  ['execute', '王档案'],
  ['finish', '王档案'],
] as const;

test.each([
  [
    'one who gave an opinion approves',
    [OPEN, ...OPINIONS, ['approve', '钱业务'], ['sign', '何监销'], ['sign', '吕监销'], ...END],
  ],
  ['one signs twice', [OPEN, ...OPINIONS, ['approve', '郑主任'], ['sign', '何监销'], ['sign', '何监销'], ...END]],
  ['a signature is missing', [OPEN, ...OPINIONS, ['approve', '郑主任'], ['sign', '何监销'], ...END]],
  [
    'an opinion is missing',
    [OPEN, ...OPINIONS.slice(1), ['approve', '郑主任'], ['sign', '何监销'], ['sign', '吕监销'], ...END],
  ],
  [
    'who approved executes',
    [
      OPEN,
      ...OPINIONS,
      ['approve', '郑主任'],
      ['sign', '何监销'],
      ['sign', '吕监销'],
      ['execute', '郑主任'],
      ['finish', '郑主任'],
    ],
  ],
] satisfies [string, Parameters<typeof actsOf>[1]][])(
  'a disposal is found where %s, although the log has its rows',
  async (_, people) => {
    expect((await executedBy(people)).some((one) => one.includes('缺少应有的鉴定、批准、监销各人'))).toBe(true);
  },
);

test('one in which all took part who must is in order', async () => {
  expect(await executedBy(undefined)).toEqual([]);
});

test('what the file has and the log has not is neither carried to another archive nor to a copy', async () => {
  const folder = join(temporaryFolder(), 'archive');
  const engine = await openEngine(folder);
  const id = await fileText(engine, PLAIN_LETTER);
  await engine.close();
  const db = await openArchiveDb(folder);
  db.transaction((tx) => {
    for (const act of actsOf('x')) putDisposalAct(tx, act);
    putStub(tx, stubOf(id));
  });
  expect(readDisposals(db.read)).toEqual({ acts: [], stubs: [] });
  // Acts in the log do not make a stub believed that is not there, nor a stub acts.
  db.transaction((tx) => void carryDisposals(tx, { acts: actsOf('y'), stubs: [] }, '王档案'));
  expect(readDisposals(db.read).stubs).toEqual([]);
  expect(readDisposals(db.read).acts.map(({ disposal_id }) => disposal_id)).not.toContain('x');
  db.close();
});
