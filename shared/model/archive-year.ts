/** The years under which letters are filed (归档年度). Retention counts from them, and packages carry no others. */
export const FIRST_ARCHIVE_YEAR = 1;
/** Whatever a clock or a date says that is wrong, it is below this year. */
export const LAST_ARCHIVE_YEAR = 2200;

export const isArchiveYear = (year: number): boolean =>
  Number.isInteger(year) && year >= FIRST_ARCHIVE_YEAR && year <= LAST_ARCHIVE_YEAR;
