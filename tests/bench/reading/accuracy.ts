/**
 * Accuracy of reading over letters whose truth is known: by element, by form, and wrong values that claimed to be sure.
 *   node tests/bench/reading/accuracy.ts [letters] [first seed] [--wrong]     generated letters
 *   node tests/bench/reading/accuracy.ts --batch NAME [--wrong] [--traditional] [--unbroken]   a held-out batch, or all of them
 */
import { ELEMENT_NAMES, type ElementName } from '../../../shared/model/elements.ts';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { SURE } from '../../../shared/model/elements.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';
import { makeLetter } from './generator.ts';
import { BATCHES } from './heldout/index.ts';
import type { KnownLetter } from './letter.ts';
import { SETTINGS, typeset, type TextSetting } from './typeset.ts';
import { WRITTEN, writtenAs, type Written } from './variants.ts';

export interface Tally {
  right: number;
  all: number;
}
export interface WrongField {
  setting: TextSetting;
  seed: number;
  element: ElementName;
  want: unknown;
  got: unknown;
  confidence: number | null;
  forms: Record<string, string>;
}
export interface Accuracy {
  byElement: Record<TextSetting, Map<ElementName, Tally>>;
  byForm: Record<TextSetting, Map<string, Tally>>;
  total: Record<TextSetting, Tally>;
  /** Wrong values with confidence of 0.9 and more. */
  sureAndWrong: Record<TextSetting, number>;
  wrong: WrongField[];
}

const each = <T>(make: () => T): Record<TextSetting, T> => ({
  clean: make(),
  wrapped: make(),
  'wrapped spaced': make(),
  noisy: make(),
});

/** Reads `count` generated letters in every setting and compares every field with the truth. */
export function measure(count: number, firstSeed: number): Accuracy {
  const seeds = Array.from({ length: count }, (_, at) => firstSeed + at);
  return measureLetters(seeds.map((seed) => ({ letter: makeLetter(seed), seed })));
}

/** The letters of the held-out batches of this name, or of all. */
export function heldOut(name?: string, written: Written = 'simplified'): { letter: KnownLetter; seed: number }[] {
  return BATCHES.filter((batch) => name === undefined || batch.name === name).flatMap((batch) =>
    batch.letters.map((letter, at) => ({
      letter: writtenAs(letter, written),
      seed: Number(batch.name) * 1000 + at,
    })),
  );
}

/** Reads letters in every setting; the seed varies what a setting leaves open. */
export function measureLetters(
  letters: readonly { letter: KnownLetter; seed: number }[],
  settings: readonly TextSetting[] = SETTINGS,
): Accuracy {
  const accuracy: Accuracy = {
    byElement: each(() => new Map<ElementName, Tally>()),
    byForm: each(() => new Map<string, Tally>()),
    total: each(() => ({ right: 0, all: 0 })),
    sureAndWrong: each(() => 0),
    wrong: [],
  };
  for (const { letter, seed } of letters) {
    for (const setting of settings) {
      const layout = setting === 'clean' ? 'unknown' : seed % 2 === 0 ? 'wrapped' : 'unknown';
      const { elements, evidence } = recognise(cleanText({ text: typeset(letter, setting, seed), layout, pages: [] }), {
        today: '2026-12-31',
        // What comes off a scanner is known to.
        scanned: setting === 'noisy',
      });
      let right = true;
      for (const name of ELEMENT_NAMES) {
        const ok = JSON.stringify(elements[name]) === JSON.stringify(letter.truth[name]);
        add(accuracy.byElement[setting], name, ok);
        accuracy.total[setting].all += 1;
        if (ok) accuracy.total[setting].right += 1;
        else {
          right = false;
          const confidence = evidence[name]?.confidence ?? null;
          if (confidence !== null && confidence >= SURE) accuracy.sureAndWrong[setting] += 1;
          accuracy.wrong.push({
            setting,
            seed,
            element: name,
            want: letter.truth[name],
            got: elements[name],
            confidence,
            forms: letter.forms,
          });
        }
      }
      for (const [part, form] of Object.entries(letter.forms)) add(accuracy.byForm[setting], `${part}: ${form}`, right);
    }
  }
  return accuracy;
}

function add<K>(map: Map<K, Tally>, key: K, ok: boolean): void {
  const tally = map.get(key) ?? { right: 0, all: 0 };
  tally.all += 1;
  if (ok) tally.right += 1;
  map.set(key, tally);
}

const percent = (tally: Tally | undefined): string =>
  (tally && tally.all > 0 ? `${((100 * tally.right) / tally.all).toFixed(2)} %` : '–').padStart(9);

const cells = (of: (setting: TextSetting) => Tally | undefined): string =>
  SETTINGS.map((setting) => percent(of(setting)).padStart(16)).join('');
const heading = (title: string): string => title.padEnd(44) + SETTINGS.map((setting) => setting.padStart(16)).join('');

/** Share of letters right by element, then of all fields, as text. */
export function elementTable({ byElement, total, sureAndWrong }: Accuracy): string {
  return [
    heading('element (share of letters right)'),
    ...ELEMENT_NAMES.map((name) => name.padEnd(44) + cells((setting) => byElement[setting].get(name))),
    'all fields'.padEnd(44) + cells((setting) => total[setting]),
    'wrong though sure (≥ 0.9)'.padEnd(44) +
      cells((setting) => ({ right: sureAndWrong[setting], all: total[setting].all })),
  ].join('\n');
}

/** Share of letters with every field right, by form, as text. */
export function formTable({ byForm }: Accuracy): string {
  const forms = [...byForm.clean.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    heading('form (letters with every field right)'),
    ...forms.map(([form, { all }]) => `${form} (${all})`.padEnd(44) + cells((setting) => byForm[setting].get(form))),
  ].join('\n');
}

if (import.meta.main) {
  const batchAt = process.argv.indexOf('--batch');
  const [count = '1000', first = '1'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const started = performance.now();
  const name = process.argv[batchAt + 1];
  const turns = ['traditional', 'unbroken'].filter((one) => process.argv.includes(`--${one}`)).join(' ');
  const written = WRITTEN.find((one) => one === turns) ?? 'simplified';
  const batch = name === undefined || name.startsWith('--') || name === 'all' ? undefined : name;
  const accuracy = batchAt < 0 ? measure(Number(count), Number(first)) : measureLetters(heldOut(batch, written));
  console.log(`${elementTable(accuracy)}\n\n${formTable(accuracy)}`);
  console.log(`\nread in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (process.argv.includes('--wrong')) {
    for (const field of accuracy.wrong) {
      console.log(
        `${field.setting} #${field.seed} ${field.element} want ${JSON.stringify(field.want)} got ${JSON.stringify(field.got)} ${field.confidence ?? ''}`,
      );
    }
  }
}
