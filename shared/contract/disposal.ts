/** Calls of appraisal and disposal (鉴定与销毁): letters whose retention has ended, opinions, approval, signatures, the execution, its register. */
import { z } from 'zod';
import { auditTipSchema } from '../model/audit.ts';
import {
  appraisalSchema,
  disposalStateSchema,
  opinionSchema,
  remainingSchema,
  retentionSchema,
  rewrittenSchema,
} from '../model/disposal.ts';
import { warningSchema } from '../model/element-schemas.ts';
import { place } from '../model/place.ts';
import { id, long, reads, reason, writes, writesFiles } from './call.ts';
import { ARCHIVIST, BUSINESS } from './roles.ts';

const blockedSchema = z.object({ code: z.string(), message: z.string() });
const said = z.object({ by: z.string(), at: z.string() });
const paging = {
  limit: z.number().int().min(1).max(500).default(100),
  offset: z.number().int().min(0).default(0),
};

export const expiringRowSchema = z.object({
  id,
  name: z.string(),
  ref_code: z.string().nullable(),
  year: z.number(),
  retention: retentionSchema,
  expires: z.string(),
  /** What keeps it from being appraised now. */
  blocked: blockedSchema.nullable(),
  /** The disposal that it is in, while that is under way. */
  disposal: z.object({ id, state: disposalStateSchema }).nullable(),
  /** What an earlier appraisal came to. */
  appraised: z.object({ on: z.string(), outcome: appraisalSchema }).nullable(),
});
export type ExpiringRow = z.infer<typeof expiringRowSchema>;

export const disposalItemSchema = z.object({
  letter: id,
  name: z.string(),
  ref_code: z.string().nullable(),
  year: z.number(),
  retention: retentionSchema,
  expires: z.string().nullable(),
  blocked: blockedSchema.nullable(),
  opinions: z.array(said.extend({ verdict: appraisalSchema, retention: retentionSchema.nullable(), note: z.string() })),
  /** Null until all opinions are there. */
  outcome: appraisalSchema.nullable(),
  new_retention: retentionSchema.nullable(),
  disposed: z.boolean(),
  /** How many texts and files stay because another letter uses them; null until it is disposed of. */
  kept: z.number().nullable(),
});
export type DisposalItemView = z.infer<typeof disposalItemSchema>;

export const disposalViewSchema = z.object({
  id,
  state: disposalStateSchema,
  reason: z.string(),
  opened: said,
  items: z.array(disposalItemSchema),
  appraisers: z.array(said),
  decided: said.extend({ agreed: z.boolean(), reason: z.string() }).nullable(),
  supervisors: z.array(said),
  executed: said.nullable(),
  /** SHA-256 of the row that holds the 销毁清册, as the log has it; null before the execution. */
  register_sha256: z.string().nullable(),
  /** Copies that were written anew, or taken away. */
  rewritten: z.array(rewrittenSchema),
  /** Copies that may still hold the letters; null until all that can be reached was looked at. */
  remaining: z.array(remainingSchema).nullable(),
  finished_at: z.string().nullable(),
  cancelled: said.extend({ reason: z.string() }).nullable(),
});
export type DisposalView = z.infer<typeof disposalViewSchema>;

const stand = z.object({ id, state: disposalStateSchema });
const optionalReason = z.string().trim().max(2000).default('');

export const DISPOSAL_CALLS = {
  /** Letters whose retention has ended by a day (today where left out), the first to end first. */
  'disposal.expiring': reads(
    BUSINESS,
    z.object({ until: z.string().optional(), ...paging }),
    z.object({ total: z.number(), accounts: z.boolean(), letters: z.array(expiringRowSchema) }),
  ),
  'disposal.list': reads(
    BUSINESS,
    z.object({ ...paging }),
    z.object({
      total: z.number(),
      disposals: z.array(
        stand.extend({ opened: said, reason: z.string(), letters: z.number(), remaining: z.number().nullable() }),
      ),
    }),
  ),
  'disposal.show': reads(BUSINESS, z.object({ id }), disposalViewSchema),
  'disposal.open': writes(ARCHIVIST, z.object({ ids: z.array(id).min(1).max(1000), reason }), stand),
  /** One person's opinions, of all letters at once. */
  'disposal.opine': writes(BUSINESS, z.object({ id, opinions: z.array(opinionSchema).min(1).max(1000) }), stand),
  /** By an account that gave no opinion. To refuse takes a reason. */
  'disposal.approve': writes(ARCHIVIST, z.object({ id, agreed: z.boolean(), reason: optionalReason }), stand),
  /** 监销: by two accounts that neither gave an opinion nor approved. */
  'disposal.sign': writes(BUSINESS, z.object({ id }), stand),
  'disposal.cancel': writes(ARCHIVIST, z.object({ id, reason }), stand),
  /** By an account that neither approved nor signed. Goes on with one that was interrupted; looks again for copies of one that is done. */
  'disposal.execute': long(
    writes(
      ARCHIVIST,
      z.object({
        id,
        /** Other folders with backups, as of a disk that was not connected. */
        places: z.array(place('write_folder')).max(20).default([]),
      }),
      disposalViewSchema,
    ),
  ),
  /** 销毁清册 as xlsx or PDF. */
  'export.disposal': writesFiles(
    reads(
      BUSINESS,
      z.object({ id, out: place('write_file') }),
      z.object({
        file: z.string(),
        rows: z.number(),
        sha256: z.string(),
        pages: z.number().optional(),
        warnings: z.array(warningSchema),
        audit_tip: auditTipSchema,
      }),
    ),
    { out: 'file' },
  ),
} as const;
