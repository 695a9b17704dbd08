/** Letters for the export's tests: the texts from which the samples are made, with what is known of each. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyElements, type Elements } from '../../../shared/model/elements.ts';
import type { Letter } from '../../../shared/model/letter.ts';

/** Any text whatever: all code points, lone surrogates too. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength }).map((codes) => String.fromCodePoint(...codes));
}

const ROOT = join(import.meta.dirname, '../../..');

export function letterOf(text: string, elements: Partial<Elements> = {}, more: Partial<Letter> = {}): Letter {
  return {
    id: 'letter-1',
    version: 1,
    versions: 1,
    ref_code: null,
    retention: 'D30',
    expires: '2054-12-31',
    filed_at: '2024-05-06T01:02:03.000Z',
    final: false,
    name: '答复',
    elements: { ...emptyElements(), ...elements },
    text,
    attachments: [],
    ...more,
  };
}

/** The sample letters, each once. */
export function sampleLetters(): Letter[] {
  const truths = readFileSync(join(ROOT, 'resources/samples/truth.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown> & { file: string })
    .filter(({ file }) => file !== '01 社区养老服务提案答复.pdf');
  return truths.map((truth) => {
    const names = Object.keys(emptyElements());
    const known = Object.fromEntries(Object.entries(truth).filter(([name]) => names.includes(name)));
    const text = readFileSync(join(ROOT, 'tools/sample-letters', `${truth.file.slice(0, 2)}.txt`), 'utf8');
    return letterOf(text, known, { id: truth.file.slice(0, 2) });
  });
}
