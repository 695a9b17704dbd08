/** One numbered step from one schema version of the archive to the next. Runs inside one transaction; never edited once released. */
export interface Migration {
  number: number;
  name: string;
  /** SQL; the archive's schema is named `archive`. */
  up: string;
  /** How much it writes anew, as a share of the archive's size: room that is asked for before it begins. Nothing where left out. */
  writtenAnew?: number;
  /** The hash of all definitions that an archive has after this step (schema.ts); worked out where it is not given. */
  definitionsSha256?: string;
}
