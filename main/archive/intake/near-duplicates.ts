/**
 * Letters that may be the same one: the same file, the same words, almost the same words (scanned again, draft and final),
 * or the same number of the same office. They are proposed with the reason and what differs; nothing is ever merged or left
 * out by that.
 */
import type { NearDuplicate } from '../../../shared/model/intake.ts';
import { withNames } from '../storage/letter-names.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Elements, Warning } from '../../../shared/model/elements.ts';
import { refreshKeys, sharingLetters } from '../letters/near-keys.ts';
import { readVersion } from '../letters/versions.ts';
import { NEAR_DUPLICATE, attachedTo, nearKey, piecesOf, PIECES, similarity, textKey } from '../reading/text-key.ts';
import { readText } from '../storage/content.ts';
import type { ReadableDb } from '../storage/types.ts';
import { partsDiffer, partsOfLetter } from './parts-inside.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { toldDifferences } from './told-differences.ts';

/**
 * Of the PIECES that are looked up a near duplicate must share so many: at a likeness of 0.6 one in 20, at 0.8 one in 800 shares
 * fewer. Letters of one office share set phrases, and would otherwise all be compared.
 */
const LEAST_SHARED = 3;
const MOST_NEAR = 20;
/** So many letters are held against the one in hand, those that share the most pieces first. */
const MOST_COMPARED = 12;
/** Of so many letters, the likeliest, it is told what differs. */
const MOST_COMPARED_WHOLE = 3;

interface Known {
  id: string;
  title: string | null;
  doc_number: string | null;
  issuer: string | null;
}

/** One that may be the same, its name not looked up yet; `differences` are words of both, which stand at the end of `reason`. */
export type Near = Omit<NearDuplicate, 'name'> & { differences?: string };

/** A letter that others are held against. */
export interface InHand {
  text: string;
  elements: Pick<Elements, 'doc_number' | 'issuer'>;
  /** SHA-256 of what is attached to it, the original left out. */
  attached: readonly string[];
  /** What lies inside its file (partsInside), asked for where another letter has the same text. */
  inside?: () => readonly string[] | undefined;
  /** `nearKey` of its text, where that is known already. */
  key?: Uint8Array;
  /** Itself, where it is filed already. */
  id?: string;
}

/** Letters of the archive that are of this text or almost, or bear its number, likeliest first. */
export function findNear(db: ReadableDb, letter: InHand): Near[] {
  const { text, elements, id: except } = letter;
  const key = letter.key ?? nearKey(text);
  const found = new Map<string, Near>();
  for (const [at, row] of sameTexts(db, letter).entries()) {
    const told = at < MOST_COMPARED_WHOLE ? partsDiffer(letter.inside?.(), partsOfLetter(db, row.id)) : undefined;
    const reason = told === undefined ? SAME_TEXT : SAME_WORDS + told;
    found.set(row.id, { ...row, kind: 'text', likeness: 1, reason });
  }
  const near = lettersLike(db, key).filter(({ id }) => id !== except && !found.has(id));
  for (const [at, row] of near.entries()) {
    const told = at < MOST_COMPARED_WHOLE ? compared(db, letter, row.id) : { same: false, words: '' };
    const reason = told.same ? told.words : nearReason(row.alike, elements, row) + told.words;
    const differences = told.same ? '' : told.words;
    found.set(row.id, { id: row.id, title: row.title, kind: 'near', likeness: row.alike, reason, differences });
  }
  if (elements.doc_number !== null) {
    const rows = db.all<Known>('SELECT id, title, doc_number, issuer FROM letter WHERE doc_number = ? LIMIT 50', [
      elements.doc_number,
    ]);
    for (const row of rows) {
      if (row.id === except || found.has(row.id) || !sameOffice(row.issuer, elements.issuer)) continue;
      const reason = `发文字号同为${elements.doc_number}，正文不同：可能是草稿与定稿、更正件或字号写错。`;
      found.set(row.id, { id: row.id, title: row.title, kind: 'number', likeness: 0, reason });
    }
  }
  return [...found.values()].sort((a, b) => b.likeness - a.likeness).slice(0, MOST_NEAR);
}

const SAME_TEXT = '正文和附件相同，原件不同：空白、标点、版式或图片可能有别。';
const SAME_WORDS = '正文和附件相同，';
const OTHER_ATTACHMENTS = '正文相同，附件不同。';

function sameTexts(db: ReadableDb, { text, attached, id = '' }: InHand): { id: string; title: string | null }[] {
  if (text.trim() === '') return [];
  const key = textKey(text, attached);
  // Mostly there is none: to put them in order is begun only where there are some.
  if (db.get('SELECT 1 AS n FROM letter WHERE text_key = ?', [key]) === undefined) return [];
  return db.all(`SELECT id, title FROM letter WHERE text_key = ? AND id <> ? ORDER BY number LIMIT ${MOST_NEAR}`, [
    key,
    id,
  ]);
}

/** What a letter of the archive has otherwise than the one in hand, in words. */
function compared(db: ReadableDb, { text, attached }: InHand, id: string): { same: boolean; words: string } {
  const { textSha256, attachments } = readVersion(db, id);
  const other = readText(db, textSha256);
  if (textKey(text) === textKey(other)) {
    const whole = textKey('', attached) === textKey('', attachedTo(attachments));
    return { same: true, words: whole ? SAME_TEXT : OTHER_ATTACHMENTS };
  }
  return { same: false, words: toldDifferences(other, text) };
}

/** Letters whose texts are near that of a key, likeliest first: of those that share at least three pieces with it (one where it has hardly any). */
function lettersLike(db: ReadableDb, key: Uint8Array): (Known & { alike: number })[] {
  const least = piecesOf(key).length < PIECES ? 1 : LEAST_SHARED;
  return sharingLetters(db, key, { least, most: MOST_COMPARED })
    .flatMap((number) => {
      const other = db.get<{ key: Uint8Array }>('SELECT key FROM near_key WHERE number = ?', [number])?.key;
      const alike = other === undefined ? 0 : similarity(key, other);
      if (alike < NEAR_DUPLICATE) return [];
      const row = db.get<Known>('SELECT id, title, doc_number, issuer FROM letter WHERE number = ?', [number]);
      return row === undefined ? [] : [{ ...row, alike }];
    })
    .sort((a, b) => b.alike - a.alike);
}

/** The likeliest near duplicate of a letter that is not filed yet, as a warning for the person at the desk. */
export function nearWarnings(db: ReadableDb, found: readonly Near[]): Warning[] {
  const [near] = withNames(db, found.slice(0, 1));
  if (near === undefined) return [];
  return [{ code: 'NEAR_DUPLICATE', message: `可能与库中“${near.name}”是同一函件：${near.reason}` }];
}

/** The same as it is filed with a letter: without words of the other, which may be disposed of while this one stays. */
export function keptNearWarnings(db: ReadableDb, found: readonly Near[]): Warning[] {
  const quiet = found.map(({ differences = '', ...near }) => ({
    ...near,
    reason: differences === '' ? near.reason : near.reason.slice(0, -differences.length),
  }));
  return nearWarnings(db, quiet);
}

/** A kept warning of an earlier program without the words of the other letter, which may be gone: what differs is told by its twins. */
export function unquoted(warning: Warning): Warning {
  if (warning.code !== 'NEAR_DUPLICATE') return warning;
  return { ...warning, message: warning.message.replace(/不同之处：.*$/su, '') };
}

/** 昆明市民政局 and 民政局 are one office as far as a number goes; where either is not known the number alone decides. */
export function sameOffice(a: string | null, b: string | null): boolean {
  return a === null || b === null || a.endsWith(b) || b.endsWith(a);
}

export function nearReason(
  alike: number,
  elements: Pick<Elements, 'doc_number'>,
  known: Pick<Elements, 'doc_number'>,
): string {
  const percent = Math.round(alike * 100);
  const share = percent === 100 ? '正文几乎全同' : `正文约有 ${percent}% 相同`;
  if (elements.doc_number !== null && elements.doc_number === known.doc_number)
    return `${share}，发文字号相同：可能是重复扫描，或草稿与定稿。`;
  if (elements.doc_number !== null && known.doc_number !== null)
    return `${share}，发文字号不同：可能是同一内容分别答复。`;
  return `${share}：可能是同一函件的另一份。`;
}

/**
 * All letters that a filed one may be the same as; those of the same file or words first.
 * @throws ArchiveError NOT_FOUND
 */
export function nearDuplicatesOf(db: ArchiveDb, id: string): NearDuplicate[] {
  refreshKeys(db);
  const letter = db.read.get<{
    file_sha256: string | null;
    text_sha256: string;
    doc_number: string | null;
    issuer: string | null;
  }>('SELECT file_sha256, text_sha256, doc_number, issuer FROM letter WHERE id = ?', [id]);
  if (letter === undefined) throw new ArchiveError('NOT_FOUND', id);
  const text = readText(db.read, letter.text_sha256);
  const attached = attachedTo(readVersion(db.read, id).attachments);
  const inside = (): readonly string[] | undefined => partsOfLetter(db.read, id);
  const same = db.read.all<{ id: string; title: string | null }>(
    `SELECT id, title FROM letter WHERE id <> ? AND file_sha256 = ? ORDER BY number LIMIT ${MOST_NEAR}`,
    [id, letter.file_sha256],
  );
  const exact = same.map((row): Near => ({ ...row, kind: 'file', likeness: 1, reason: '原文件完全相同。' }));
  const known = new Set(exact.map((one) => one.id));
  const near = findNear(db.read, { text, elements: letter, attached, inside, id }).filter((one) => !known.has(one.id));
  const shown = [...exact, ...near].map(({ differences: _differences, ...one }) => one);
  return withNames(db.read, shown);
}
