/** What of a filed letter is still open, in words: at its elements, and of the letter as a whole. Pure. */
import { ELEMENT_LABELS, type ElementName, type Elements } from '../../../shared/model/elements.ts';
import type { ReviewItem } from '../../../shared/model/intake.ts';
import { WARNING_ELEMENT } from '../../../shared/model/warning-elements.ts';
import { valueToText } from '../../components/element-text.ts';
import { FORM_ORDER } from '../../components/elements-form.tsx';
import { words } from './words.ts';

type Doubts = ReviewItem['doubts'];

export interface OpenInWords {
  /** In the order of the form: why each is open. */
  at: Partial<Record<ElementName, string>>;
  whole: readonly string[];
}

/**
 * @param elements as they stand: what was not read at all is said so
 * @param settled elements that are being put right: they are open no more
 */
export function openInWords(
  { missing, unsure, warnings }: Doubts,
  elements: Elements,
  settled: ReadonlySet<ElementName> = new Set(),
): OpenInWords {
  const at: OpenInWords['at'] = {};
  const whole: string[] = [];
  for (const name of FORM_ORDER) {
    if (settled.has(name)) continue;
    const confidence = unsure[name];
    if (missing.includes(name)) at[name] = words.isMissing;
    else if (confidence !== undefined) {
      const percent = Math.round(confidence * 100);
      at[name] = valueToText(elements[name]) === '' ? words.unread(percent) : words.unsure(percent);
    }
  }
  for (const { code, message } of warnings) {
    const about = WARNING_ELEMENT[code];
    if (about === undefined) whole.push(message);
    else if (!settled.has(about)) at[about] = message;
  }
  return { at, whole };
}

/** The same line by line; elements that are open for the same reason share one. */
export function openLines({ at, whole }: OpenInWords): string[] {
  const lines = new Map<string, string[]>();
  for (const name of FORM_ORDER) {
    const reason = at[name];
    if (reason !== undefined) lines.set(reason, [...(lines.get(reason) ?? []), ELEMENT_LABELS[name]]);
  }
  return [...[...lines].map(([reason, labels]) => `${labels.join('、')}：${reason}`), ...whole];
}
