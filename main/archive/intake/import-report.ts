/** What became of each file of an import, as a table for people. */
import { accessSync, constants, existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { ImportItem } from '../../../shared/contract/index.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { registerColumn, type RegisterColumn } from '../../../shared/model/registers.ts';
import { makeOutputFolder } from '../print/new-file.ts';
import { tableKind, writeTable } from '../print/table-file.ts';
import { targetError } from '../storage/failures.ts';
import { requireOutside } from '../storage/output-guard.ts';

const words = (label: string, width: number): RegisterColumn => ({ label, type: 'text', width });
const COLUMNS: readonly RegisterColumn[] = [
  registerColumn('number'),
  words('文件', 40),
  { ...words('结果', 8), whole: 'all' },
  words('待核对', 7),
  registerColumn('title'),
  registerColumn('doc_number'),
  { ...registerColumn('id'), label: '编号' },
  words('原因代码', 16),
  words('说明', 40),
  words('可能重复的函件', 16),
];
const STATUS = { filed: '已入库', duplicate: '重复', refused: '未入库', differs: '待决定', version: '新版本' } as const;

function statusOf({ status }: ImportItem, dryRun: boolean): string {
  if (dryRun && status === 'filed') return '可入库（试读，未写入）';
  return dryRun && status === 'version' ? '可作为新版本（试读，未写入）' : STATUS[status];
}

/** Of a file that bears marks of secrecy only the fact is written down, not its name. */
function reportTable(
  items: readonly ImportItem[],
  dryRun = false,
): { columns: readonly RegisterColumn[]; rows: string[][] } {
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
  return { columns: COLUMNS, rows };
}

/** Before a letter is filed: a place that takes no file is told now, not when all is done. @throws ArchiveError BAD_VALUE, OUT_IN_ARCHIVE, TARGET_EXISTS, NO_PERMISSION … */
export function checkReport(file: string): void {
  tableKind(file);
  requireOutside(file);
  if (existsSync(file)) throw new ArchiveError('TARGET_EXISTS', basename(file));
  const folder = dirname(resolve(file));
  makeOutputFolder(folder);
  try {
    accessSync(folder, constants.W_OK);
  } catch (thrown) {
    throw targetError(thrown, folder);
  }
}

/** @returns the path written @throws ArchiveError as the disk says */
export function writeReport(file: string, items: readonly ImportItem[], dryRun?: boolean): string {
  const { columns, rows } = reportTable(items, dryRun);
  try {
    return writeTable(file, columns, rows);
  } catch (thrown) {
    throw targetError(thrown, file);
  }
}
