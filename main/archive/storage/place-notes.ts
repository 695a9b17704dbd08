/** What a person must know of an archive's place: who else comes to it, and what lies there that is not its own. */
import { readFileSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveDb } from './archive-db.ts';
import { quarantineFolders } from './journal-checks.ts';
import { ARCHIVE_NAME, INDEX_FOLDER } from './open-checks.ts';
import { isLinked } from './links.ts';
import { linkedFolders } from './own-folders.ts';
import { OTHERS, OTHERS_WRITE, hasRights, isShared } from './own-places.ts';

function groupName(gid: number): string {
  try {
    const line = readFileSync('/etc/group', 'utf8')
      .split('\n')
      .find((one) => one.split(':')[2] === String(gid));
    return line?.split(':')[0] ?? String(gid);
  } catch {
    return String(gid);
  }
}

const modeOf = (path: string): number => {
  try {
    return statSync(path).mode;
  } catch {
    return 0;
  }
};

/** Who else on this computer comes to the folder. */
function rightsNotes(folder: string): string[] {
  if (!hasRights) return [];
  let place: Stats;
  try {
    place = statSync(folder);
  } catch {
    return [];
  }
  const notes: string[] = [];
  const letters = modeOf(join(folder, ARCHIVE_NAME)) & OTHERS;
  if ((place.mode & OTHERS_WRITE) !== 0 || (letters & OTHERS_WRITE) !== 0)
    notes.push('本机其他用户可以改动、删除档案库文件夹中的文件。请收回其他用户的权限（文件夹设为 700）。');
  else if (letters !== 0) notes.push('本机其他用户可以直接读取档案库文件。请收回其他用户的权限（文件夹设为 700）。');
  else if ((place.mode & OTHERS) !== 0)
    notes.push('档案库文件夹对本机其他用户开放。请收回其他用户的权限（文件夹设为 700）。');
  if (isShared(place)) notes.push(`档案库文件夹与用户组“${groupName(place.gid)}”共享，组内用户都能读写库中文件。`);
  return notes;
}

/** @returns sentences in Chinese, for the window's state and beside a check; none where all is as it should be */
export function placeNotes({ disk, folder, foreignJournal, readOnly }: ArchiveDb): string[] {
  const left = foreignJournal !== null && foreignJournal.quarantined === null;
  return [
    ...rightsNotes(folder),
    ...(left ? ['档案库旁有外来的日志文件，未采用，库中内容未受影响。请交维护人员检查。'] : []),
    ...quarantineFolders(disk, folder).map(
      (place) => `档案库旁曾有外来的日志文件，未采用，已移入 ${place}，库中内容未受影响。请交维护人员检查后移走。`,
    ),
    ...quarantineFolders(disk, folder, [INDEX_FOLDER]).map(
      (place) =>
        `检索索引的文件夹曾是链接，或其中有链接，已原样移入 ${place}，索引已重建，库中内容未受影响。请交维护人员检查后移走。`,
    ),
    ...(readOnly && isLinked(disk, join(folder, INDEX_FOLDER))
      ? ['检索索引的文件夹是链接，未采用，库中内容未受影响。请交维护人员检查。']
      : []),
    ...linkedFolders(disk, folder).map(
      (place) =>
        `${place} 是链接，程序不向其中写入，库中内容未受影响。请去掉链接；备份要放到别处，请在设置中改备份位置。`,
    ),
  ];
}
