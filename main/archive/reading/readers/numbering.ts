/** The automatic numbers of Word paragraphs (一、（一）1. ①), which stand nowhere in the text and must be counted. */
import type { ReadBudget } from './reader.ts';

export interface NumberLevel {
  format: string;
  /** As in `%1、` or `（%2）`: %n stands for the number of level n. */
  template: string;
  start: number;
  /** What follows the number. */
  suffix: 'tab' | 'space' | 'nothing';
  /** Level (0-based) below which a number of a higher level starts this one afresh; null for the usual rule. */
  restartAfter: number | null;
  /** All levels in plain digits (w:isLgl). */
  legal: boolean;
  /** Counted, but not shown. */
  hidden?: boolean;
}

export interface NumberList {
  /** Lists of one abstract definition go on counting from one another. */
  counter: string;
  levels: ReadonlyMap<number, NumberLevel>;
  startOverrides: ReadonlyMap<number, number>;
}

/** Word knows nine. */
const MOST_LEVELS = 9;
/** Every paragraph repeats its list's label: a long one would make much text out of little. */
const LONGEST_LABEL = 100;

/** Counts as Word does while a document is read from front to back. */
export class NumberCounter {
  readonly #lists: ReadonlyMap<string, NumberList>;
  readonly #counts = new Map<string, (number | undefined)[]>();
  readonly #started = new Set<string>();
  readonly #budget: Pick<ReadBudget, 'takeText'>;

  /** @param budget of the file: some bytes of a level are repeated by every paragraph */
  constructor(lists: ReadonlyMap<string, NumberList>, budget: Pick<ReadBudget, 'takeText'>) {
    this.#lists = lists;
    this.#budget = budget;
  }

  /**
   * The number in front of the next paragraph of this list and level (0-based), '' where it shows none.
   * @throws ArchiveError FILE_TOO_LARGE
   */
  next(listId: string, level: number): string {
    const list = this.#lists.get(listId);
    const shape = level < MOST_LEVELS ? list?.levels.get(level) : undefined;
    if (list === undefined || shape === undefined) return '';
    const counts = this.#counts.get(list.counter) ?? [];
    this.#counts.set(list.counter, counts);

    const override = list.startOverrides.get(level);
    const first = `${listId}/${level}`;
    if (override !== undefined && !this.#started.has(first)) counts[level] = override - 1;
    this.#started.add(first);
    counts[level] = (counts[level] ?? shape.start - 1) + 1;
    for (let deeper = level + 1; deeper < counts.length; deeper++) {
      const restartAfter = list.levels.get(deeper)?.restartAfter ?? null;
      if (restartAfter === null || level < restartAfter) counts[deeper] = undefined;
    }
    const label = this.#show(list, shape, counts);
    this.#budget.takeText(label.length);
    return label;
  }

  #show(list: NumberList, shape: NumberLevel, counts: readonly (number | undefined)[]): string {
    if (shape.hidden === true) return '';
    if (shape.format === 'bullet') return '• ';
    const label = shape.template.slice(0, LONGEST_LABEL).replaceAll(/%([1-9])/g, (_, digit: string) => {
      const level = Number(digit) - 1;
      const other = list.levels.get(level);
      const value = counts[level] ?? other?.start ?? 1;
      return formatNumber(value, shape.legal ? 'decimal' : (other?.format ?? 'decimal'));
    });
    return shape.suffix === 'nothing' ? label : withGap(label);
  }
}

/** A blank behind a number, but not after 、 or ）: there the page shows no gap that means anything. */
export function withGap(label: string): string {
  return label === '' || /[\u3001\uff09\uff0e\u3002\u7ae0\u6761\u8282]$/.test(label) ? label : `${label} `;
}

const HAN = '〇一二三四五六七八九';
const FORMAL = '零壹贰叁肆伍陆柒捌玖';
const STEMS = '甲乙丙丁戊己庚辛壬癸';
const BRANCHES = '子丑寅卯辰巳午未申酉戌亥';

/**
 * A number in one of Word's formats (ST_NumberFormat, ECMA-376 part 1, 17.18.59). Unknown formats come in digits, as
 * every office program does.
 */
export function formatNumber(value: number, format: string): string {
  switch (format) {
    case 'none':
      return '';
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'japaneseCounting':
    case 'taiwaneseCounting':
    case 'taiwaneseCountingThousand':
    case 'koreanCounting':
      return countInHan(value, HAN, '十百千');
    case 'chineseLegalSimplified':
    case 'ideographLegalTraditional':
    case 'japaneseLegal':
      return countInHan(value, FORMAL, '拾佰仟');
    case 'ideographDigital':
    case 'taiwaneseDigital':
    case 'japaneseDigitalTenThousand':
      return [...String(value)].map((digit) => HAN[Number(digit)] ?? digit).join('');
    case 'ideographTraditional':
      return STEMS[(value - 1) % 10] ?? String(value);
    case 'ideographZodiac':
      return BRANCHES[(value - 1) % 12] ?? String(value);
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return value >= 1 && value <= 20 ? String.fromCodePoint(0x2460 + value - 1) : String(value);
    case 'decimalEnclosedParen':
      return value >= 1 && value <= 20 ? String.fromCodePoint(0x2474 + value - 1) : `(${value})`;
    case 'decimalEnclosedFullstop':
      return value >= 1 && value <= 20 ? String.fromCodePoint(0x2488 + value - 1) : `${value}.`;
    case 'ideographEnclosedParen':
      return value >= 1 && value <= 10
        ? String.fromCodePoint(0x3220 + value - 1)
        : `（${countInHan(value, HAN, '十百千')}）`;
    case 'ideographEnclosedCircle':
      return value >= 1 && value <= 10 ? String.fromCodePoint(0x3280 + value - 1) : countInHan(value, HAN, '十百千');
    case 'decimalFullWidth':
    case 'decimalFullWidth2':
      return [...String(value)].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    case 'decimalZero':
      return String(value).padStart(2, '0');
    case 'upperLetter':
      return letters(value, 65);
    case 'lowerLetter':
      return letters(value, 97);
    case 'upperRoman':
      return roman(value);
    case 'lowerRoman':
      return roman(value).toLowerCase();
    default:
      return String(value);
  }
}

/** 1..9999 counted in Han; 10–19 without the leading 一, as headings are written. */
function countInHan(value: number, digits: string, units: string): string {
  if (value <= 0 || value > 9999) return String(value);
  const parts = [...String(value)].map(Number);
  let out = '';
  let gap = false;
  parts.forEach((digit, place) => {
    const unit = parts.length - 1 - place;
    if (digit === 0) {
      gap = true;
      return;
    }
    if (gap && out !== '') out += digits === HAN ? '零' : (digits[0] ?? '');
    gap = false;
    out += `${digits[digit] ?? ''}${unit === 0 ? '' : (units[unit - 1] ?? '')}`;
  });
  return digits === HAN && value >= 10 && value < 20 ? out.slice(1) : out;
}

/** a … z, aa, bb …: Word repeats the letter. */
function letters(value: number, base: number): string {
  if (value <= 0) return String(value);
  return String.fromCharCode(base + ((value - 1) % 26)).repeat(Math.min(Math.ceil(value / 26), 50));
}

function roman(value: number): string {
  if (value <= 0 || value > 3999) return String(value);
  const steps: readonly (readonly [number, string])[] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ];
  let rest = value;
  let out = '';
  for (const [size, sign] of steps) {
    out += sign.repeat(Math.floor(rest / size));
    rest %= size;
  }
  return out;
}
