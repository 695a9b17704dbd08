/** The line by which an office lets itself be called: 联系人、电话、地址. It is taken out of a public version as one. Pure. */
import type { Elements } from '../../model/elements.ts';
import { anatomyOf } from '../anatomy/anatomy.ts';
import { plainText } from './plain.ts';

const CONTACT =
  /联\s*系\s*(?:人|电话|方式|地址|科室)|联络人|承办人|经办人|办理人|(?:办公|咨询|联系)?电\s*话|手机|传真|邮\s*编|邮箱|通[讯信]地址/;
/** Such a line begins so wherever it stands. */
const BEGINS = /^[ (]*(?:联\s*系\s*(?:人|电话|方式|地址)|联络人|承办人|经办人|具体承办人|办理人)/;
/** A longer one is a paragraph that only speaks of a telephone. */
const LONGEST = 160;

export function contactLines(text: string, elements: Elements): { start: number; end: number; reason: string }[] {
  const isContact = (start: number, end: number, pattern: RegExp): boolean =>
    end - start <= LONGEST && pattern.test(plainText(text.slice(start, end)).text);
  const { parts, lines } = anatomyOf(text, elements);
  const found: { start: number; end: number; reason: string }[] = [];
  const add = (start: number, end: number): void => {
    if (!found.some((one) => one.start < end && start < one.end))
      found.push({ start, end, reason: '联系人、电话一行' });
  };
  for (const { role, start, end } of parts) if (role === 'note' && isContact(start, end, CONTACT)) add(start, end);
  for (const { start, end } of lines) if (isContact(start, end, BEGINS)) add(start, end);
  return found.toSorted((a, b) => a.start - b.start);
}
