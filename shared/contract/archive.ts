/** Calls on the archive as a whole: what it is, and its settings. */
import { z } from 'zod';
import { settingsChangeSchema, settingsSchema } from '../model/settings.ts';
import { nothing, reads, writes } from './call.ts';
import { EVERYONE } from './roles.ts';

/** An act as the log tells it: when, and whether it was good. */
export const lastActSchema = z.object({ at: z.string(), ok: z.boolean() }).nullable();

export const ARCHIVE_CALLS = {
  'archive.info': reads(
    EVERYONE,
    nothing,
    z.object({
      archive: z.string(),
      archive_id: z.string(),
      created: z.string(),
      letters: z.number(),
      actor: z.string(),
      read_only: z.boolean(),
      /** Number of the archive's form. */
      form: z.number(),
      /** What opening it did to bring it up to date. */
      migrated: z.object({ from: z.number(), to: z.number(), backup: z.string() }).nullable(),
      warnings: z.array(z.string()),
      /** Restores that took the archive back and that nobody has acknowledged: the row of the log, and in words. */
      rolled_back: z.array(z.object({ seq: z.number(), message: z.string() })),
      /** Letters that wait for somebody's look. */
      review: z.number(),
      /** The last whole-archive check and the last backup, as the log tells them. */
      verified: lastActSchema,
      backed_up: lastActSchema,
    }),
  ),
  'settings.show': reads(EVERYONE, nothing, settingsSchema),
  'settings.change': writes(['archivist', 'sysadmin'], settingsChangeSchema, settingsSchema),
} as const;
