/** 说明文件.TXT and 文件目录.XML of a package (档发〔2012〕7号). */
import { VERSION } from '../../../../shared/version.ts';
import { beijingTime } from '../../../../shared/text/dates.ts';
import { inOneLine } from '../../../../shared/text/unseen.ts';
import type { AuditTip } from '../../../../shared/model/audit.ts';
import type { Letter } from '../../../../shared/model/letter.ts';
import { proposeTitle } from '../../../../shared/model/letter-name.ts';
import { logHeadRows } from '../../trust/log-head.ts';
import { XML_HEAD, branch, leaf } from './xml.ts';

/** A letter that lies in the package. */
export interface PackedEntry {
  letter: Pick<Letter, 'id' | 'ref_code' | 'name' | 'elements'>;
  /** Its folder, below `data`. */
  folder: string;
  pages: number;
  files: number;
  bytes: number;
  note: string;
}

/** A title; one made by the cataloguer in [ ] where the letter has none. */
export function titleOf({ elements }: Pick<Letter, 'elements'>): string {
  return elements.title ?? `[${(proposeTitle(elements) ?? '〔无题名〕').slice(1, -1)}]`;
}

export function catalogueXml(entries: readonly PackedEntry[]): string {
  return (
    XML_HEAD +
    branch(
      '文件目录',
      entries.map(({ letter, folder, note }, at) =>
        branch('文件', [
          leaf('顺序号', at + 1),
          leaf('档号', letter.ref_code ?? ''),
          leaf('责任者', letter.elements.issuer ?? ''),
          leaf('题名', titleOf(letter)),
          leaf('日期', letter.elements.issued_on?.replaceAll('-', '') ?? ''),
          leaf('密级', ''),
          leaf('电子档案名称', folder),
          leaf('备注', note),
        ]),
      ),
    )
  );
}

/** What a package is, as a whole. */
export interface PackageFacts {
  name: string;
  archiveId: string;
  organization: string;
  actor: string;
  /** ISO UTC. */
  at: string;
  /** Head of the log before the entry of this export. */
  tip: AuditTip;
}

export function readMe(facts: PackageFacts, entries: readonly PackedEntry[]): string {
  const bytes = entries.reduce((sum, one) => sum + one.bytes, 0);
  const files = entries.reduce((sum, one) => sum + one.files, 0);
  const [first, last] = [entries[0]?.letter.ref_code ?? '', entries.at(-1)?.letter.ref_code ?? ''];
  const head = logHeadRows(facts.tip).map(([label, value]) => `${label}：${value}`);
  return [
    '说明文件',
    '',
    `名称：${inOneLine(facts.name)}`,
    `移交单位：${inOneLine(facts.organization)}`,
    `制作人：${inOneLine(facts.actor)}`,
    `制作时间：${beijingTime(facts.at)}`,
    `制作工具：复函档案 ${VERSION}`,
    `档案库标识：${facts.archiveId}`,
    `电子档案：${entries.length} 件，文件 ${files} 个，${bytes} 字节`,
    `档号起止：${inOneLine(first)} 至 ${inOneLine(last)}`,
    ...head,
    '',
    '内容：',
    '  文件目录.XML       全部电子档案的目录，一件一条',
    '  电子档案/          按年度、文书类别、件分层；每件含元数据.xml、正文.pdf（PDF/A）、原件、附件、历史',
    '  其他/              元数据格式和说明、SM3 校验清单、四性检测报告、移交与接收登记表、审计日志摘录',
    '',
    '查看：双击本数据包根文件夹中的“打开查看.html”，可检索、阅读全部函件及其历史，并核对文件是否被改动。',
    '校验：在装有 Node.js 的计算机上运行  node 校验.cjs  ；或用任何支持 BagIt 1.0（RFC 8493）的程序，或 sha256sum -c manifest-sha256.txt。',
    '读入：在复函档案中归档本文件夹（或压缩包），版本历史和摘要原样收入。',
    '',
  ].join('\r\n');
}
