/** The items of the four-property inspection, and the counts and findings of each while letters go by. */
import type { InspectionFinding, InspectionItem } from '../../../shared/model/inspection.ts';

/** Items with their names. Those in `BY_HAND` only a person can tell; those in `OF_PACKAGES` are of a package, not of an archive. */
export const INSPECTION_ITEMS: Readonly<Record<string, string>> = {
  '1-1': '固化信息有效性（版本和内容的摘要）',
  '1-2': '元数据项数据长度',
  '1-3': '元数据项数据类型、格式',
  '1-4': '元数据项值域',
  '1-5': '元数据项数据值合理性',
  '1-6': '元数据项数据包含特殊字符',
  '1-7': '档号规范性',
  '1-8': '元数据项数据重复性（档号、文号、题名）',
  '1-10': '内容数据的电子属性一致性（名称、大小）',
  '1-11': '元数据与内容数据关联一致性',
  '1-12': '说明文件和目录文件规范性',
  '1-13': '信息包目录结构规范性',
  '1-14': '信息包一致性',
  '2-1': '总件数相符性（与审计日志）',
  '2-2': '总字节数相符性',
  '2-3': '元数据项完整性',
  '2-4': '元数据必填著录项完整性',
  '2-5': '过程信息完整性',
  '2-6': '连续性元数据项（件号）',
  '2-7': '内容数据完整性',
  '2-8': '附件数据完整性',
  '2-9': '归档范围',
  '2-10': '信息包元数据完整性',
  '2-11': '信息包内容数据完整性',
  '3-1': '信息包中元数据的可读性',
  '3-2': '目标数据库中元数据可访问性',
  '3-3': '内容数据格式（适合长期保存）',
  '3-4': '内容数据的可读性',
  '3-5': '内容数据格式长期可用性（软硬件环境）',
  '3-8': '内容数据是否加密、非公开压缩',
  '4-1': '系统环境中是否安装杀毒软件',
  '4-2': '病毒感染',
  '4-3': '载体中多余文件、外观、读取速度',
  '4-7': '归档过程安全性（审计日志、账户、设置）',
};
const OF_PACKAGES = new Set(['1-12', '1-13', '1-14', '2-10', '2-11', '3-1']);
const BY_HAND: Readonly<Record<string, string>> = {
  '2-9': '须对照归档范围和保管期限表由人核对',
  '3-5': '须由人确认现有软硬件能打开各种格式',
  '4-1': '离线程序无从得知，须由人确认',
  '4-2': '离线程序不查病毒，须由人用杀毒软件检查',
  '4-3': '须由人检查存储介质',
};
/** Items that speak of the archive as a whole. */
const WHOLE_ONLY = new Set(['2-1', '2-2', '2-6', '4-7']);

/** Counts and findings of each item while letters go by. */
export class Ledger {
  readonly findings: InspectionFinding[] = [];
  readonly #checked = new Map<string, number>();
  readonly #failed = new Map<string, number>();
  readonly #unsure = new Map<string, number>();
  readonly #kinds = new Map<string, Map<string, number>>();

  /** One thing looked at. @param faults what is wrong with it, in words */
  look(code: string, id: string, faults: readonly string[]): void {
    this.#add(this.#checked, code);
    if (faults.length === 0) return;
    this.#add(this.#failed, code);
    for (const message of faults) this.findings.push({ code, id, message });
  }
  /** One thing that only a person can tell. */
  leave(code: string, id: string, message: string): void {
    this.#add(this.#unsure, code);
    this.findings.push({ code, id, message });
  }
  /** How something was looked at, counted by kind: a result says what was really done. */
  tell(code: string, kind: string): void {
    const kinds = this.#kinds.get(code) ?? new Map<string, number>();
    this.#kinds.set(code, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
  }
  #how(code: string): string {
    const kinds = [...(this.#kinds.get(code) ?? [])];
    return kinds.length === 0 ? '' : `（${kinds.map(([kind, count]) => `${kind} ${count}`).join('，')}）`;
  }
  #add(counts: Map<string, number>, code: string): void {
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }

  item(code: string, whole: boolean): InspectionItem {
    const checked = this.#checked.get(code) ?? 0;
    const failed = this.#failed.get(code) ?? 0;
    const unsure = this.#unsure.get(code) ?? 0;
    const about = { code, name: INSPECTION_ITEMS[code] ?? code, checked, failed };
    const byHand = BY_HAND[code];
    if (byHand !== undefined) return { ...about, outcome: 'manual', note: byHand };
    if (OF_PACKAGES.has(code)) return { ...about, outcome: 'none', note: '检测对象为档案库，不是信息包' };
    if (WHOLE_ONLY.has(code) && !whole) return { ...about, outcome: 'none', note: '只在检测全库时核对' };
    if (failed > 0) return { ...about, outcome: 'fail', note: `${checked} 项中 ${failed} 项不符` };
    if (unsure > 0)
      return { ...about, outcome: 'manual', note: `${checked} 项相符${this.#how(code)}，${unsure} 项须由人核对` };
    if (checked === 0) return { ...about, outcome: 'none', note: '没有可检测的对象' };
    return { ...about, outcome: 'pass', note: `${checked} 项相符${this.#how(code)}` };
  }
}
