/** What was read of a letter never holds more than its elements may: it is cut by rule, and the cut is told. The text has all of it. */
import {
  ELEMENT_BOUNDS,
  ELEMENT_LABELS,
  ELEMENT_NAMES,
  type Elements,
  type Warning,
} from '../../../../shared/model/elements.ts';

const CODE = 'ELEMENT_CUT';

/**
 * The first ELEMENT_BOUNDS.items entries of a list, without those that are longer than an entry may be; of a text its first
 * ELEMENT_BOUNDS.text characters (UTF-16), whole ones.
 */
export function withinBounds(read: Elements): { elements: Elements; warnings: Warning[] } {
  const elements: Record<string, string | string[] | null> = { ...read };
  const warnings: Warning[] = [];
  for (const name of ELEMENT_NAMES) {
    const value: string | string[] | null = read[name];
    if (value === null) continue;
    const label = ELEMENT_LABELS[name];
    if (typeof value === 'string') {
      if (value.length <= ELEMENT_BOUNDS.text) continue;
      elements[name] = value.slice(0, ELEMENT_BOUNDS.text).replace(/[\ud800-\udbff]$/, '');
      warnings.push({ code: CODE, message: `${label}过长，只取前 ${ELEMENT_BOUNDS.text} 字，全文见正文。` });
      continue;
    }
    const fit = value.filter((item) => item.length <= ELEMENT_BOUNDS.item).slice(0, ELEMENT_BOUNDS.items);
    if (fit.length === value.length) continue;
    elements[name] = fit;
    warnings.push({ code: CODE, message: `${label}读出 ${value.length} 项，只取 ${fit.length} 项，其余见正文。` });
  }
  return { elements: elements as unknown as Elements, warnings };
}
