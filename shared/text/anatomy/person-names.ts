/** What a person's name looks like in these letters, so that what does not is never called sure. */

import { LONG_SURNAMES, NAME_SYLLABLES, RARE_SURNAMES, SURNAMES } from '../words/surnames.ts';

/** What stands in the names of places, offices and ranks, and hardly in the longer names of other peoples (才让卓玛, 宝音德力格尔). */
const NO_NAME = /车间|[省市县区乡镇村局委厅部院校社厂科处所站队组团会长任席记事员师代表公司]/;

/**
 * Whether a value is plainly one person's name: two or three Han characters, parts with a dot between (阿依古丽·买买提), or up to
 * eight characters of which none belongs to a place, an office or a rank.
 */
export function isPlainName(value: string): boolean {
  if (/^[\u3400-\u9fff]{1,10}(?:·[\u3400-\u9fff]{1,10}){1,4}$/.test(value)) return true;
  if (/^[\u3400-\u9fff]{2,3}$/.test(value)) return true;
  if (/^(?:司[马徒空]|公[孙羊冶]|长孙)[\u3400-\u9fff]{2}$/.test(value)) return true;
  return /^[\u3400-\u9fff]{4,8}$/.test(value) && !NO_NAME.test(value);
}

const SYLLABLES = new Set(NAME_SYLLABLES);
/** All of them, or all but one of four and more: the list has not every syllable. */
function isWrittenSo(value: string): boolean {
  const others = [...value].filter((syllable) => !SYLLABLES.has(syllable));
  return others.length === 0 || (others.length === 1 && value.length >= 4 && !NO_NAME.test(value));
}
const hasLongSurname = (value: string): boolean => LONG_SURNAMES.some((surname) => value.startsWith(surname));

/**
 * Whether a value is a person's name and can hardly be anything else: a surname with one or two characters, two of a long one, parts with a
 * dot between, or the syllables of which other peoples' names are written. 患者家属全, 手术室麦小琴, 老领导, 栾鹤年先生台鉴 are none.
 */
export function isSurelyPerson(value: string): boolean {
  if (value.includes('·')) return isPlainName(value);
  if (!/^[\u3400-\u9fff]{2,8}$/.test(value)) return false;
  if (value.length >= 3 && value.length <= 4 && hasLongSurname(value)) return true;
  const isCalled = SURNAMES.includes(value.charAt(0)) || RARE_SURNAMES.includes(value.charAt(0));
  return (value.length <= 3 && isCalled) || isWrittenSo(value);
}
