/** The warning that parts of a file were not asked for marks of secrecy. */
import type { Warning } from '../../../../shared/model/elements.ts';
import { warning } from './reader.ts';

/** @param count parts of the file */
export function uncheckedParts(count: number): Warning {
  return warning('PARTS_UNCHECKED', `文件内有 ${count} 个部分打不开或过大，其中有无涉密标志未检查，请对照原件。`);
}
