/** 电子档案移交与接收登记表 (档发〔2012〕7号), as a page to sign and as a document to fill in. What only people know stays empty. */
import type { Report, ReportBlock } from '../../print/report.ts';
import type { PackageFacts } from './catalogue.ts';
import { simpleDocument } from './simple-docx.ts';

export interface TransferFacts extends PackageFacts {
  letters: number;
  /** Files and bytes of the payload without the report and this form. */
  files: number;
  bytes: number;
  /** 档号 of the first and last letter. */
  first: string;
  last: string;
  /** Of the SM3 list, which covers every file handed over. */
  listSha256: string;
  listSm3: string;
}

const BYTES_PER_GB = 1024 ** 3;
export const gigabytes = (bytes: number): string => (bytes / BYTES_PER_GB).toFixed(3);

type Row = readonly [string, string];

function about(facts: TransferFacts): Row[] {
  return [
    ['交接工作名称', facts.name],
    ['内容描述', `政协提案、人大建议等答复函及其原件、附件、元数据和版本历史，档号 ${facts.first} 至 ${facts.last}`],
    ['移交电子档案数量', `${facts.letters} 件，${facts.files} 个文件`],
    ['移交数据量', `${gigabytes(facts.bytes)} GB（${facts.bytes} 字节）`],
    ['载体起止顺序号', ''],
    ['移交载体类型、规格', ''],
    ['数字摘要（校验清单 SHA-256）', facts.listSha256],
    ['数字摘要（校验清单 SM3）', facts.listSm3],
  ];
}

const CHECKS = ['准确性检验', '完整性检验', '可用性检验', '安全性检验', '载体外观检验'] as const;
const SIGNED = ['填表人（签名）', '审核人（签名）', '单位（印章）'] as const;
const SIDES = ['移交单位', '接收单位'] as const;
/** Millimetres that a hand needs for a remark and for a name, and a seal (4.2 cm, 国发〔1999〕25号) for itself. */
const HEIGHTS = [...CHECKS.map(() => 10), ...SIGNED.map((label) => (label.includes('印章') ? 45 : 14))];
const DATE_LINE = '年　　月　　日';

export function transferReport(facts: TransferFacts): Report {
  const sides: ReportBlock = {
    kind: 'table',
    columns: ['检验内容', ...SIDES],
    widths: [3, 4, 4],
    heights: HEIGHTS,
    rows: [...CHECKS.map((label) => [label, '', '']), ...SIGNED.map((label) => [label, DATE_LINE, DATE_LINE])],
  };
  return {
    title: '电子档案移交与接收登记表',
    subtitle: facts.organization,
    foot: `档案库 ${facts.archiveId}`,
    date: new Date(facts.at),
    blocks: [
      { kind: 'pairs', rows: about(facts).map(([label, value]): [string, string] => [label, value]) },
      sides,
      { kind: 'text', text: '数据量和文件数不含四性检测报告和本表。空栏由移交、接收双方填写。' },
    ],
  };
}

/** The same as docx, for who fills it in on a computer. */
export function transferDocument(facts: TransferFacts): Uint8Array {
  return simpleDocument([
    { kind: 'heading', text: '电子档案移交与接收登记表', points: 18 },
    { kind: 'heading', text: facts.organization, points: 12 },
    { kind: 'table', widths: [3000, 6000], rows: about(facts) },
    { kind: 'text', text: '' },
    {
      kind: 'table',
      widths: [2600, 3200, 3200],
      heights: [0, ...HEIGHTS],
      rows: [
        ['检验内容', ...SIDES],
        ...CHECKS.map((label) => [label, '', '']),
        ...SIGNED.map((label) => [label, DATE_LINE, DATE_LINE]),
      ],
    },
    { kind: 'text', text: '数据量和文件数不含四性检测报告和本表。' },
  ]);
}
