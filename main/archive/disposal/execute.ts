/** The execution in the archive's own tables: the register, what stays of each letter, and everything else gone, in one transaction. */
import { ArchiveError } from '../../../shared/errors.ts';
import {
  SUPERVISORS,
  type DisposalRegister,
  type RegisterItem,
  type StubRecord,
} from '../../../shared/model/disposal.ts';
import type { Retention } from '../../../shared/model/settings.ts';
import { expiryDate } from '../letters/ref-code.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import type { ReadableDb } from '../storage/types.ts';
import { appendAudit } from '../trust/audit.ts';
import { canonicalJson } from '../trust/canonical.ts';
import { areLogged, isAgreed } from '../trust/disposed/evidence.ts';
import { noteGone, purgeLetters, putStub, shareOut } from '../trust/disposed/purge.ts';
import { stubDigest, type StubRow } from '../trust/disposed/records.ts';
import { addDisposalAct, disposalActs } from './acts.ts';
import { requireSoundClock } from '../trust/accounts/own-hand.ts';
import { readDisposal } from './read.ts';
import { isAmong, type Disposal } from './state.ts';
import { requireAccounts, requireUnchanged } from './steps.ts';

type LetterRow = Omit<StubRow, 'letter_id' | 'disposal_id' | 'disposed_at' | 'record'> & {
  id: string;
  retention: Retention;
};

const LETTER = `SELECT id, number, ref_code, archive_year, retention, item_no, filed_at, title, doc_number, issuer, issued_on,
  reply_kind, file_sha256 FROM letter WHERE id = ?`;

interface Going {
  letter: LetterRow;
  record: StubRecord;
}

const notesOf = ({ opinions }: Disposal, letter: string): string[] =>
  opinions.flatMap((given) =>
    given.opinions.filter((one) => one.letter === letter && one.note !== '').map(({ note }) => `${given.by}：${note}`),
  );

function goingOf(db: ReadableDb, disposal: Disposal): Going[] {
  const ids = disposal.outcomes.filter(({ outcome }) => outcome === 'destroy').map(({ letter }) => letter);
  const shares = shareOut(db, ids);
  return ids.map((id) => {
    const letter = db.get<LetterRow>(LETTER, [id]);
    if (letter === undefined) throw new ArchiveError('NOT_FOUND', id);
    return {
      letter,
      record: {
        versions: db.all('SELECT version, at, actor, sha256 FROM version WHERE letter_id = ? ORDER BY version', [id]),
        files: db.all('SELECT name, size, sha256 FROM attachment WHERE letter_id = ? ORDER BY id', [id]),
        ...(shares.get(id) ?? { gone: [], kept: [] }),
        notes: notesOf(disposal, id),
      },
    };
  });
}

function registerItem({ letter, record }: Going): RegisterItem {
  const { id, archive_year: year, retention } = letter;
  const { ref_code, title, doc_number, issuer, issued_on } = letter;
  return {
    letter: id,
    ref_code,
    title,
    doc_number,
    issuer,
    issued_on,
    year,
    retention,
    expired_on: expiryDate(year, retention) ?? '',
    files: record.files.length,
    bytes: record.files.reduce((sum, { size }) => sum + size, 0),
    notes: record.notes,
    kept: record.kept,
  };
}

/** @throws ArchiveError DISPOSAL_UNSIGNED, DISPOSAL_SAME_PERSON, DISPOSAL_CLOSED */
function requireReady({ state, signed, decided }: Disposal, actor: string): void {
  if (['opinions', 'approval', 'signing'].includes(state) || signed.length < SUPERVISORS)
    throw new ArchiveError(
      ['rejected', 'closed', 'cancelled'].includes(state) ? 'DISPOSAL_CLOSED' : 'DISPOSAL_UNSIGNED',
    );
  if (state !== 'ready') throw new ArchiveError('DISPOSAL_CLOSED');
  if (isAmong([...signed, ...(decided === null ? [] : [decided])], actor))
    throw new ArchiveError('DISPOSAL_SAME_PERSON');
}

/** @throws ArchiveError ARCHIVE_DAMAGED where an act is not in the log, or not all agreed who must: somebody wrote into the file */
function requireEvidence(db: ReadableDb, id: string, actor: string): void {
  const acts = disposalActs(db, id);
  if (!areLogged(db, acts) || !isAgreed(acts, actor))
    throw new ArchiveError('ARCHIVE_DAMAGED', `鉴定 ${id} 的登记与审计日志不符，未销毁任何函件`);
}

/**
 * Takes the letters out of the archive's tables. What remains of their bytes in its file, its index and in copies goes after it.
 * @throws ArchiveError DISPOSAL_NO_ACCOUNTS, NOT_FOUND, DISPOSAL_UNSIGNED, DISPOSAL_CLOSED, DISPOSAL_SAME_PERSON, VERSION_CONFLICT and as
 *   refuseBlocked()
 */
export function executeInTables(db: ArchiveDb, id: string, actor: string): void {
  db.transaction((tx) => {
    requireAccounts(tx, actor);
    const disposal = readDisposal(tx, id);
    requireReady(disposal, actor);
    requireSoundClock(tx);
    requireEvidence(tx, id, actor);
    requireUnchanged(tx, disposal);
    const going = goingOf(tx, disposal);
    const at = new Date().toISOString();
    const register: DisposalRegister = {
      reason: disposal.reason,
      items: going.map(registerItem),
      opened_by: disposal.opened.by,
      appraisers: disposal.opinions.map(({ by }) => by),
      approved_by: disposal.decided?.by ?? '',
      supervisors: disposal.signed.map(({ by }) => by),
      executed_by: actor,
    };
    addDisposalAct(tx, {
      id,
      act: 'execute',
      actor,
      detail: register,
      told: { letters: going.map(({ letter }) => letter.id) },
    });
    const stubs = going.map(({ letter: { id: letter_id, ...row }, record }): StubRow => ({
      letter_id,
      disposal_id: id,
      ...row,
      disposed_at: at,
      record: canonicalJson(record),
    }));
    for (const [n, stub] of stubs.entries()) {
      putStub(tx, stub);
      noteGone(tx, stub.letter_id, going[n]?.record.gone ?? []);
    }
    purgeLetters(tx, new Map(going.map(({ letter, record }) => [letter.id, record.gone])));
    for (const [n, stub] of stubs.entries())
      appendAudit(tx, {
        actor,
        action: 'letter.dispose',
        subject: stub.letter_id,
        detail: { disposal: id, stub_sha256: stubDigest(stub), carried: false, gone: going[n]?.record.gone ?? [] },
      });
  });
}
