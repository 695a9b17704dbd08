/** Makes letters over all forms that archivists meet, with their truth. People and offices are invented. */
import { emptyElements } from '../../../shared/model/elements.ts';
import { placeAddressees } from './generator/addressees.ts';
import { placeBody, placeOpening } from './generator/body.ts';
import type { Draft, Family } from './generator/draft.ts';
import { chooseOpenness, chooseResult, placeNumber } from './generator/head.ts';
import { makeMessage } from './generator/message.ts';
import { placeTail } from './generator/tail.ts';
import { makeCase, makeMatter, placeTitle } from './generator/title.ts';
import * as words from './generator/words.ts';
import type { KnownLetter } from './letter.ts';
import { Random } from '../random.ts';

/** One letter. The same seed makes the same letter. */
export function makeLetter(seed: number): KnownLetter {
  const random = new Random(seed);
  const draft: Draft = { random, truth: emptyElements(), forms: {}, head: [], body: [], tail: [] };
  const family = random.pick([
    'case',
    'case',
    'case',
    'case',
    'case',
    'case',
    'co-opinion',
    'message',
    'foi',
    'petition',
  ] as const);
  draft.forms['family'] = family;
  if (family === 'message') makeMessage(draft);
  else makeOfficial(draft, family);
  return { paragraphs: [...draft.head, ...draft.body, ...draft.tail], truth: draft.truth, forms: draft.forms };
}

function makeOfficial(draft: Draft, family: Family): void {
  const { random, truth, forms } = draft;
  const place = random.pick(words.PLACES);
  const unit = random.pick(words.OFFICES);
  const office = `${place}${unit}`;
  const year = random.int(2012, 2025);
  const date = { year, month: random.int(1, 12), day: random.int(1, 28) };

  const withLetterhead = random.chance(0.7);
  if (withLetterhead) {
    truth.letterhead = office;
    draft.head.push({ role: 'letterhead', text: random.chance(0.3) ? `${office}文件` : office });
  }
  const result = family === 'case' && random.chance(0.75) ? chooseResult(draft) : null;
  const openness = random.chance(0.7) ? chooseOpenness(draft) : null;
  if (result?.place === 'head') draft.head.push({ role: 'mark', text: result.text });
  if (openness?.place === 'head') draft.head.push({ role: 'mark', text: openness.text });
  const numberInTitle = placeNumber(draft, place, unit, year, result, family);
  const matter = makeMatter(random);
  const kase = family === 'case' || family === 'co-opinion' ? makeCase(draft, place, family) : null;
  placeTitle(draft, family, office, matter, kase, numberInTitle, result);
  placeAddressees(draft, family, kase);
  placeOpening(draft, family, matter, kase);
  placeBody(draft);
  draft.body.push({ role: 'body', text: random.pick(words.THANKS) });
  placeTail(draft, { office, place, date, openness, result });
  forms['layout'] = withLetterhead ? 'letterhead' : 'no letterhead';
}
