/** 元数据.xml of one letter: the names of DA/T 46-2009, in the parts of DA/T 48-2009, checked by resources/package/metadata.xsd. */
import { ELEMENT_LABELS, ELEMENT_NAMES } from '../../../../shared/model/elements.ts';
import { roleLabel, type Attachment } from '../../../../shared/model/letter.ts';
import type { PackedVersion } from '../../../../shared/model/package.ts';
import { readTexts } from '../../../../shared/model/stored.ts';
import { archiveStamp } from '../../letters/ref-code.ts';
import { RETENTION_LABELS } from '../../../../shared/model/settings.ts';
import { elementLabel } from '../../../../shared/model/elements.ts';
import type { ReadableDb } from '../../storage/types.ts';
import type { LetterRecord } from './letter-record.ts';
import { XML_HEAD, branch, leaf, leafIfAny } from './xml.ts';

export const NAMESPACE = 'urn:fuhan-archive:package:1';

/** A file as the metadata lists it. */
export interface ListedFile {
  /** Below the letter's folder. */
  path: string;
  size: number;
  sha256: string;
  /** The name that it came by, and what it is; the letter's own page (PDF/A) came by none. */
  name: string;
  role: string;
  mime: string;
  id: string;
}

/** The letter's own page. */
export const PAGE_ROLE = '版式文件';

export function listedAttachment(path: string, { id, name, role, mime, size, sha256 }: Attachment): ListedFile {
  return { path, size, sha256, name, role: roleLabel(role), mime, id };
}

const CHANGES: Readonly<Record<string, string>> = { text: '正文', attachments: '附件' };

/** What was done to a letter: a business entity of DA/T 46 a version. */
function acts(versions: readonly PackedVersion[]): string[] {
  return versions.map((row) => {
    const changes = readTexts(row.changes).map((part) => CHANGES[part] ?? elementLabel(part));
    return branch('业务实体', [
      leaf('业务状态', '历史行为'),
      leaf('业务行为', row.version === 1 ? '归档' : '修改'),
      leaf('行为时间', row.at),
      leaf('机构人员名称', row.actor),
      leaf('行为依据', row.reason),
      leafIfAny('行为描述', changes.join('、')),
      leaf('版本', row.version),
      leaf('版本摘要', row.sha256),
    ]);
  });
}

function fileXml(file: ListedFile, number: number): string {
  const extension = /\.([A-Za-z0-9]{1,10})$/.exec(file.path)?.[1]?.toLowerCase() ?? '';
  return branch('文件', [
    leaf('序号', number),
    leaf('用途', file.role),
    leafIfAny('标识符', file.id),
    leaf('计算机文件名', file.name),
    leaf('计算机文件大小', file.size),
    leaf('格式信息', extension),
    leaf('媒体类型', file.mime),
    leaf('路径', file.path),
    leaf('SHA256', file.sha256),
  ]);
}

/**
 * @param pages of the letter's own page (PDF/A); 0 where it has none
 * @param files those of the newest version, in the letter's order, its page among them
 */
export function metadataXml(
  db: ReadableDb,
  { letter, packed }: LetterRecord,
  files: readonly ListedFile[],
  pages: number,
): string {
  const { elements } = letter;
  const stamp = archiveStamp(db, letter.id);
  const content = [
    leaf('题名', elements.title ?? ''),
    leafIfAny('文件编号', elements.doc_number),
    leaf('责任者', elements.issuer ?? ''),
    leaf('日期', elements.issued_on ?? ''),
    leaf('文种', '函'),
    ...elements.addressees.map((one) => leaf('主送', one)),
    ...elements.cc.map((one) => leaf('抄送', one)),
    leaf('密级', '非密'),
  ];
  const own = ELEMENT_NAMES.flatMap((name) => {
    const values = [elements[name]].flat().filter((one): one is string => one !== null);
    return values.map((value) => leaf('要素', value, { 名称: ELEMENT_LABELS[name], 代码: name }));
  });
  return (
    XML_HEAD +
    branch(
      '电子文件元数据',
      [
        branch('文件实体', [
          leaf('聚合层次', '文件'),
          leaf('电子文件号', letter.id),
          leaf('档号', letter.ref_code ?? ''),
          leafIfAny('全宗号', stamp.fonds),
          leaf('年度', stamp.year),
          leaf('保管期限', RETENTION_LABELS[letter.retention]),
          leafIfAny('机构或问题', stamp.office),
          leaf('室编件号', stamp.item),
          branch('内容描述', content),
          branch('形式特征', [
            leaf('文件组合类型', files.length > 2 ? '组合文件' : '单件'),
            leaf('件数', 1),
            leaf('页数', pages),
            leaf('语种', '汉语'),
            leaf('稿本', '正本'),
          ]),
          branch('要素表', own),
          branch(
            '文件数据',
            files.map((file, at) => fileXml(file, at + 1)),
          ),
        ]),
        branch('业务实体块', acts(packed.versions)),
      ],
      { xmlns: NAMESPACE, 版本: 1 },
    )
  );
}
