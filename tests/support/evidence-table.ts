/** The table of docs/spec/trust.md that says what shows a change of each column. */
import { META_KEYS, TABLE_EVIDENCE, type Evidence } from '../../main/archive/trust/table-evidence.ts';

function wordsOf(evidence: Evidence): string {
  if (evidence.by === 'chain') return 'a chain of hashes';
  return evidence.by === 'derived' ? `must agree with ${evidence.from}` : `nothing: ${evidence.why}`;
}

function rowsOf(table: string, columns: Readonly<Record<string, Evidence>>): string[] {
  const groups = new Map<string, string[]>();
  for (const [column, evidence] of Object.entries(columns)) {
    const words = wordsOf(evidence);
    groups.set(words, [...(groups.get(words) ?? []), column]);
  }
  return Array.from(groups, ([words, names]) => `| ${table} | ${names.join(', ')} | ${words} |`);
}

export function evidenceTable(): string {
  return [
    '| table | columns | a change is shown by |',
    '|---|---|---|',
    ...Object.entries(TABLE_EVIDENCE).flatMap(([table, columns]) => rowsOf(table, columns)),
    ...rowsOf('meta, by key', META_KEYS),
  ].join('\n');
}
