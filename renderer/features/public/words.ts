/** Words of the places where public versions are decided, reviewed and published. */
import {
  GROUNDS,
  PUBLIC_ACTS,
  PUBLIC_FIELDS,
  PUBLIC_STATES,
  kindSpec,
  type ForeignPublicAct,
  type PublicItem,
} from '../../../shared/model/public-version.ts';

export const words = {
  hint: '程序找出可能不宜公开的内容，由一人逐项决定，另一人复核，然后制作公开版。函件本身不变。',
  noAccounts: '本档案库没有启用账户：可以作出决定，不能复核，也就不能制作公开版。',
  state: (state: keyof typeof PUBLIC_STATES, undecided: number): string =>
    `${PUBLIC_STATES[state]}${undecided === 0 ? '' : `，${undecided} 项待决定`}`,
  due: (day: string): string => `应于 ${day} 前公开`,
  reviewed: (agreed: boolean, by: string, reason: string): string =>
    agreed ? `${by} 复核同意` : `${by} 复核退回：${reason}`,
  published: (on: string): string => `已登记于 ${on} 公开`,
  withdrawn: (reason: string): string => `已撤回：${reason}`,
  makeNeeds: '另一人复核同意后才能制作公开版',
  noneDue: '没有应主动公开的函件。',
  noneOverdue: '没有逾期的函件。',
  noHolidays: '尚未填写，按周末休息推算。',
  foreign: '其他档案库的公开记录（随数据包收到，本库不因此公开或撤回）',
  foreignAct: ({ act, version, actor, on, reason, package: from }: ForeignPublicAct, at: string): string =>
    `${at}　${actor}　${PUBLIC_ACTS[act]}第 ${version} 版${on === null ? '' : `（${on}）`}${reason === '' ? '' : `：${reason}`}　来自“${from.name}”`,
  items: '可能不宜公开的内容',
  kind: '类别',
  value: '内容',
  decision: '决定',
  decidedBy: (name: string): string => `决定人 ${name}`,
  where: ({ places }: PublicItem): string => {
    const fields = [...new Set(places.map((place) => PUBLIC_FIELDS[place.where]))].join('、');
    return places.length === 0 ? '' : `${fields}，${places.length} 处`;
  },
  value_: ({ kind, value, reason }: PublicItem): string => (kind === 'whole' ? reason : value),
  verdict: ({ covered, verdict, ground, required, suggested }: PublicItem): string => {
    if (covered) return '已含在别处隐去的内容中';
    if (verdict === 'hide') return `隐去，${ground === null ? '' : GROUNDS[ground]}`;
    if (verdict === 'keep') return '保留';
    if (!required) return '保留（未另作决定）';
    return `待决定（建议${suggested.verdict === 'hide' ? '隐去' : '保留'}）`;
  },
  kindOf: ({ kind }: PublicItem): string => kindSpec(kind).label,
  ground: '依据',
  suggestedGround: '按建议的依据',
  hide: (count: number): string => `隐去选中的 ${count} 项`,
  keep: (count: number): string => `保留选中的 ${count} 项`,
  mark: '另外标出',
  markHint: '函件中的文字，至少两个字',
  markHide: '标出并隐去',
  decided: '决定已保存',
  agree: '复核同意',
  agreed: '已复核',
  sendBack: '复核退回',
  sentBack: '已退回',
  make: '制作公开版',
  makeFolder: '选择保存公开版的文件夹',
  makeDone: (hidden: number): string =>
    `公开版已制成，隐去 ${hidden} 处，重新读出核对无遗漏。脱敏清单在旁边的文件夹里，供内部留存`,
  publish: '登记公开',
  publishDay: '公开日期',
  publishDone: (on: string): string => `已登记于 ${on} 公开`,
  withdraw: '撤回公开版',
  withdrawDone: '已登记撤回，请同时从公开的地方撤下',
  preview: '公开版内容预览（灰底处将隐去）',
  readOnly: '档案库只读，不能作出决定',
  daysTab: '公开',
  daysHint: '公开属性为主动公开的函件，应自成文之日起二十个工作日内公开。',
  overdueOnly: '只看逾期',
  counts: (total: number, overdue: number): string => `共 ${total} 件，逾期 ${overdue} 件`,
  unknownYears: (years: string): string => `节假日表中没有 ${years} 年，期限只按周末推算。请在下面填写。`,
  letter: '函件',
  issuedOn: '成文日期',
  dueOn: '公开期限',
  stateHead: '公开版',
  late: (days: number): string => `逾期 ${days} 天`,
  holidays: '节假日表',
  holidaysHint: '每行一天，如“2026-10-01 休 国庆节”；周末上班写“2026-10-10 班”。没有列出的日子按周末休息推算。',
  holidaysSave: '保存节假日表',
  holidaysSaved: (count: number): string => `节假日表已保存，共 ${count} 天`,
} as const;
