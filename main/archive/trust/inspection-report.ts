/** The four-property inspection on paper, to be signed, and as JSON beside it. */
import {
  OUTCOMES,
  PROPERTIES,
  type Inspection,
  type InspectionItem,
  type Property,
} from '../../../shared/model/inspection.ts';
import { beijingTime } from '../../../shared/text/dates.ts';
import { printReport, writeReportFile } from '../print/print-report.ts';
import { widthsWithWhole } from '../print/report-widths.ts';
import type { Report, ReportBlock } from '../print/report.ts';
import type { Typesetting } from '../print/typesetting.ts';
import { logHeadRows } from './log-head.ts';

const MOST_PRINTED = 500;

/** The inspection as a report to be printed and signed. */
export function inspectionReport(found: Inspection): Report {
  const counts = (outcome: InspectionItem['outcome']): number =>
    found.items.filter((item) => item.outcome === outcome).length;
  const blocks: ReportBlock[] = [
    {
      kind: 'pairs',
      rows: [
        ['检测对象', `函件 ${found.letters} 件`],
        ['档案库标识', found.archive_id],
        ['检测时间', beijingTime(found.at)],
        ['检测工具', found.tool],
        [
          '结果',
          `${found.ok ? '没有不通过的项' : '有不通过的项'}：通过 ${counts('pass')}，不通过 ${counts('fail')}，不适用 ${counts('none')}，人工 ${counts('manual')}`,
        ],
        ...logHeadRows(found.audit_tip),
      ],
    },
  ];
  for (const property of Object.keys(PROPERTIES).map(Number) as Property[]) {
    blocks.push({ kind: 'heading', text: `${PROPERTIES[property]}检测` });
    blocks.push({
      kind: 'table',
      columns: ['编号', '检测项', '结果', '说明'],
      widths: [0.95, 5.45, 1.25, 4.95],
      rows: found.items
        .filter(({ code }) => code.startsWith(`${property}-`))
        .map(({ code, name, outcome, note }) => [code, name, OUTCOMES[outcome], note]),
    });
  }
  if (found.findings.length > 0) {
    const rows = found.findings
      .slice(0, MOST_PRINTED)
      .map(({ code, id, ref_code: refCode, title, name, message }) => [
        code,
        id === '' ? '全库' : (refCode ?? '（无）'),
        id === '' ? '' : (title ?? name ?? '（无题名）'),
        message,
      ]);
    blocks.push({ kind: 'heading', text: '明细' });
    blocks.push({
      kind: 'table',
      columns: ['编号', '档号', '题名', '问题'],
      ...widthsWithWhole([1, 3, 5, 6], [0, 1], rows),
      rows,
    });
    if (found.findings.length > MOST_PRINTED) {
      blocks.push({ kind: 'text', text: `共 ${found.findings.length} 条，其余见同名的 JSON 文件。` });
    }
  }
  blocks.push({ kind: 'text', text: '标为“人工”的项目本程序不能判断，须由人核对后填写结论。' });
  blocks.push({ kind: 'signatures', labels: ['检测人', '审核人'] });
  return {
    title: '四性检测报告',
    subtitle: '依据 DA/T 70—2018',
    foot: `档案库 ${found.archive_id}`,
    date: new Date(found.at),
    blocks,
  };
}

/** Writes the report as PDF and JSON into a folder; `typesetting` says where its pages are set. @returns their paths */
export async function writeInspection(found: Inspection, folder: string, typesetting?: Typesetting): Promise<string[]> {
  const stem = `四性检测报告 ${found.at.slice(0, 19).replaceAll(':', '').replace('T', '-')}`;
  const json = writeReportFile(folder, stem, '.json', Buffer.from(`${JSON.stringify(found, null, 2)}\n`));
  const pdf = await printReport(inspectionReport(found), folder, stem, typesetting);
  return [pdf.file, json.file];
}
