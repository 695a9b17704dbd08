/** Acts of disposals and what stays of letters: what the log says, no more and no less; and nothing of those letters that is still there. */
import { disposalRegisterSchema } from '../../../shared/model/disposal.ts';
import { VALUE_PROBLEM, readRecord } from '../../../shared/model/stored.ts';
import { beijingDay, compareDays } from '../../../shared/text/dates.ts';
import { CLOCK_SET_BACK } from './audit.ts';
import type { AuditedActs } from './audited-acts.ts';
import {
  disposalActDigest,
  knowsDisposals,
  readStubRecord,
  stubDigest,
  type DisposalActRow,
  type StubRow,
} from './disposed/records.ts';
import { isAgreed } from './disposed/evidence.ts';
import type { Check } from './verify-check.ts';

const BATCH = 500;

/** @throws ArchiveError CANCELLED */
export async function checkDisposals(check: Check, acts: AuditedActs): Promise<void> {
  // A copy of an older schema version has no such tables; where they are missing otherwise, the check of the schema tells.
  if (!knowsDisposals(check.db)) return;
  check.slicer.stage('核对鉴定和销毁', acts.disposalActs.size + acts.disposed.size);
  const agreed = await checkActs(check, acts);
  await checkStubs(check, acts, agreed);
  checkGone(check, acts);
}

/** @returns the disposals that were executed as all agreed who must */
async function checkActs({ db, report, note, slicer }: Check, { disposalActs }: AuditedActs): Promise<Set<string>> {
  const told = new Map(disposalActs);
  const ended = new Map<string, boolean>();
  const byDisposal = new Map<string, DisposalActRow[]>();
  const wrong = (id: string, seq: string, what: string): void =>
    report('disposal', id, `鉴定 ${id} 的第 ${seq} 号登记${what}`);
  for (let last = { id: '', seq: 0 }; ;) {
    const rows = db.all<DisposalActRow>(
      'SELECT * FROM archive.disposal_act WHERE (disposal_id, seq) > (?, ?) ORDER BY disposal_id, seq LIMIT ?',
      [last.id, last.seq, BATCH],
    );
    for (const row of rows) {
      const key = `${row.disposal_id} ${row.seq}`;
      const logged = told.get(key);
      told.delete(key);
      if (logged === undefined) wrong(row.disposal_id, String(row.seq), '不在审计日志中');
      else if (logged !== disposalActDigest(row)) wrong(row.disposal_id, String(row.seq), '被改动');
      byDisposal.set(row.disposal_id, [...(byDisposal.get(row.disposal_id) ?? []), row]);
      if (row.act === 'execute') ended.set(row.disposal_id, false);
      if (row.act === 'finish') ended.set(row.disposal_id, true);
      await slicer.step();
    }
    const end = rows.at(-1);
    if (end === undefined) break;
    last = { id: end.disposal_id, seq: end.seq };
  }
  for (const key of told.keys()) {
    const [id = '', seq = ''] = key.split(' ');
    wrong(id, seq, '在审计日志中有记录而库中没有');
  }
  const agreed = new Set<string>();
  for (const id of ended.keys()) {
    const acts = byDisposal.get(id) ?? [];
    if (isAgreed(acts, acts.find(({ act }) => act === 'execute')?.actor)) agreed.add(id);
    else report('disposal', id, `销毁 ${id} 缺少应有的鉴定、批准、监销各人，或登记前后不符`);
  }
  for (const [id, acts] of byDisposal) if (ended.has(id)) noteClock({ db, note }, id, acts);
  for (const [id, isEnded] of ended)
    if (!isEnded) note('disposal', id, `销毁 ${id} 尚未执行完毕，文件和副本中可能还有残留`);
  return agreed;
}

/** Letters that went before their retention had ended, by a clock that came back to a day before: only the log's own rows tell. */
function noteClock({ db, note }: Pick<Check, 'db' | 'note'>, id: string, acts: readonly DisposalActRow[]): void {
  const register = acts.find(({ act }) => act === 'execute');
  const seq = db.get<{ seq: number }>(
    "SELECT seq FROM archive.audit WHERE action = 'disposal.execute' AND subject = ?",
    [id],
  )?.seq;
  const items = disposalRegisterSchema.safeParse(readRecord(register?.detail ?? '{}')).data?.items ?? [];
  const ends = items
    .map(({ expired_on }) => expired_on)
    .toSorted(compareDays)
    .at(-1);
  if (seq === undefined || ends === undefined) return;
  const back = db
    .all<{ seq: number; at: string }>('SELECT seq, at FROM archive.audit WHERE action = ? AND seq > ? ORDER BY seq', [
      CLOCK_SET_BACK,
      seq,
    ])
    .find(({ at }) => compareDays(beijingDay(at), ends) <= 0);
  if (back !== undefined)
    note(
      'disposal',
      id,
      `销毁 ${id} 登记之后，时钟（审计日志第 ${back.seq} 条）退回到 ${beijingDay(back.at)}，所销毁的函件当时保管期限（${ends}）可能尚未届满，请核查`,
    );
}

async function checkStubs(
  { db, report, slicer }: Check,
  { disposed }: AuditedActs,
  agreed: ReadonlySet<string>,
): Promise<void> {
  const told = new Map(disposed);
  const wrong = (id: string, what: string): void => report('disposal', id, `已销毁函件 ${id} 的留存记录${what}`);
  for (let last = ''; ;) {
    const rows = db.all<StubRow>('SELECT * FROM archive.stub WHERE letter_id > ? ORDER BY letter_id LIMIT ?', [
      last,
      BATCH,
    ]);
    if (rows.length === 0) break;
    for (const row of rows) {
      const logged = told.get(row.letter_id);
      told.delete(row.letter_id);
      last = row.letter_id;
      if (logged === undefined) wrong(row.letter_id, '不在审计日志中');
      else if (logged.sha256 !== stubDigest(row)) wrong(row.letter_id, '被改动');
      else if (!agreed.has(row.disposal_id)) wrong(row.letter_id, '不属于任何已执行的销毁');
      else if (!isReadable(row)) report(VALUE_PROBLEM, row.letter_id, `已销毁函件 ${row.letter_id} 的留存记录读不出`);
      if (db.get('SELECT 1 AS n FROM archive.letter WHERE id = ?', [row.letter_id]) !== undefined)
        report('disposal', row.letter_id, `函件 ${row.letter_id} 已经销毁，却仍在库中`);
      await slicer.step();
    }
  }
  for (const id of told.keys()) wrong(id, '在审计日志中有记录而库中没有');
}

function isReadable(row: StubRow): boolean {
  try {
    readStubRecord(row);
    return true;
  } catch {
    return false;
  }
}

/** Triggers let go only what stands in this list: it has what the log says, and nothing of it came back. */
function checkGone({ db, report, note }: Check, { disposed }: AuditedActs): void {
  const left = new Map([...disposed].map(([id, { gone }]) => [id, new Set(gone)]));
  for (const { sha256, letter_id: id } of db.all<{ sha256: string; letter_id: string }>(
    'SELECT sha256, letter_id FROM archive.disposed_content',
  ))
    if (left.get(id)?.delete(sha256) !== true) report('disposal', id, `函件 ${id} 的销毁内容清单中多出 ${sha256}`);
  for (const [id, missing] of left)
    if (missing.size > 0) report('disposal', id, `函件 ${id} 的销毁内容清单中缺少 ${missing.size} 项`);
  // Earlier programs let such files in with a mail or a package. The archive is whole; people decide what becomes of them.
  for (const { letter, id, gone } of db.all<{ letter: string; id: string; gone: string }>(
    `SELECT attachment.letter_id AS letter, attachment.id AS id, disposed_content.letter_id AS gone
     FROM archive.disposed_content JOIN archive.attachment USING (sha256)`,
  ))
    note('disposal', letter, `函件 ${letter} 的附件 ${id} 与已销毁函件 ${gone} 的文件是同样的字节`);
}
