/**
 * Letters like a letter: the same subject first, then the same member, cited documents, and what both speak of; with the reasons in
 * words. Phrases are whole words, and such as stand in every letter are never a reason.
 */
import { foldText } from '../../../shared/text/fold.ts';
import type { ParsedQuery, TextAtom } from '../../../shared/text/query.ts';
import type { IndexedLetter } from './types.ts';

/** So many of the rarest phrases are looked for. */
const PHRASES = 32;
/** Characters that a phrase has. */
const [SHORTEST, LONGEST] = [3, 8] as const;
/** Of a long letter so many phrases are looked up. */
const MOST_LOOKED_UP = 1200;
/** Phrases that are named as a reason. */
const NAMED = 4;

const HAN_ONLY = /^\p{Script=Han}+$/u;
/** Words that join others and belong to no phrase. */
const BETWEEN = new Set(
  '的 地 得 了 着 和 与 及 或 在 对 对于 将 为 是 并 从 向 由 把 被 等 也 都 就 还 已 已经 我 我们 您 贵 其 该 此 这 这些 各 各类 以 以及 进行 开展 进一步 加强 加快 推进 推动 提高 提升 完善 落实 关于 通过 根据 按照 同时 目前'.split(
    ' ',
  ),
);
/** What stands in every reply of a session or an office. */
const BOILERPLATE =
  /[届次号函]|人大|政协|会议|委员|代表|提案|建议|答复|收悉|如下|感谢|关心|支持|联系|电话|办公室|人民政府|办理|工作|情况|问题|单位|部门|[市县区省]委|^[市县区省镇乡]|[一二三四五六七八九十]月|月[一二三四五六七八九十]|年|[局厅]|会同|有限公司|[市县区省]$|^[一二三四五六七八九十百千万〇○零两]+$/u;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Runs of words without a joining word, a digit or a sign between them. */
function* runsOf(text: string): Generator<string[]> {
  let run: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    if (HAN_ONLY.test(segment) && !BETWEEN.has(segment)) run.push(segment);
    else {
      if (run.length > 0) yield run;
      run = [];
    }
  }
  if (run.length > 0) yield run;
}

/** Whole words side by side that may say what a text is about. */
function* phrasesIn(text: string): Generator<string> {
  for (const run of runsOf(text)) {
    for (let from = 0; from < run.length; from += 1) {
      let phrase = '';
      for (let at = from; at < run.length && phrase.length < LONGEST; at += 1) {
        phrase += run[at] ?? '';
        if (phrase.length >= SHORTEST && phrase.length <= LONGEST && !BOILERPLATE.test(phrase)) yield phrase;
      }
    }
  }
}

/** What a matter is about, without the words around it: 关于加快推进社区养老服务的建议 is about 社区养老服务. */
function subjectOf({ elements }: Pick<IndexedLetter, 'elements'>): string {
  const matter = foldText(elements.case_title ?? '');
  return matter.replace(/^关于/u, '').replace(/的?(?:建议|提案|议案|意见)$/u, '');
}

/** Phrases of a letter that may tell what it is about, without repeats; those of its subject first. */
export function phrasesOf(letter: IndexedLetter): string[] {
  const found = new Set<string>();
  for (const source of [subjectOf(letter), foldText(letter.elements.title ?? ''), foldText(letter.text)]) {
    for (const phrase of phrasesIn(source)) {
      if (found.size >= MOST_LOOKED_UP) return [...found];
      found.add(phrase);
    }
  }
  return [...found];
}

/**
 * The rarest phrases that other letters can have too.
 * @param counts about how often each phrase stands in the archive, at most
 */
export function rarest(phrases: readonly string[], counts: readonly number[], letters: number): string[] {
  // In a small archive two letters may well be all that there is of a matter; in a large one a twentieth is boilerplate.
  const most = Math.max(3, letters < 60 ? letters / 3 : Math.min(letters / 8, 20 + letters * 0.02));
  return phrases
    .map((phrase, i) => ({ phrase, count: counts[i] ?? 0 }))
    .filter(({ count }) => count > 1 && count <= most)
    .sort((a, b) => a.count - b.count || b.phrase.length - a.phrase.length)
    .slice(0, PHRASES)
    .map(({ phrase }) => phrase);
}

/** Any of the phrases, of the subject's words, members or cited documents. */
export function similarQuery(letter: IndexedLetter, phrases: readonly string[]): ParsedQuery | undefined {
  const { elements } = letter;
  const atom = (scope: TextAtom['scope'], raw: string): TextAtom => ({ kind: 'text', scope, term: foldText(raw), raw });
  const subject = [...new Set(phrasesIn(subjectOf(letter)))].slice(0, PHRASES);
  const any = [
    ...subject.map((phrase) => atom('all', phrase)),
    ...phrases.map((phrase) => atom('all', phrase)),
    ...elements.addressees.map((name) => atom('addressee', name)),
    ...elements.cited_documents.map((number) => atom('all', number)),
  ].filter(({ term }) => term !== '');
  return any.length === 0 ? undefined : { clauses: [{ negated: false, any, source: '' }], joined: [], explained: '' };
}

/** The longest words that two subjects have in common; '' where they have none. */
function commonSubject(letter: IndexedLetter, other: IndexedLetter): string {
  const theirs = subjectOf(other);
  let longest = '';
  for (const phrase of phrasesIn(subjectOf(letter)))
    if (phrase.length > longest.length && theirs.includes(phrase)) longest = phrase;
  return longest;
}

/** Phrases that both letters have; one that lies inside another is not named apart. */
function sharedPhrases(other: string, phrases: readonly string[], named: string): string[] {
  const shared: string[] = [];
  const held = phrases.filter((phrase) => other.includes(phrase) && !named.includes(phrase));
  for (const phrase of held.sort((a, b) => b.length - a.length))
    if (!shared.some((longer) => longer.includes(phrase) || overlaps(longer, phrase))) shared.push(phrase);
  return shared.slice(0, NAMED);
}

/** Whether one begins with what the other ends with: neighbours in the same words. */
function overlaps(one: string, other: string): boolean {
  for (let length = 2; length < Math.min(one.length, other.length); length += 1)
    if (one.endsWith(other.slice(0, length)) || other.endsWith(one.slice(0, length))) return true;
  return false;
}

export interface Likeness {
  /** In Chinese, strongest first; [] where nothing holds. */
  reasons: string[];
  /** Larger is more alike: the subject weighs most, then the member, then documents, then what both speak of. */
  weight: number;
}

/** Why two letters are alike, and how much. */
export function likenessOf(letter: IndexedLetter, other: IndexedLetter, phrases: readonly string[]): Likeness {
  const both = (mine: readonly string[], theirs: readonly string[]): string[] =>
    mine.filter((value) => theirs.includes(value));
  const reasons: string[] = [];
  let weight = 0;
  const [mine, theirs] = [subjectOf(letter), subjectOf(other)];
  const subject = mine !== '' && mine === theirs ? mine : commonSubject(letter, other);
  if (subject !== '') {
    reasons.push(`同一案由：${subject}`);
    weight += 10 + subject.length;
  }
  const members = both(letter.elements.addressees, other.elements.addressees);
  if (members.length > 0) {
    reasons.push(`同一委员（代表）：${members.join('、')}`);
    weight += 6;
  }
  const cited = both(letter.elements.cited_documents, other.elements.cited_documents);
  if (cited.length > 0) {
    reasons.push(`引用同一文件：${cited.join('、')}`);
    weight += 3;
  }
  const body = foldText([other.elements.case_title ?? '', other.elements.title ?? '', other.text].join(' '));
  const shared = sharedPhrases(body, phrases, [subject, ...cited.map(foldText)].join(' '));
  if (shared.length > 0) {
    reasons.push(`都提到：${shared.join('、')}`);
    weight += shared.length;
  }
  const { issuer } = letter.elements;
  if (issuer !== null && issuer === other.elements.issuer && reasons.length > 0) {
    reasons.push(`同一单位：${issuer}`);
    weight += 0.5;
  }
  return { reasons, weight };
}
