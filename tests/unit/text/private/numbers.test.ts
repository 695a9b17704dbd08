/** Finders of numbers: what is one, and what only looks like one (docs/spec/public.md). All numbers are invented. */
import { describe, expect, test } from 'vitest';
import { isCreditCode, isIdCard, isLuhn } from '../../../../shared/text/private/check-digits.ts';
import { findPrivate } from '../../../../shared/text/private/items.ts';
import type { PrivateKind } from '../../../../shared/model/public-version.ts';

const found = (text: string): [PrivateKind, string][] =>
  findPrivate(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe('check digits', () => {
  test('an identity number: the last character, the day and the first digit are checked', () => {
    expect(isIdCard('53011119900307123X')).toBe(false);
    const body = '53011119900307123';
    const right = [...'0123456789X'].filter((last) => isIdCard(body + last));
    expect(right).toHaveLength(1);
    expect(isIdCard(`530111199002301230`)).toBe(false);
    expect([...'0123456789X'].some((last) => isIdCard(`53011119900230123${last}`))).toBe(false);
    expect([...'0123456789X'].some((last) => isIdCard(`03011119900307123${last}`))).toBe(false);
  });

  test('a social credit code: one of 31 characters fits, I O S V Z never', () => {
    const right = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].filter((last) => isCreditCode(`91530100M000100Y4${last}`));
    expect(right).toHaveLength(1);
    expect(isCreditCode(`91530100M000100Y4${right[0]?.toLowerCase() ?? ''}`)).toBe(true);
    expect([...'0123456789ABCDEFGHJKLMNPQRTUWXY'].some((last) => isCreditCode(`9I530100M000100Y4${last}`))).toBe(false);
  });

  test('a bank card: the example of the standard, and one digit changed', () => {
    expect(isLuhn('79927398713')).toBe(true);
    expect(isLuhn('79927398714')).toBe(false);
  });
});

const ID = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X']
  .map((last) => `53011119900307123${last}`)
  .find(isIdCard);
const CODE = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((last) => `91530100M000100Y4${last}`).find(isCreditCode);
const CARD = [...'0123456789'].map((last) => `622202138001380013${last}`).find(isLuhn);

const ARE: readonly [PrivateKind, string][] = [
  ['mobile', '13800138000'],
  ['mobile', '138 0013 8000'],
  ['mobile', '138-0013-8000'],
  ['mobile', '138/0013/8000'],
  ['mobile', '138.0013.8000'],
  ['mobile', '138)00138000'],
  ['id_card', '110105-19491231-002X'],
  ['mobile', '１３８００１３８０００'],
  ['mobile', '1 3 8 0 0 1 3 8 0 0 0'],
  ['mobile', '❶❸❽00138000'],
  ['mobile', '〡〣〨00138000'],
  ['mobile', '١٣٨٠٠١٣٨٠٠٠'],
  ['mobile', '1३8००13८000'],
  ['mobile', '壹叁捌零零壹叁捌零零零'],
  ['mobile', '1̲3̲8̲00138000'],
  ['mobile', '1380013\n8000'],
  ['mobile', '138\u200b0013\u20608000'],
  ['mobile', '+86 13800138000'],
  ['mobile', '138****8000'],
  ['mobile', '幺三八〇〇幺三八〇〇〇'],
  ['mobile', '𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎'],
  ['landline', '0830-5521007'],
  ['landline', '（0830）5521007'],
  ['landline', '０８３０－５５２１００７'],
  ['landline', '0830—5521007转801'],
  ['landline', '010 8888 1234'],
  ['landline', '0830-552\n1007'],
  ['id_card', ID ?? ''],
  ['id_card', (ID ?? '').replace(/(.{6})(.{8})/, '$1 $2 ')],
  ['id_card', '530111********123X'],
  ['credit_code', CODE ?? ''],
  ['credit_code', (CODE ?? '').toLowerCase()],
  ['bank_card', CARD ?? ''],
  ['bank_card', (CARD ?? '').replace(/(.{4})(?=.)/g, '$1 ')],
  ['passport', 'E12345678'],
  ['passport', 'ＥＡ１２３４５６７'],
  ['email', 'man.zhang@example.com'],
  ['email', 'man.zhang＠example．com'],
  ['plate', '云A12345'],
  ['plate', '云A·D12345'],
  ['plate', '云 Ａ１２３４５'],
];

describe('what is one', () => {
  test.each(ARE)('%s: %s, alone, in a sentence and in traditional characters beside it', (kind, value) => {
    expect(value.length).toBeGreaterThan(5);
    for (const text of [value, `其提供的${value}，請核實。`, `（${value}）`]) {
      const plain = found(text).map(([one, words]) => [one, words.replace(/^[（(]/, '')]);
      expect(plain, text).toContainEqual([kind, value.replace(/^[（(]/, '')]);
    }
  });

  test('what a label names counts where no check fits', () => {
    expect(found('身份证号：530111199003071239').map(([kind]) => kind)).toEqual(['id_card']);
    expect(found('身份证号530111900307123')).toEqual([['id_card', '530111900307123']]);
    expect(found('户名张某，账号：5301 0201 0400 1234')).toEqual([['bank_card', '5301 0201 0400 1234']]);
    expect(found('护照号码 P1234567')).toEqual([['passport', 'P1234567']]);
    expect(found('联系电话：5521007、5521008；5521009')).toEqual([
      ['landline', '5521007'],
      ['landline', '5521008'],
      ['landline', '5521009'],
    ]);
  });
});

const ARE_NOT = [
  '云民函〔2023〕41号',
  '2023-06-19',
  '2023年6月19日10时30分',
  '累计投入资金1268.5万元，服务面积9300.75平方米',
  '第132045号提案',
  '惠及群众5521007人',
  '资金12345678901元'.replace('12345678901', '22345678901'),
  '案件编号530111199003071239',
  '53010201040012345',
  '12345政务服务便民热线',
  'GB/T 9704-2012',
  '邮编650200',
  '云教函第A12345号'.replace('函第', '办'),
  '版本E1234567',
  '比例为53:46，合计99',
  '序号13800138',
];

describe('what is none', () => {
  test.each(ARE_NOT)('%s', (text) => {
    expect(found(text)).toEqual([]);
  });
});
