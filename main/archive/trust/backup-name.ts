/** When a backup was made, by the name that the program gave it. */

/** The names that `backupArchive` gives; nothing else in a folder is ever touched. */
const NAME = /^fuhan-backup-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.(?:sqlite|increment)$/;

/** What a restore keeps (a folder, with the archive in it), and a copy from before a new form. */
const KEPT =
  /^(?:before-restore-[0-9TZ-]{1,30}-[0-9a-f]{8}|before-form-\d{1,4}-[0-9TZ-]{1,30}\.sqlite|archive\.sqlite)$/;

/** Whether the program gave this name: nobody can say anything by it. */
export const isProgramsName = (name: string): boolean => NAME.test(name) || KEPT.test(name);

/** When a backup was made, from its name; undefined where it is none of ours. */
export function backupTime(name: string): Date | undefined {
  const parts = NAME.exec(name)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}
