/** The 归档章 as data. */

/** What a 归档章 shows (DA/T 22-2015, 5.5.1): the parts of the archive number, as they stand. */
export interface ArchiveStamp {
  fonds: string;
  year: string;
  item: string;
  office: string;
  retention: string;
  /** Pages of the file as it came, where its format has pages; otherwise the printed letter's own. */
  pages?: number;
}
