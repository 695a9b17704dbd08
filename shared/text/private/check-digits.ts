/** Check digits of numbers that people bear: GB 11643 (身份证), GB 32100 (统一社会信用代码), ISO/IEC 7812 (Luhn). Pure. */

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const ID_CHECKS = '10X98765432';

/** The day in an identity number exists and lies between 1900 and 2099. */
export function hasBirthday(number: string): boolean {
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
  if (year === undefined || month === undefined || day === undefined || year < 1900 || year > 2099) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** GB 11643-1999: eighteen characters, the last checks the others. */
export function isIdCard(number: string): boolean {
  if (!/^[1-9]\d{16}[\dXx]$/.test(number) || !hasBirthday(number)) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return ID_CHECKS[sum % 11] === number[17]?.toUpperCase();
}

const CODE_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100-2015: eighteen characters without I, O, S, V, Z, the last checks the others. */
export function isCreditCode(code: string): boolean {
  const upper = code.toUpperCase();
  if (!/^[1-9A-GNY][1-9A-GHJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(upper)) return false;
  let [sum, weight] = [0, 1];
  for (const character of upper.slice(0, 17)) {
    sum += weight * CODE_CHARACTERS.indexOf(character);
    weight = (weight * 3) % 31;
  }
  return CODE_CHARACTERS[(31 - (sum % 31)) % 31] === upper[17];
}

/** Numbers of bank cards, ISO/IEC 7812-1, annex B. */
export function isLuhn(number: string): boolean {
  let sum = 0;
  for (let at = 0; at < number.length; at += 1) {
    const digit = Number(number[number.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
