/** How sure a value is: fitted on first readings; empty elements are doubted where words speak of them; letters wait by risk. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { isDoubtful } from '../../../main/archive/reading/doubt.ts';
import { recognise, type Recognition } from '../../../main/archive/reading/recognise.ts';
import { MOST_RISK, fittedConfidence } from '../../../main/archive/reading/recognition/calibration.ts';
import { FITTED as FITTED_TABLE } from '../../../main/archive/reading/recognition/fitted.ts';
import { ELEMENT_NAMES } from '../../../shared/model/elements.ts';
import { record } from '../../bench/reading/record.ts';
import { curve, firstReadings, fit, fittedSource, riskAt } from '../../bench/reading/calibrate.ts';

const FITTED = path.resolve(import.meta.dirname, '../../../main/archive/reading/recognition/fitted.ts');

function read(tail: string, opening = '您提出的《关于养老的提案》收悉，现答复如下：已办理。'): Recognition {
  const text = `云岭县民政局\n云民函〔2023〕7号\n关于县政协十届二次会议第7号提案的答复\n常明远委员：\n${opening}\n云岭县民政局\n2023年6月12日\n${tail}`;
  return recognise(cleanText({ text, layout: 'paragraphs', pages: [] }), { today: '2026-01-01' });
}
const waits = ({ elements, evidence, warnings }: Recognition): boolean => isDoubtful(elements, evidence, warnings);

describe('the fit', () => {
  it('is what calibrate.ts makes of the first readings', () => {
    const bare = (source: string): string => source.replace(/[\s,]+/g, ' ');
    expect(bare(fittedSource(fit(firstReadings())))).toBe(bare(readFileSync(FITTED, 'utf8')));
  });

  it('on batches that it has not seen, of values that it calls sure at most two percent fewer are right than it says, at most three percent more', () => {
    for (const { from, all, said, right } of curve().filter((step) => step.from >= 0.9)) {
      expect((said - right) / all, `from ${from}`).toBeLessThan(0.02);
      expect((right - said) / all, `from ${from}`).toBeLessThan(0.03);
    }
  });

  it('of letters that it does not mark, in batches that it has not seen, at most 0.5 % of fields are wrong', () => {
    const { fields, wrong } = riskAt(MOST_RISK);
    expect(wrong / fields).toBeLessThanOrEqual(0.005);
  });

  it('is left as it was where batches are read for the first time, each letter a line of levels', () => {
    const before = JSON.stringify(FITTED_TABLE);
    const lines = record('4');
    expect(lines).toHaveLength(12);
    for (const line of lines) expect(line).toMatch(/^4 \d\d (?:[A-Ea-eqn][+-]){18}$/);
    expect(lines.join('')).toMatch(/e\+/);
    expect(JSON.stringify(FITTED_TABLE)).toBe(before);
  });

  it('never falls where a rule is surer, and what a rule doubts is never sure', () => {
    for (const name of ELEMENT_NAMES) {
      const steps = [0.5, 0.85, 0.91, 0.95, 0.98].map((confidence) => fittedConfidence(name, confidence, false));
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      expect(fittedConfidence(name, 0.85, false)).toBeLessThan(0.9);
    }
  });
});

describe('an empty element', () => {
  it('is doubted where words speak of it, at the place where they stand', () => {
    const { elements, evidence } = read('联系人：养老服务热线');
    expect(elements.contact === null || (evidence.contact?.confidence ?? 1) < 0.9).toBe(true);
    const { evidence: other, elements: empty } = read('电话见本局网站');
    expect(empty.phones).toEqual([]);
    expect(other.phones?.confidence).toBeLessThan(0.9);
  });

  it('is rightly empty where nothing speaks of it', () => {
    const { evidence } = read('');
    expect(evidence.phones).toBeUndefined();
    expect(evidence.result_code).toBeUndefined();
  });
});

describe('a second look', () => {
  it('doubts telephone numbers of which one was left lying', () => {
    const sure = read('联系人：贺知秋，电话：0871-67210221').evidence.phones?.confidence ?? 0;
    const left = read('联系人：贺知秋，电话：0871-67210221\n乔木 13800001111').evidence.phones?.confidence ?? 0;
    expect(sure).toBeGreaterThan(0.9);
    expect(left).toBeLessThan(0.9);
  });
});

describe('a letter waits for a person', () => {
  it('not where all is sure, nor for dates that differ by the printing, nor for a scheme that is not known', () => {
    expect(waits(read('（联系人：贺知秋，联系电话：0871-67210221）'))).toBe(false);
    expect(waits(read('抄送：县政协办公室。\n云岭县民政局办公室2023年6月15日印发'))).toBe(false);
  });

  it('where more is doubtful than a letter may have', () => {
    expect(waits(read('联系人：某某\n联系电话见附件'))).toBe(true);
  });

  it('where the title, the office or the date is missing', () => {
    const text = '常明远委员：\n您的来信收悉。';
    expect(waits(recognise(cleanText({ text, layout: 'paragraphs', pages: [] })))).toBe(true);
  });
});
