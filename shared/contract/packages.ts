/** Calls on packages (交接数据包): making one, checking one, and deciding on letters that two archives have changed apart. */
import { z } from 'zod';
import { auditTipSchema } from '../model/audit.ts';
import { place } from '../model/place.ts';
import { packageCheckSchema, packageChoiceSchema, packageDifferenceSchema } from '../model/package.ts';
import {
  id,
  long,
  oneLine,
  reads,
  reason,
  selectionSchema,
  version,
  versionMadeSchema,
  writes,
  writesFiles,
} from './call.ts';
import { ARCHIVIST, BUSINESS } from './roles.ts';

export const PACKAGE_CALLS = {
  /** A bag (RFC 8493) with a page to look at it and a program to check it; of all letters where none are selected. */
  'export.package': long(
    writesFiles(
      reads(
        BUSINESS,
        z.object({
          selection: selectionSchema.optional(),
          /** A folder that is not there yet becomes the package; in one that is there it gets a name of its own. */
          out: place('write_folder'),
          zip: z.boolean().default(false),
          /** Also each letter as an EEP (DA/T 48-2009), not signed. */
          eep: z.boolean().default(false),
          /** 移交单位; the fonds' code where left out. */
          organization: oneLine.min(1).max(200).optional(),
        }),
        z.object({
          /** The folder, or the zip. */
          dir: z.string(),
          name: z.string(),
          letters: z.number(),
          /** Of the payload. */
          files: z.number(),
          bytes: z.number(),
          /** Of tagmanifest-sha256.txt, which covers all else. */
          sha256: z.string(),
          /** Whether no item of the four-property report failed. */
          inspected: z.boolean(),
          /** The items that failed, with how many letters; 0 where it is about the archive as a whole. */
          failed_items: z.array(z.object({ code: z.string(), name: z.string(), letters: z.number() })),
          /** How many letters that were disposed of are left out, where all were asked for. */
          disposed: z.number(),
          /** Letters whose page could not be set; they are in the package without it. */
          unset: z.array(z.object({ id, name: z.string(), code: z.string(), message: z.string() })),
          /** Head of the audit log behind the entry of this export. */
          audit_tip: auditTipSchema,
        }),
      ),
      { out: 'file' },
    ),
  ),
  'package.check': long(reads(BUSINESS, z.object({ path: place('read') }), packageCheckSchema)),
  /** Both sides of a letter of a package, or of a package in a folder. @param id the letter's id in the package */
  'package.compare': reads(ARCHIVIST, z.object({ path: place('read'), id }), packageDifferenceSchema),
  /** What goes on from here; the package's history is kept whole beside the letter's own, and the new version names both heads. */
  'package.decide': long(
    writes(
      ARCHIVIST,
      z.object({
        path: place('read'),
        id,
        take: packageChoiceSchema,
        reason,
        base_version: version.optional(),
        ocr: z.boolean().default(true),
      }),
      versionMadeSchema,
    ),
  ),
} as const;
