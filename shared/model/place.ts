/** Places on this machine's disk that a call is given. */
import { z } from 'zod';

/**
 * What a place is given for. `read`: files or a folder to be read. `write_file`: a new file. `write_folder`: a folder that files are
 * written into. `backup`: what a restore takes the archive from.
 */
export const PLACE_USES = ['read', 'write_file', 'write_folder', 'backup'] as const;
export type PlaceUse = (typeof PLACE_USES)[number];

/** Which schemas are places, so that a door can find them in the contract. */
export const placeUses = z.registry<{ use: PlaceUse }>();

/**
 * A file or folder of this machine: a path from the command line; from the window's page a handle of what a person chose, for which
 * its door puts the path (main/app/ipc.ts).
 */
export function place(use: PlaceUse): z.ZodString {
  return z
    .string()
    .min(1)
    .max(4096)
    .refine((text) => !text.includes('\0'), '路径中不能有空字符')
    .register(placeUses, { use });
}
