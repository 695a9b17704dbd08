/** What became of each file of an import, as a table for people. Pure. */
import type { ImportItem } from '../../../shared/contract/index.ts';

const HEADING = ['序号', '文件', '结果', '待核对', '题名', '发文字号', '编号', '原因代码', '说明', '可能重复的函件'];
const STATUS = { filed: '已入库', duplicate: '重复', refused: '未入库', differs: '待决定', version: '新版本' } as const;

function statusOf({ status }: ImportItem, dryRun: boolean): string {
  if (dryRun && status === 'filed') return '可入库（试读，未写入）';
  return dryRun && status === 'version' ? '可作为新版本（试读，未写入）' : STATUS[status];
}

/** Of a file that bears marks of secrecy only the fact is written down, not its name. */
export function reportTable(items: readonly ImportItem[], dryRun = false): { heading: string[]; rows: string[][] } {
  const rows = items.map((item, at) => [
    String(at + 1),
    item.code === 'SECRET_REFUSED' ? '（涉密文件，不记录文件名）' : item.file,
    statusOf(item, dryRun),
    item.review === true ? '是' : '',
    item.title ?? '',
    item.doc_number ?? '',
    item.id ?? '',
    item.code ?? '',
    item.code === 'SECRET_REFUSED'
      ? '文件带有涉密标志，未复制、未缓存、未索引。'
      : [item.message, item.why].filter((words) => words !== undefined).join('；'),
    (item.twins ?? []).join(' '),
  ]);
  return { heading: [...HEADING], rows };
}
