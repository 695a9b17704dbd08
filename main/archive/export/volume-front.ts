/**
 * The front of a volume: what it is, its contents, and the attachments of its letters with their hashes. A large table takes the typesetter
 * some hundred bytes of memory a byte: contents and attachments are set apart, and long lists in several parts.
 */
import { basename } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { roleLabel, type Attachment } from '../../../shared/model/letter.ts';
import type { VolumePart } from '../print/pdf-volume.ts';
import type { Report, ReportBlock } from '../print/report.ts';
import { widthsWithWhole } from '../print/report-widths.ts';
import { nameOf, placeOf, spanOf, type BoundLetter, type VolumeContext } from './bound-letter.ts';
import { cataloguedTitle } from './file-catalogue.ts';

/** Rows of the list of attachments that are set at a time. */
const LISTED_ROWS = 400;
/** Of the type of tables with hashes, in points: a hash takes three lines. */
const LIST_SIZE = 8.5;

export interface FrontOf {
  bound: readonly BoundLetter[];
  /** On which page behind the front each letter begins, from 0. */
  starts: readonly number[];
  /** Pages behind the front. */
  behind: number;
  /** Attachments that lie inside the volume, by their place. */
  embedded: ReadonlySet<string>;
  /** Which of several volumes it is. */
  place: string;
}

/**
 * Sets the front. It tells on which page each letter begins, which depends on its own length: it is set until that is right.
 * @returns its parts in order
 * @throws ArchiveError EXPORT_FAILED
 */
export async function setFront(of: FrontOf, context: VolumeContext): Promise<VolumePart[]> {
  const lists: VolumePart[] = [];
  let listed = 0;
  for (const report of attachmentLists(of, context)) {
    const set = await context.typesetting.report(report);
    await context.typesetting.rest();
    lists.push({ pdf: set.pdf, title: report.title, label: `附件${lists.length + 1}-` });
    listed += set.pages;
  }
  let own = 1;
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const set = await context.typesetting.report(contents(of, own + listed, context));
    // Each attempt holds some 100 MB beside the one before.
    await context.typesetting.rest();
    if (set.pages === own) return [{ pdf: set.pdf, title: '封面和目录', label: '卷首' }, ...lists];
    own = set.pages;
  }
  throw new ArchiveError('EXPORT_FAILED', '目录', 'the contents do not settle');
}

function contents({ bound, starts, behind, place }: FrontOf, own: number, context: VolumeContext): Report {
  const rows = bound.map(({ letter, hash }, at) => [
    String(at + 1),
    letter.ref_code ?? '',
    letter.elements.doc_number ?? '',
    cataloguedTitle(letter),
    String(letter.version),
    String(own + (starts[at] ?? 0) + 1),
    hash,
  ]);
  const blocks: ReportBlock[] = [
    {
      kind: 'pairs',
      rows: [
        ['起止档号', spanOf(bound)],
        ['件数、页数', `${bound.length} 件，连同封面和目录 ${own + behind} 页`],
        ...context.about,
      ],
    },
    { kind: 'heading', text: '目录' },
    {
      kind: 'table',
      columns: ['序号', '档号', '文号', '题名', '版本', '起页', '版本校验值'],
      ...widthsWithWhole([1.4, 3.2, 2.6, 4.7, 1.4, 1.4, 5.7], [0, 1, 4, 5], rows, LIST_SIZE),
      size: LIST_SIZE,
      rows,
    },
  ];
  return { title: '复函汇编', subtitle: place, foot: context.foot, date: context.date, blocks };
}

/** Whether an attachment lies inside the volume, as a file or as pages. */
function whereIs(one: BoundLetter, file: Attachment, embedded: ReadonlySet<string>): string {
  const pages = one.attached.find(({ id }) => id === file.id)?.pages ?? 0;
  const inside = embedded.has(placeOf(one, file)) ? '已嵌入' : '未嵌入';
  return pages === 0 ? inside : `${inside === '已嵌入' ? `${inside}，` : ''}附后 ${pages} 页`;
}

function attachmentLists({ bound, embedded, place }: FrontOf, context: VolumeContext): Report[] {
  const rows = bound.flatMap((one) =>
    one.letter.attachments.map((file) => [
      nameOf(one),
      roleLabel(file.role),
      basename(file.name),
      String(file.size),
      file.sha256,
      whereIs(one, file, embedded),
    ]),
  );
  const columns = ['档号', '种类', '名称', '字节', 'SHA-256', '在本册内'];
  const { widths, whole } = widthsWithWhole([3.2, 1.2, 3.4, 1.6, 5.2, 2], [0, 3], rows, LIST_SIZE);
  return Array.from({ length: Math.ceil(rows.length / LISTED_ROWS) }, (_, at): Report => {
    const part = rows.slice(at * LISTED_ROWS, (at + 1) * LISTED_ROWS);
    const blocks: ReportBlock[] = [{ kind: 'table', columns, widths, whole, size: LIST_SIZE, rows: part }];
    return { title: '附件清单', subtitle: place, foot: context.foot, date: context.date, blocks };
  });
}
