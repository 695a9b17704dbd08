/**
 * What an export has finished, a line each, in a hidden file in the target folder: an export that was killed or cancelled goes on where
 * it stopped when the same is asked for again. The file goes when the export has ended.
 */
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { warningSchema } from '../../../shared/model/element-schemas.ts';
import { VERSION } from '../../../shared/version.ts';
import { requireOutside } from '../storage/output-guard.ts';
import { sha256Hex } from '../trust/canonical.ts';

const lineSchema = z.object({
  id: z.string(),
  /** Hash of the version that was printed; a letter that was changed since is printed anew. */
  version: z.string(),
  program: z.string(),
  /** Name in the folder. */
  file: z.string(),
  pages: z.number(),
  sha256: z.string(),
  warnings: z.array(warningSchema),
  stamped_original: z.object({ file: z.string(), pages: z.number(), sha256: z.string() }).optional(),
  attached: z
    .array(z.object({ id: z.string(), name: z.string(), pages: z.number(), code: z.string().optional() }))
    .optional(),
});
export type FinishedFile = z.infer<typeof lineSchema>;

export interface ExportJournal {
  /** A finished file whose letter has not changed since, undefined where there is none. */
  find: (id: string, version: string) => FinishedFile | undefined;
  add: (file: Omit<FinishedFile, 'program'>) => void;
  /** Forgets all: the export has ended. */
  end: () => void;
}

/** Names what was asked for: the same again has the same. */
export const requestKey = (request: object): string => sha256Hex(JSON.stringify(request)).slice(0, 16);

/**
 * @param folder where the files go
 * @param request what was asked for; another request has another journal
 */
export function openJournal(folder: string, request: object): ExportJournal {
  const path = join(folder, `.fuhan-export-${requestKey(request)}.jsonl`);
  requireOutside(path);
  const finished = new Map<string, FinishedFile>();
  for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    const read = parseLine(line);
    // A line that a kill cut off is no line.
    if (read !== undefined && read.program === VERSION) finished.set(`${read.id} ${read.version}`, read);
  }
  return {
    find: (id, version) => finished.get(`${id} ${version}`),
    add: (file) => appendFileSync(path, `${JSON.stringify({ ...file, program: VERSION } satisfies FinishedFile)}\n`),
    end: () => rmSync(path, { force: true }),
  };
}

function parseLine(line: string): FinishedFile | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
