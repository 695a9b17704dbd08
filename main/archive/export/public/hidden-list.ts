/** 脱敏清单: what kind of thing was hidden where, on which ground, by which two persons. Never what it was, and not how long. */
import {
  GROUNDS,
  PUBLIC_FIELDS,
  kindSpec,
  type PublicItem,
  type PublicPlace,
} from '../../../../shared/model/public-version.ts';
import type { AuditTip } from '../../../../shared/model/audit.ts';
import { beijingTime } from '../../../../shared/text/dates.ts';
import type { Report, ReportBlock } from '../../print/report.ts';
import { widthsWithWhole } from '../../print/report-widths.ts';
import { logHeadRows } from '../../trust/log-head.ts';

export interface HiddenList {
  /** As the public version has them. */
  title: string;
  docNumber: string | null;
  refCode: string | null;
  version: number;
  /** What was decided; that which lies inside something hidden is hidden with it. */
  items: readonly PublicItem[];
  text: string;
  /** Whole names, as paper has them. */
  nameOf: (actor: string) => string;
  reviewed: { by: string; at: string };
  file: { name: string; sha256: string };
  tip: AuditTip;
  date: Date;
}

/** Paragraph and character at which a place begins. */
export function placeWords({ where, start }: PublicPlace, text: string): string {
  if (where !== 'text') return `${PUBLIC_FIELDS[where]}第 ${start + 1} 字起`;
  const above = text.slice(0, start);
  const paragraph = above.split('\n').filter((line, at, all) => line.trim() !== '' || at === all.length - 1).length;
  return `正文第 ${paragraph} 段第 ${start - above.lastIndexOf('\n')} 字起`;
}

export function hiddenList(list: HiddenList): Report {
  const hidden = list.items.filter(({ verdict, covered }) => verdict === 'hide' || covered);
  const kept = list.items.filter(({ verdict, covered }) => verdict === 'keep' && !covered);
  const deciders = new Set(
    list.items.flatMap(({ decided_by }) => (decided_by === null ? [] : [list.nameOf(decided_by)])),
  );
  const by = (item: PublicItem): string => (item.decided_by === null ? '' : list.nameOf(item.decided_by));
  const places = hidden.flatMap((item) =>
    item.places.map((place) => [
      kindSpec(item.kind).label,
      placeWords(place, list.text),
      item.covered ? '在已隐去的一处之内' : item.ground === null ? '' : GROUNDS[item.ground],
      item.covered ? '' : by(item),
      list.nameOf(list.reviewed.by),
    ]),
  );
  const rows = places.map((row, at) => [String(at + 1), ...row]);
  const keptRows = kept.map((item, at) => [
    String(at + 1),
    kindSpec(item.kind).label,
    item.places.map((place) => placeWords(place, list.text)).join('；'),
    by(item),
  ]);
  return {
    title: '脱敏清单',
    subtitle: '内部留存，不对外公开。只列类别、位置、依据和经办人，不列所隐去的内容。',
    foot: `审计链第 ${list.tip.seq} 条`,
    date: list.date,
    blocks: [
      { kind: 'heading', text: '一、公开版' },
      {
        kind: 'pairs',
        rows: [
          ['题名', list.title],
          ['发文字号', list.docNumber ?? '（无）'],
          ['档号', list.refCode ?? '（无）'],
          ['所据版本', `第 ${list.version} 版`],
          ['文件', list.file.name],
          ['文件 SHA-256', list.file.sha256],
          ['决定', [...deciders].join('、')],
          ['复核', `${list.nameOf(list.reviewed.by)}　${beijingTime(list.reviewed.at)}`],
        ],
      },
      { kind: 'heading', text: `二、隐去 ${rows.length} 处` },
      ...tableOf(['序号', '类别', '位置', '依据', '决定', '复核'], [6, 19, 30, 26, 13, 13], [0, 3], rows),
      { kind: 'heading', text: `三、决定保留 ${kept.length} 项` },
      ...tableOf(['序号', '类别', '位置', '决定'], [6, 24, 50, 20], [0], keptRows),
      { kind: 'heading', text: '四、出处' },
      { kind: 'pairs', rows: logHeadRows(list.tip) },
      { kind: 'signatures', labels: ['决定人', '复核人'] },
    ],
  };
}

/** @param whole columns that are not broken. A table without rows is none: its heading says so. */
function tableOf(columns: string[], shares: number[], whole: number[], rows: string[][]): ReportBlock[] {
  if (rows.length === 0) return [];
  return [{ kind: 'table', columns, ...widthsWithWhole(shares, whole, rows), rows }];
}
