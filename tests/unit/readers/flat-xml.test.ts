/** Word's documents that are one XML file: flat OPC, and Word 2003. */
import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { encode } from './make.ts';

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const OOXML = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

async function read(
  name: string,
  source: string,
  encoding = 'utf-8',
): Promise<{ format: string; lines: string[]; codes: string[] }> {
  const { raw } = await readRaw({ name, bytes: encode(source, encoding, encoding !== 'utf-8') });
  return { format: raw.format, lines: raw.text.split('\n'), codes: raw.warnings.map(({ code }) => code) };
}

describe('flat OPC', () => {
  const part = (name: string, content: string): string =>
    `<pkg:part pkg:name="${name}" pkg:contentType="x"><pkg:xmlData>${content}</pkg:xmlData></pkg:part>`;
  const relations = (all: string): string =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all}</Relationships>`;
  const flat = (body: string, more = ''): string =>
    `<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">${part('/_rels/.rels', relations(`<Relationship Id="r1" Type="${REL}/officeDocument" Target="word/document.xml"/>`))}${part('/word/document.xml', `<w:document xmlns:w="${OOXML}" xmlns:r="${REL}"><w:body>${body}</w:body></w:document>`)}${more}</pkg:package>`;
  const p = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

  test('is read as the same in a zip, with its other parts', async () => {
    const html = Buffer.from('<p>网页段</p>').toString('base64');
    const more =
      part(
        '/word/_rels/document.xml.rels',
        relations(
          `<Relationship Id="c1" Type="${REL}/aFChunk" Target="page.html"/><Relationship Id="h1" Type="${REL}/header" Target="header1.xml"/>`,
        ),
      ) +
      part('/word/header1.xml', `<w:hdr xmlns:w="${OOXML}">${p('水务局')}</w:hdr>`) +
      `<pkg:part pkg:name="/word/page.html" pkg:contentType="text/html"><pkg:binaryData>${html}</pkg:binaryData></pkg:part>`;
    const body = `${p('正文')}<w:altChunk r:id="c1"/><w:sectPr><w:headerReference w:type="default" r:id="h1"/></w:sectPr>`;
    expect(await read('复函.xml', flat(body, more))).toEqual({
      format: 'docx',
      lines: ['水务局', '正文', '网页段'],
      codes: [],
    });
  });

  test('in UTF-16, and without its declaration', async () => {
    const source = flat(p('单一文件'));
    expect((await read('复函.xml', source.replace('UTF-8', 'UTF-16'), 'utf-16le')).lines).toEqual(['单一文件']);
    expect((await read('复函.xml', source.slice(source.indexOf('<pkg:package')))).lines).toEqual(['单一文件']);
  });

  test('of another kind, or without its document, is named as not readable', async () => {
    const bytes = encode(
      '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
      'utf-8',
    );
    await expect(readRaw({ name: 'a.xml', bytes })).rejects.toMatchObject({ code: 'UNSUPPORTED_FORMAT' });
  });
});

describe('Word 2003 XML', () => {
  const W = 'http://schemas.microsoft.com/office/word/2003/wordml';
  const doc = (body: string, more = ''): string =>
    `<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="${W}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core">${more}<w:body><wx:sect>${body}</wx:sect></w:body></w:wordDocument>`;
  const p = (content: string, properties = ''): string => `<w:p><w:pPr>${properties}</w:pPr>${content}</w:p>`;
  const run = (text: string, properties = ''): string => `<w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r>`;
  const annotation = (type: string, content: string): string =>
    `<aml:annotation aml:id="1" w:type="Word.${type}"><aml:content>${content}</aml:content></aml:annotation>`;

  test('paragraphs, numbers, headers, tracked changes, hidden text and notes come as in newer files', async () => {
    const styles =
      '<w:styles><w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>';
    const lists =
      '<w:lists><w:listDef w:listDefId="5"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/><w:suff w:val="Nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:listDef><w:list w:ilfo="2"><w:ilst w:val="5"/></w:list></w:lists>';
    const numbered = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="2"/></w:listPr>';
    const shown = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="9"/><wx:t wx:val="（一）"/></w:listPr>';
    const body =
      p(run('关于改造计划'), numbered) +
      p(run('已完工'), shown) +
      p(
        annotation('Deletion', '<w:r><w:delText>删去</w:delText></w:r>') +
          annotation('Insertion', run('插入')) +
          run('隐藏', '<w:rStyle w:val="H"/>'),
      ) +
      p(`${run('正文')}<w:r><w:footnote>${p(run('注文'))}</w:footnote></w:r>`) +
      p(run('上半句'), `<w:rPr>${annotation('Deletion', '')}</w:rPr>`) +
      p(run('下半句') + annotation('Comment', p(run('批注')))) +
      `<w:sectPr><w:hdr w:type="odd">${p(run('水务局'))}</w:hdr><w:ftr w:type="odd">${p(run('第 1 页'))}</w:ftr></w:sectPr>`;
    expect(await read('复函.doc', doc(body, lists + styles))).toEqual({
      format: 'wordml',
      lines: ['水务局', '一、关于改造计划', '（一）已完工', '插入', '正文', '上半句下半句', '注文'],
      codes: ['TRACKED_CHANGES', 'HIDDEN_TEXT', 'COMMENTS_NOT_READ'],
    });
  });

  test('a mark of secrecy in a header of later pages or in a property refuses it', async () => {
    const marked = [
      doc(`${p(run('正文'))}<w:sectPr><w:hdr w:type="even">${p(run('机密'))}</w:hdr></w:sectPr>`),
      doc(
        p(run('正文')),
        '<o:CustomDocumentProperties><o:密级 dt:dt="string" xmlns:dt="d">机密</o:密级></o:CustomDocumentProperties>',
      ),
    ];
    for (const source of marked)
      await expect(readRaw({ name: '复函.xml', bytes: encode(source, 'utf-8') })).rejects.toMatchObject({
        code: 'SECRET_REFUSED',
      });
  });
});
