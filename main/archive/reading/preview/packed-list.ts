/** What lies in a zip, by its own list: names and sizes. Nothing of it is unpacked, and no name is used as a path. */
import type { PreviewOf } from '../../../../shared/model/preview.ts';
import type { FileBytes } from '../readers/reader.ts';
import { LEFT_OUT, safeName } from '../readers/zip.ts';
import type { ZipContainer } from '../readers/zip-container.ts';
import { PreviewBudget } from './preview-budget.ts';

/** Characters that turn the direction of what follows: a name must not look like another one. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

export function packedList(zip: ZipContainer, { name }: FileBytes): PreviewOf<'packed'> {
  const budget = new PreviewBudget();
  const listed = zip.entries.filter((entry) => !entry.folder && !LEFT_OUT.test(entry.name));
  const files = listed
    .map((entry) => ({
      name: safeName(entry.name).replaceAll(TURNING, '').toWellFormed(),
      size: entry.size,
      locked: entry.encrypted,
    }))
    .filter((file) => budget.takeCell() && budget.takeText(file.name.length));
  return { kind: 'packed', name, files, total: listed.length, cut: budget.cut };
}
