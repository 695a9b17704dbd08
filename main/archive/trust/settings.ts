/** Reads and changes what an archive is set to. Every change is an act of the log, against which `verify` compares. */
import { readMeta } from '../storage/meta.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import {
  DEFAULT_SETTINGS,
  backupSettingsSchema,
  refCodeSettingsSchema,
  registerSettingsSchema,
  type Settings,
  type SettingsChange,
} from '../../../shared/model/settings.ts';
import { publicSettingsSchema } from '../../../shared/model/public-version.ts';
import { readingSettingsSchema } from '../../../shared/model/vocabulary.ts';
import { readGroup, readRecord, type StoredGroup } from '../../../shared/model/stored.ts';
import { requireOutside } from '../storage/output-guard.ts';
import type { ReadableDb } from '../storage/types.ts';
import type { ArchiveDb } from '../storage/archive-db.ts';
import { appendAudit } from './audit.ts';
import { canonicalJson } from './canonical.ts';

type Name = keyof Settings;
const NAMES = Object.keys(DEFAULT_SETTINGS) as Name[];
const keyOf = (name: string): string => `setting:${name}`;

function stored(db: ReadableDb, name: string): string | undefined {
  return readMeta(db, keyOf(name));
}

/** Each group as stored, value by value: what was never set, or cannot be read, is as it comes. */
function readGroups(db: ReadableDb): { [N in Name]: StoredGroup<Settings[N]> } {
  return {
    ref_code: readGroup(refCodeSettingsSchema.shape, DEFAULT_SETTINGS.ref_code, stored(db, 'ref_code')),
    backup: readGroup(backupSettingsSchema.shape, DEFAULT_SETTINGS.backup, stored(db, 'backup')),
    registers: readGroup(registerSettingsSchema.shape, DEFAULT_SETTINGS.registers, stored(db, 'registers')),
    reading: readGroup(readingSettingsSchema.shape, DEFAULT_SETTINGS.reading, stored(db, 'reading')),
    public: readGroup(publicSettingsSchema.shape, DEFAULT_SETTINGS.public, stored(db, 'public')),
  };
}

export function readSettings(db: ReadableDb): Settings {
  const { ref_code, backup, registers, reading, public: open } = readGroups(db);
  return {
    ref_code: ref_code.value,
    backup: backup.value,
    registers: registers.value,
    reading: reading.value,
    public: open.value,
  };
}

/** Whether somebody has said which fonds (全宗) this is: until then numbers begin with a placeholder. */
export function isFondsSet(db: ReadableDb): boolean {
  return stored(db, 'ref_code') !== undefined;
}

/**
 * What numbers are given by. A number given by a pattern that the office has not set could not be taken back.
 * @throws ArchiveError ARCHIVE_NEWER where one of these settings cannot be read
 */
export function numberingSettings(db: ReadableDb): Settings['ref_code'] {
  const { value, unfit } = readGroups(db).ref_code;
  if (unfit.length > 0)
    throw new ArchiveError('ARCHIVE_NEWER', '档号设置中有本程序读不出的内容，不能编号', unfit.join(', '));
  return value;
}

/** Settings whose stored value cannot be read, as `group.name`. */
export function unfitSettings(db: ReadableDb): string[] {
  const groups = readGroups(db);
  return NAMES.flatMap((group) => groups[group].unfit.map((name) => `${group}.${name}`));
}

/**
 * Changes groups of settings; a group that stays as it is leaves no trace.
 * @param change whole groups, checked by the contract; the folder of backups stays where it is left out
 * @throws ArchiveError NOTHING_CHANGED; OUT_IN_ARCHIVE for backups that would go among the archive's own files
 */
export function changeSettings(db: ArchiveDb, actor: string, change: SettingsChange): Settings {
  const { backup, ...others } = change;
  if (typeof backup?.to === 'string') requireOutside(backup.to, 'backup');
  const before = readGroups(db.read);
  const next: { [N in Name]?: Settings[N] | undefined } = {
    ...others,
    backup: backup && { ...backup, to: backup.to === undefined ? before.backup.value.to : backup.to },
  };
  // What another program set beside them stays.
  const whole = (name: Name): object => ({ ...before[name].others, ...next[name] });
  const changed = NAMES.filter((name) => {
    if (next[name] === undefined) return false;
    return before[name].unfit.length > 0 || canonicalJson(next[name]) !== canonicalJson(before[name].value);
  });
  if (changed.length === 0) throw new ArchiveError('NOTHING_CHANGED');
  db.transaction((tx) => {
    for (const name of changed) {
      const value = canonicalJson(whole(name));
      tx.run(
        'INSERT INTO archive.meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        [keyOf(name), value],
      );
      const detail = { from: before[name].value, to: whole(name) };
      appendAudit(tx, { actor, action: 'settings.change', subject: name, detail });
    }
  });
  return readSettings(db.read);
}

/** What the log says each group of settings is; fed with its rows in their order. */
export class LoggedSettings {
  readonly #values = new Map<string, string>();

  add({ action, subject, detail }: { action: string; subject: string | null; detail: string }): void {
    if (action !== 'settings.change' || subject === null) return;
    // A row that does not parse is reported as changed.
    this.#values.set(subject, canonicalJson(readRecord(detail)['to'] ?? null));
  }

  /** The names of settings that are otherwise than the log says. */
  differences(db: ReadableDb): string[] {
    return NAMES.filter((name) => stored(db, name) !== this.#values.get(name));
  }
}
