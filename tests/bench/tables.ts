/** What a bench measured, stage by stage: printed as it comes, kept between runs, and written into the bench's page. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { writePage, type Page } from './pages.ts';

interface Row {
  measure: string;
  value: string;
  target: string;
  met: boolean | null;
}
interface Stage {
  about: string;
  rows: Row[];
  blocks: string[];
}

/** The machine, and how busy it is just now. */
function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${availableParallelism()} cores (${model}), ${memory} GB, Node ${process.versions.node}, load ${load}`;
}

const verdict = (met: boolean | null, yes: string, no: string): string => (met === null ? '' : met ? yes : no);

export class Tables {
  private readonly path: string | null;
  private readonly stages: Record<string, Stage>;
  private now: Stage = { about: '', rows: [], blocks: [] };

  /** @param path where rows are kept, so that stages of different runs come together; null keeps nothing */
  constructor(path: string | null = null) {
    this.path = path;
    this.stages =
      path !== null && existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Stage>) : {};
  }

  /** Opens a stage. What follows belongs to it, in place of what an earlier run said. */
  begin(stage: string, about: string): void {
    this.now = { about: `${about === '' ? '' : `${about}; `}${machine()}`, rows: [], blocks: [] };
    this.stages[stage] = this.now;
    console.log(`\n${stage}: ${this.now.about}`);
  }

  /** @param met undefined where nothing is promised */
  row(measure: string, value: string, target = '', met?: boolean): void {
    this.now.rows.push({ measure, value, target, met: met ?? null });
    this.save();
    const judged = target === '' ? '' : ` (${target}${verdict(met ?? null, ': met', ': MISSED')})`;
    console.log(`  ${measure}: ${value}${judged}`);
  }

  /** Markdown below the rows of the stage. */
  block(text: string): void {
    this.now.blocks.push(text);
    this.save();
    console.log(`\n${text}`);
  }

  /** Row by row: a run that is broken off has not been for nothing. */
  private save(): void {
    if (this.path !== null) writeFileSync(this.path, JSON.stringify(this.stages, null, 1));
  }

  /** Puts the stages that are here into the bench's page; the page's other sections stay. */
  write(page: Page): void {
    const sections = Object.entries(this.stages).map(([stage, { about, rows, blocks }]): [string, string] => {
      const lines = rows.map(
        ({ measure, value, target, met }) =>
          `| ${measure} | ${value} | ${target} | ${verdict(met, 'met', '**missed**')} |`,
      );
      const table = ['| measured | value | target | |', '|---|---|---|---|', ...lines].join('\n');
      return [stage, [`${about}.`, ...(lines.length > 0 ? [table] : []), ...blocks].join('\n\n')];
    });
    writePage(page, sections);
  }
}
