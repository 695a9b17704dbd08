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

describe('an empty element of an unusual letter', () => {
  it('is doubted where a semicolon stands for the colon, a number is in characters, or a reply is called joint', () => {
    const text =
      '云岭县民政局\n云民函〔1999〕第二十一号甲\n关于县政协十届二次会议提案的联合答复\n云峰委员;\n先生所提“保护经幢”之案（第三十五号），业经批转我局，现答复如下：已办理。\n云岭县民政局\n1999年6月12日';
    const { elements, evidence } = recognise(cleanText({ text, layout: 'paragraphs', pages: [] }), {
      today: '2026-01-01',
    });
    expect(elements.signers).toEqual([]);
    for (const name of ['addressees', 'doc_number', 'case_number', 'signers'] as const)
      expect(evidence[name]?.confidence, name).toBeLessThan(0.9);
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

describe('a value is never sure', () => {
  const whole = (text: string): Recognition =>
    recognise(cleanText({ text, layout: 'paragraphs', pages: [] }), { today: '2026-01-01' });
  const letter = (head: string, addressee = '常明远委员', tail = ''): Recognition =>
    whole(
      `云岭县民政局\n云民函〔2023〕7号\n${head}\n${addressee}：\n您提出的《关于养老的提案》收悉，现答复如下：已办理。${tail}\n云岭县民政局\n2023年6月12日`,
    );
  const plain = '云岭县民政局关于县政协十届二次会议第7号提案的答复';

  it('where a case in brackets or a dash with 关于 goes on behind the title, or offices of a joint reply are missing', () => {
    expect(letter(plain).evidence.title?.confidence).toBeGreaterThan(0.9);
    for (const head of [`${plain}\n——关于养老服务站点建设`, plain.replace('的答复', '的联合答复')]) {
      const { elements, evidence } = letter(head);
      expect(elements.title).toMatch(/答复$/);
      expect(evidence.title?.confidence, head).toBeLessThan(0.9);
    }
  });

  it('where a result became another in the text, unless it is the one that was read', () => {
    const head = `办理结果：B\n${plain}`;
    expect(letter(head).evidence.result_code?.confidence).toBeGreaterThan(0.9);
    expect(letter(head, '常明远委员', '该提案由A类转为B类。').evidence.result_code?.confidence).toBeGreaterThan(0.9);
    const changed = letter(head, '常明远委员', '该提案由B类转为A类。');
    expect(changed.elements.result_code).toBe('B');
    expect(changed.evidence.result_code?.confidence).toBeLessThan(0.9);
  });

  it('where a committee without its assembly is addressed beside a person', () => {
    const { elements, evidence } = letter(plain, '文史委并转常明远委员');
    expect(elements.addressees).toContain('文史委');
    expect(evidence.addressees?.confidence).toBeLessThan(0.9);
    expect(letter(plain).evidence.addressees?.confidence).toBeGreaterThan(0.9);
  });

  it('where a parents’ committee is all that looks like 政协委员', () => {
    const text =
      '云岭县实验小学对家长委员会提案的回复\n三（2）班家长委员会：\n你们的提案收悉，回复如下：已办理。\n云岭县实验小学\n2023年6月12日';
    const { evidence } = whole(text);
    expect(evidence.reply_kind?.confidence).toBeLessThan(0.9);
  });

  it('where an address holds another label', () => {
    const address = (tail: string): number | undefined => read(tail).evidence.contact_address?.confidence;
    expect(address('联系地址：云岭县信江东路66号')).toBeGreaterThan(0.9);
    expect(address('联系地址：云岭县信江东路66号 总机：0871-67210221')).toBeLessThan(0.9);
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
