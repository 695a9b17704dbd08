/** Numbers as letters write them: half and full width digits, Chinese numerals, and the many zeros (〇 ○ 零 O). */

const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  '○': 0,
  '◯': 0,
  零: 0,
  O: 0,
  o: 0,
  Ｏ: 0,
  ｏ: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  元: 1,
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const TENS: Readonly<Record<string, number>> = { 廿: 20, 卅: 30 };

/** Source of a character class: one character of a number, Arabic or Chinese, without units. */
export const DIGIT_CLASS = '0-9０-９〇○◯零OoＯｏ一二三四五六七八九';
/** As DIGIT_CLASS, with the units 十 百 廿 卅. */
export const NUMERAL_CLASS = `${DIGIT_CLASS}十百廿卅两`;

/** Full width digits to half width, one to one. */
export function halfWidthDigits(text: string): string {
  return text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
}

/**
 * Reads a whole string as a number: `27`, `２７`, `二十七`, `廿七`, `二〇二二`, `二O二二`, `一百零三`.
 * @returns null where it is not one
 */
export function parseNumeral(text: string): number | null {
  const plain = halfWidthDigits(text);
  if (plain === '') return null;
  if (/^\d{1,15}$/.test(plain)) return Number(plain);
  return /[十百千廿卅]/.test(plain) ? readWithUnits(plain) : readDigits(plain);
}

/** Digits side by side, as in years: 二〇二二, 二0一二. */
function readDigits(text: string): number | null {
  let value = 0;
  for (const character of text) {
    const digit = digitOf(character);
    if (digit === null) return null;
    value = value * 10 + digit;
  }
  return Number.isSafeInteger(value) ? value : null;
}

/** 十二, 二十七, 一百零三, 廿七. */
function readWithUnits(text: string): number | null {
  let total = 0;
  let pending: number | null = null;
  for (const character of text) {
    const unit = UNITS[character];
    const tens = TENS[character];
    const digit = digitOf(character);
    if (unit !== undefined) {
      total += (pending ?? 1) * unit;
      pending = null;
    } else if (tens !== undefined) {
      total += tens;
      pending = null;
    } else if (digit !== null) {
      pending = digit;
    } else {
      return null;
    }
  }
  return total + (pending ?? 0);
}

function digitOf(character: string): number | null {
  if (character >= '0' && character <= '9') return Number(character);
  return DIGITS[character] ?? null;
}
