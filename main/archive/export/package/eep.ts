/**
 * One letter as an EEP (DA/T 48-2009, 基于 XML 的电子文件封装): all of it in one XML, files as Base64, written piece by piece. Names and
 * order as the standard's schema has them, checked by resources/package/eep.xsd. It is not signed: a program has nobody's key.
 */
import { VERSION } from '../../../../shared/version.ts';
import type { PackedVersion } from '../../../../shared/model/package.ts';
import { RETENTION_LABELS } from '../../../../shared/model/settings.ts';
import type { LetterRecord } from './letter-record.ts';
import type { ListedFile } from './metadata-xml.ts';
import { XML_HEAD, leaf, leafIfAny } from './xml.ts';

const NAMESPACE = 'http://www.saac.gov.cn/standards/ERM/encapsulation';
/** A line of Base64 has 76 characters (RFC 2045): 57 bytes. So many lines are written at once. */
const LINE_BYTES = 57;
const PIECE_BYTES = LINE_BYTES * 8192;

function* base64(pieces: Iterable<Uint8Array>): Iterable<Buffer> {
  let rest = Buffer.alloc(0);
  const lines = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('base64').replaceAll(/.{76}/g, '$&\n'));
  for (const piece of pieces) {
    rest = Buffer.concat([rest, piece]);
    for (; rest.length >= PIECE_BYTES; rest = rest.subarray(PIECE_BYTES)) yield lines(rest.subarray(0, PIECE_BYTES));
  }
  if (rest.length > 0) yield lines(rest);
}

const open = (...names: string[]): string => names.map((name) => `<${name}>\n`).join('');
const close = (...names: string[]): string => names.map((name) => `</${name}>\n`).join('');

/** A file with where its bytes come from. */
export interface EncapsulatedFile {
  file: ListedFile;
  bytes: () => Iterable<Uint8Array>;
}

function* documents(letterId: string, files: readonly EncapsulatedFile[]): Iterable<Buffer> {
  const put = (text: string): Buffer => Buffer.from(text);
  for (const [at, { file, bytes }] of files.entries()) {
    const id = `${letterId}-${at + 1}`;
    const extension = /\.([A-Za-z0-9]{1,10})$/.exec(file.path)?.[1]?.toLowerCase() ?? '';
    yield put(
      open('文档') +
        leaf('文档标识符', id) +
        leaf('文档序号', at + 1) +
        leaf('文档主从声明', at === 0 ? '主文档' : '附属文档') +
        leaf('题名', file.name) +
        open('文档数据', '编码', '电子属性') +
        leaf('格式信息', extension) +
        leaf('计算机文件名', file.name) +
        leaf('计算机文件大小', file.size) +
        leaf('数字摘要', file.sha256) +
        close('电子属性') +
        leaf('编码描述', 'Base64（RFC 2045）') +
        leaf('反编码关键字', `base64-${extension}`) +
        '<编码数据>',
    );
    yield* base64(bytes());
    yield put(`</编码数据>\n${close('编码', '文档数据', '文档')}`);
  }
}

function acts(letterId: string, versions: readonly PackedVersion[], people: ReadonlyMap<string, string>): string {
  return versions
    .map(
      (row) =>
        open('业务实体') +
        leaf('业务标识符', `${letterId}-B${row.version}`) +
        leaf('机构人员标识符', people.get(row.actor) ?? '') +
        leaf('文件标识符', letterId) +
        leaf('业务状态', '历史行为') +
        leaf('业务行为', row.version === 1 ? '归档' : '修改') +
        leaf('行为时间', row.at) +
        leaf('行为依据', row.reason) +
        leaf('行为描述', `第 ${row.version} 版，摘要 ${row.sha256}`) +
        close('业务实体'),
    )
    .join('');
}

/**
 * @param files the letter's own page first, where it has one
 * @param maker 封装包创建单位 @param at ISO UTC
 */
export function* encapsulated(
  { letter, packed }: LetterRecord,
  files: readonly EncapsulatedFile[],
  maker: string,
  at: string,
): Iterable<Buffer> {
  const { elements, id } = letter;
  const names = [...new Set(packed.versions.map(({ actor }) => actor))];
  const people = new Map(names.map((name, index) => [name, `${id}-P${index + 1}`]));
  yield Buffer.from(
    `${XML_HEAD}<电子文件封装包 xmlns="${NAMESPACE}">\n` +
      leaf('封装包格式描述', '本 EEP 根据中华人民共和国档案行业标准 DA/T 48—2009《基于 XML 的电子文件封装规范》生成') +
      leaf('版本', '2009') +
      `<被签名对象 eep版本="2009">\n` +
      leaf('封装包类型', '原始型') +
      leaf('封装包类型描述', `由复函档案 ${VERSION} 按函件最新一版封装；未签名`) +
      leaf('封装包创建时间', at) +
      leaf('封装包创建单位', maker) +
      open('封装内容', '文件实体块', '文件实体') +
      leaf('聚合层次', '文件') +
      leaf('来源', elements.issuer ?? '') +
      leaf('电子文件号', id) +
      leaf('档号', letter.ref_code ?? '') +
      open('内容描述') +
      leaf('题名', elements.title ?? '') +
      leafIfAny('文件编号', elements.doc_number) +
      leaf('责任者', elements.issuer ?? '') +
      leaf('日期', elements.issued_on ?? '') +
      leaf('文种', '函') +
      leafIfAny('主送', elements.addressees.join('、')) +
      leafIfAny('抄送', elements.cc.join('、')) +
      leaf('密级', '非密') +
      close('内容描述') +
      open('形式特征') +
      leaf('文件组合类型', files.length > 2 ? '组合文件' : '单件') +
      leaf('件数', 1) +
      leaf('语种', '汉语') +
      leaf('稿本', '正本') +
      close('形式特征') +
      leaf('附注', `保管期限：${RETENTION_LABELS[letter.retention]}`) +
      open('文件数据'),
  );
  yield* documents(id, files);
  yield Buffer.from(
    close('文件数据', '文件实体', '文件实体块') +
      open('业务实体块') +
      acts(id, packed.versions, people) +
      close('业务实体块') +
      open('机构人员实体块') +
      [...people]
        .map(
          ([name, key]) =>
            open('机构人员实体') +
            leaf('机构人员标识符', key) +
            leaf('机构人员类型', '个人') +
            leaf('机构人员名称', name) +
            close('机构人员实体'),
        )
        .join('') +
      close('机构人员实体块', '封装内容', '被签名对象', '电子文件封装包'),
  );
}
