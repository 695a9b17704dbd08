/** A report as data: what check sheets, inspections and tables of revisions are made of, and the typesetter sets. */

/** A piece of a cell: unchanged, new, gone, or the same words at another place. */
export interface ReportRun {
  op: 'equal' | 'insert' | 'delete' | 'moved';
  text: string;
}

/** A cell of a table: plain, or what went and what came. */
export type ReportCell = string | { runs: ReportRun[] };

export type ReportBlock =
  | { kind: 'heading' | 'text'; text: string }
  | { kind: 'pairs'; rows: [string, string][] }
  /**
   * `widths` are shares of the page's width, one a column; values of the columns `whole` fit theirs and are not broken. `size` of the type is in
   * points, where it is smaller than the report's own; `heights` of the rows in millimetres, where they are filled in by hand.
   */
  | {
      kind: 'table';
      columns: string[];
      widths: number[];
      whole?: number[];
      size?: number;
      heights?: number[];
      rows: ReportCell[][];
    }
  | { kind: 'signatures'; labels: string[] };

export interface Report {
  title: string;
  subtitle: string;
  /** At the foot of every page: what ties it to the archive. */
  foot: string;
  /** The file's own date. */
  date: Date;
  blocks: ReportBlock[];
}
