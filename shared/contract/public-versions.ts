/** Calls on public versions (公开版): what is hidden, who decides and reviews, making, publishing, withdrawing, and the days for it. */
import { z } from 'zod';
import { auditTipSchema } from '../model/audit.ts';
import { warningSchema } from '../model/element-schemas.ts';
import { place } from '../model/place.ts';
import {
  foreignPublicActSchema,
  groundSchema,
  privateKindSchema,
  publicItemSchema,
  publicStateSchema,
  publicationSchema,
  verdictSchema,
} from '../model/public-version.ts';
import { id, long, reads, reason, selectionSchema, version, writes, writesFiles } from './call.ts';
import { ARCHIVIST, BUSINESS } from './roles.ts';

export const publicStatusSchema = z.object({
  id,
  version,
  name: z.string(),
  state: publicStateSchema,
  /** Whether two persons can be told apart: without accounts nothing can be reviewed. */
  accounts: z.boolean(),
  items: z.array(publicItemSchema),
  /** How many items wait for a decision. */
  undecided: z.number(),
  review: z.object({ agreed: z.boolean(), by: z.string(), at: z.string(), reason: z.string() }).nullable(),
  publication: publicationSchema.nullable(),
  /** What other archives did with it, as packages told it. */
  foreign: z.array(foreignPublicActSchema),
  /** The last day for making it public; null where it need not be, or has no date. */
  due: z.string().nullable(),
});
export type PublicStatus = z.infer<typeof publicStatusSchema>;

const stateOfOne = z.object({ id, version, state: publicStateSchema, undecided: z.number() });

export const publicDueRowSchema = z.object({
  id,
  name: z.string(),
  doc_number: z.string().nullable(),
  issued_on: z.string().nullable(),
  due: z.string().nullable(),
  /** Days of the calendar since the last day; 0 where it has not passed. */
  late: z.number(),
  state: publicStateSchema,
  publication: publicationSchema.nullable(),
});
export type PublicDueRow = z.infer<typeof publicDueRowSchema>;

/** An item by its name, or words that a person marks: all their places in the letter. */
const decisionSchema = z.union([
  z.object({ item: z.string().min(1).max(80), verdict: verdictSchema, ground: groundSchema.optional() }),
  z.object({
    mark: z.string().min(1).max(2000),
    kind: privateKindSchema.exclude(['whole']).default('other'),
    verdict: verdictSchema,
    ground: groundSchema.optional(),
  }),
]);

export const PUBLIC_CALLS = {
  'public.show': reads(BUSINESS, z.object({ id }), publicStatusSchema),
  /** `ground` left out is the one that is proposed; to keep something needs none. */
  'public.decide': writes(
    ARCHIVIST,
    z.object({ id, base_version: version, decisions: z.array(decisionSchema).min(1).max(2000) }),
    stateOfOne,
  ),
  /** By an account that decided nothing of it. To send it back takes a reason. */
  'public.review': writes(
    ['archivist', 'auditor'],
    z.object({ id, base_version: version, agreed: z.boolean(), reason: z.string().trim().max(2000).default('') }),
    stateOfOne,
  ),
  /** Notes that the public version was published. */
  'public.publish': writes(
    ARCHIVIST,
    z.object({ id, base_version: version, on: z.string().optional() }),
    z.object({ id, version, on: z.string() }),
  ),
  'public.withdraw': writes(ARCHIVIST, z.object({ id, reason }), z.object({ id, version })),
  /** Letters that are to be public within the days, the earliest first. */
  'public.due': reads(
    BUSINESS,
    z.object({
      /** Those alone whose last day has passed. */
      overdue: z.boolean().default(false),
      limit: z.number().int().min(1).max(500).default(100),
      offset: z.number().int().min(0).default(0),
    }),
    z.object({
      total: z.number(),
      overdue: z.number(),
      /** Years of which the table of holidays says nothing, though days were counted in them. */
      years_without_holidays: z.array(z.number()),
      letters: z.array(publicDueRowSchema),
    }),
  ),
  /** Writes public versions as PDF, each with its 脱敏清单 in a folder apart. */
  'export.public': long(
    writesFiles(
      reads(
        BUSINESS,
        z.object({ selection: selectionSchema, out: place('write_folder') }),
        z.object({
          files: z.array(
            z.object({
              id,
              file: z.string(),
              pages: z.number(),
              sha256: z.string(),
              /** How many places were hidden. */
              hidden: z.number(),
              /** 脱敏清单. */
              list: z.string(),
              warnings: z.array(warningSchema),
            }),
          ),
          failed: z.array(z.object({ id, code: z.string(), message: z.string() })),
          audit_tip: auditTipSchema,
        }),
      ),
      { out: 'file' },
    ),
  ),
} as const;
