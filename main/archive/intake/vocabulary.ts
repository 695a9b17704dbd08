/**
 * What the archive learns from its office: words that a person put right in the review here; what others corrected, and came with a
 * package, teaches nothing. Nothing is stored for it: the corrections are
 * versions of letters, which the log vouches for; only what is to be forgotten is a setting.
 */
import { createHash } from 'node:crypto';
import type { Elements } from '../../../shared/model/elements.ts';
import { NAMELESS } from '../../../shared/model/letter-name.ts';
import { DEFAULT_SETTINGS } from '../../../shared/model/settings.ts';
import { knownElements, readRecord } from '../../../shared/model/stored.ts';
import { WORD_KINDS, type LearnedWord, type LocalVocabulary, type WordKind } from '../../../shared/model/vocabulary.ts';
import { looksLikeOffice } from '../../../shared/text/anatomy/offices.ts';
import { isPlainName } from '../../../shared/text/anatomy/person-names.ts';
import { simplifiedKey } from '../../../shared/text/simplified.ts';
import { CORRECTED } from '../letters/change.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { letterNames } from '../storage/letter-names.ts';
import type { ReadableDb } from '../storage/types.ts';
import { changeSettings, readSettings } from '../trust/settings.ts';

interface CorrectionRow {
  letter_id: string;
  title: string | null;
  version: number;
  at: string;
  actor: string;
  before: string;
  after: string;
}

type Word = Pick<LearnedWord, 'kind' | 'word'>;
type Learned = Omit<LearnedWord, 'name'>;

/** Under which a word is forgotten: the same in either script. */
function wordKey({ kind, word }: Word): string {
  return createHash('sha256')
    .update(`${kind}\n${simplifiedKey(word)}`)
    .digest('hex')
    .slice(0, 32);
}

/** The words as people are shown them: each with what the letter is called by from which it was learned. */
export function shownWords(db: ReadableDb): LearnedWord[] {
  const words = learnedWords(db);
  const names = letterNames(db, [...new Set(words.map(({ letter }) => letter))]);
  return words.map((word) => ({ ...word, name: names.get(word.letter) ?? NAMELESS }));
}

/** All words that are used, the newest first, each with the correction that first taught it. */
export function learnedWords(db: ReadableDb): Learned[] {
  const forgotten = new Set(readSettings(db).reading.forgotten);
  const words = new Map<string, Learned>();
  // The literal is that of the partial index, which makes this a look at the corrections alone.
  const rows = db.all<CorrectionRow>(
    `SELECT v.letter_id, l.title, v.version, v.at, v.actor, b.elements AS before, v.elements AS after
     FROM version v JOIN version b ON b.letter_id = v.letter_id AND b.version = v.version - 1
     JOIN letter l ON l.id = v.letter_id WHERE v.reason = '${CORRECTED}'
     AND NOT EXISTS (SELECT 1 FROM version_origin o WHERE o.letter_id = v.letter_id AND o.version = v.version)
     ORDER BY v.at`,
  );
  for (const { letter_id: letter, title, version, at, actor, before, after } of rows) {
    for (const taught of wordsOf(knownElements(readRecord(before)), knownElements(readRecord(after)))) {
      const key = wordKey(taught);
      if (!forgotten.has(key) && !words.has(key)) words.set(key, { ...taught, letter, title, version, at, actor });
    }
  }
  return [...words.values()].reverse();
}

/** What recognition is told of the office. */
export function localVocabulary(db: ReadableDb): LocalVocabulary {
  const words = learnedWords(db);
  const ofKind = (kind: WordKind): ReadonlySet<string> =>
    new Set(words.filter((one) => one.kind === kind).map(({ word }) => simplifiedKey(word)));
  const kinds = Object.fromEntries(WORD_KINDS.map((kind) => [kind, ofKind(kind)])) as LocalVocabulary['words'];
  return { words: kinds, schemes: readSettings(db).reading.schemes };
}

/**
 * A word is not used any more.
 * @throws ArchiveError NOTHING_CHANGED where it was forgotten before
 */
export function forgetWord(db: ArchiveDb, actor: string, word: Word): void {
  const { reading } = readSettings(db.read);
  const forgotten = [...new Set([...reading.forgotten, wordKey(word)])];
  changeSettings(db, actor, { reading: { ...DEFAULT_SETTINGS.reading, ...reading, forgotten } });
}

/** The words that one correction teaches. */
function wordsOf(before: Elements, after: Elements): Word[] {
  const words: Word[] = [];
  const add = (kind: WordKind, word: string | null): void => {
    if (word !== null && word.length >= 2 && word.length <= 60) words.push({ kind, word });
  };
  for (const name of ['issuer', 'letterhead', 'printed_by', 'draft_unit'] as const)
    if (after[name] !== before[name]) add('office', after[name]);
  for (const name of ['signers', 'cc'] as const)
    for (const office of after[name].filter((one) => !before[name].includes(one))) add('office', office);
  for (const name of after.addressees.filter((one) => !before.addressees.includes(one))) {
    const key = simplifiedKey(name);
    add(looksLikeOffice(key) || !isPlainName(key) ? 'office' : 'member', name);
  }
  // 医政科曾经 was put right to 曾经: what stood before the name is a section.
  const { contact } = after;
  if (contact !== null && before.contact !== null && before.contact !== contact && before.contact.endsWith(contact))
    add('section', before.contact.slice(0, -contact.length).trim());
  const numbers = [after.doc_number, ...after.cited_documents];
  const known = new Set([before.doc_number, ...before.cited_documents]);
  for (const number of numbers)
    if (number !== null && !known.has(number)) add('code', /^(.{2,16})〔/.exec(number)?.[1] ?? null);
  return words;
}
