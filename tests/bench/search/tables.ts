/** What the bench measured: printed as it comes, kept between stages, and written into the page of benchmarks. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

interface Row {
  measure: string;
  value: string;
  target: string;
  met: boolean | null;
}
interface Table {
  about: string;
  rows: Row[];
}

const BEGIN = '<!-- search: begin -->';
const END = '<!-- search: end -->';

export class Tables {
  private readonly path: string;
  private readonly tables: Record<string, Table>;
  private now: Table = { about: '', rows: [] };

  constructor(path: string) {
    this.path = path;
    this.tables = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Table>) : {};
  }

  begin(stage: string, about: string): void {
    this.now = { about, rows: [] };
    this.tables[stage] = this.now;
    console.log(`\n${stage}: ${about}`);
  }

  /** @param met undefined where there is no target */
  row(measure: string, value: string, target = '', met?: boolean): void {
    this.now.rows.push({ measure, value, target, met: met ?? null });
    this.save();
    console.log(`  ${measure}: ${value}${target === '' ? '' : ` (${target}: ${met === true ? 'met' : 'MISSED'})`}`);
  }

  /** Row by row: a run that is broken off has not been for nothing. */
  private save(): void {
    writeFileSync(this.path, JSON.stringify(this.tables, null, 1));
  }

  private markdown(): string {
    const mark = (met: boolean | null): string => (met === null ? '' : met ? 'met' : '**missed**');
    return Object.entries(this.tables)
      .map(([stage, { about, rows }]) => {
        const lines = rows.map((row) => `| ${row.measure} | ${row.value} | ${row.target} | ${mark(row.met)} |`);
        return [
          `### ${stage}: ${about}`,
          '',
          '| measured | value | target | |',
          '|---|---|---|---|',
          ...lines,
          '',
        ].join('\n');
      })
      .join('\n');
  }

  /** Replaces the part of the page that is the bench's own. */
  write(page: string): void {
    const before = existsSync(page) ? readFileSync(page, 'utf8') : `# Benchmarks\n\n## Search\n\n${BEGIN}\n${END}\n`;
    const [head = '', rest = ''] = before.split(BEGIN);
    const tail = rest.split(END)[1] ?? '\n';
    writeFileSync(page, `${head}${BEGIN}\n\n${this.markdown()}\n${END}${tail}`);
  }
}
