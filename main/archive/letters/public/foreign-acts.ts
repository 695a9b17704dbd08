/**
 * Acts on public versions that came with packages: what another archive reviewed, published and withdrew. They stand in the log alone, beside
 * the letter that they are of: nothing here is public, or withdrawn, because of them.
 */
import { packedPublicActSchema, type PackedPublicAct } from '../../../../shared/model/package.ts';
import type { ForeignPublicAct } from '../../../../shared/model/public-version.ts';
import { readRecord } from '../../../../shared/model/stored.ts';
import type { ReadableDb, WritableDb } from '../../storage/types.ts';
import { appendAudit } from '../../trust/audit.ts';
import type { PublicActRecord } from '../../trust/public-evidence.ts';
import { publicActsOf } from './acts.ts';

/** What people were told, and who reviewed it. Decisions on single items stay: they speak of what is hidden. */
const TRAVELLING = ['review', 'return', 'publish', 'withdraw'] as const;
type Travelling = (typeof TRAVELLING)[number];
const isTravelling = (act: string): act is Travelling => (TRAVELLING as readonly string[]).includes(act);

function ownAct({ act, version, at, actor, detail }: PublicActRecord): PackedPublicAct[] {
  if (!isTravelling(act)) return [];
  const { on, reason } = readRecord(detail);
  return [
    {
      ...{ act, version, at, actor },
      on: typeof on === 'string' ? on : null,
      reason: typeof reason === 'string' ? reason : '',
      package: null,
    },
  ];
}

/** Foreign acts on a letter, in the order in which they came. */
export function foreignActsOf(db: ReadableDb, letterId: string): ForeignPublicAct[] {
  return db
    .all<{ detail: string }>(
      "SELECT detail FROM archive.audit WHERE action = 'public.foreign' AND subject = ? ORDER BY seq",
      [letterId],
    )
    .flatMap(({ detail }) => {
      const { acts } = readRecord(detail);
      return (Array.isArray(acts) ? acts : []).flatMap((one: unknown) => {
        const { data } = packedPublicActSchema.safeParse(one);
        return data === undefined || data.package === null ? [] : [{ ...data, package: data.package }];
      });
    });
}

/** What a package tells of a letter's public version: this archive's own acts, and those that came to it. */
export const packedActsOf = (db: ReadableDb, letterId: string): PackedPublicAct[] => [
  ...publicActsOf(db, letterId).flatMap(ownAct),
  ...foreignActsOf(db, letterId),
];

const keyOf = ({ act, version, at, actor }: PackedPublicAct): string => JSON.stringify([act, version, at, actor]);

/**
 * Puts down foreign acts that are not known yet, in the log. To be called inside the transaction that takes the letter.
 * @param from the package that they come with
 */
export function noteForeignActs(
  tx: WritableDb,
  actor: string,
  from: { name: string; sha256: string },
  letterId: string,
  acts: readonly PackedPublicAct[],
): void {
  const known = new Set(packedActsOf(tx, letterId).map(keyOf));
  const fresh = acts.filter((act) => !known.has(keyOf(act))).map((act) => ({ ...act, package: act.package ?? from }));
  if (fresh.length === 0) return;
  appendAudit(tx, {
    ...{ actor, action: 'public.foreign', subject: letterId },
    detail: { package: from.sha256, acts: fresh },
  });
}
