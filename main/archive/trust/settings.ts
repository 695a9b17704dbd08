/** Reads and changes what an archive is set to. Every change is an act of the log, against which `verify` compares. */
import { readMeta } from '../storage/meta.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { DEFAULT_SETTINGS, settingsSchema, type Settings } from '../../../shared/model/settings.ts';
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

/** One group of settings; what was never set, or cannot be read, is as it comes. */
function read<N extends Name>(db: ReadableDb, name: N): Settings[N] {
  const text = stored(db, name);
  if (text === undefined) return DEFAULT_SETTINGS[name];
  try {
    return settingsSchema.shape[name].parse(JSON.parse(text)) as Settings[N];
  } catch {
    return DEFAULT_SETTINGS[name];
  }
}

export function readSettings(db: ReadableDb): Settings {
  return { ref_code: read(db, 'ref_code'), backup: read(db, 'backup') };
}

/**
 * Changes groups of settings; a group that stays as it is leaves no trace.
 * @param next whole groups, checked by the contract
 * @throws ArchiveError NOTHING_CHANGED
 */
export function changeSettings(
  db: ArchiveDb,
  actor: string,
  next: { [N in Name]?: Settings[N] | undefined },
): Settings {
  const before = readSettings(db.read);
  const changed = NAMES.filter(
    (name) => next[name] !== undefined && canonicalJson(next[name]) !== canonicalJson(before[name]),
  );
  if (changed.length === 0) throw new ArchiveError('NOTHING_CHANGED');
  db.transaction((tx) => {
    for (const name of changed) {
      const value = canonicalJson(next[name]);
      tx.run(
        'INSERT INTO archive.meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        [keyOf(name), value],
      );
      const detail = { from: before[name], to: next[name] };
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
    try {
      this.#values.set(subject, canonicalJson((JSON.parse(detail) as { to?: unknown }).to ?? null));
    } catch {
      return; // a row that does not parse is reported as changed
    }
  }

  /** The names of settings that are otherwise than the log says. */
  differences(db: ReadableDb): string[] {
    return NAMES.filter((name) => stored(db, name) !== this.#values.get(name));
  }
}
