/**
 * A Word document of headings, lines and tables: the few parts of WordprocessingML (ECMA-376) that a form needs. The library that
 * tests write documents with weighs as much as all other packages of the installed program together.
 */
import { strToU8, zipSync } from 'fflate';
import { XML_HEAD, escapeXml } from './xml.ts';

export type DocumentBlock =
  | { kind: 'heading'; text: string; points: number }
  | { kind: 'text'; text: string }
  /** `widths` in twentieths of a point; `heights` of rows at least, in millimetres. */
  | {
      kind: 'table';
      widths: readonly number[];
      heights?: readonly number[];
      rows: readonly (readonly string[])[];
    };

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org';
const FONT = '<w:rFonts w:ascii="SimSun" w:eastAsia="宋体" w:hAnsi="SimSun" w:cs="SimSun"/>';
const TEXT_POINTS = 10.5;

function paragraph(text: string, points: number, centred: boolean): string {
  const size = Math.round(points * 2);
  const bold = points > 12 ? '<w:b/>' : '';
  const run = `<w:r><w:rPr>${FONT}${bold}<w:sz w:val="${size}"/></w:rPr><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`;
  const properties = centred ? '<w:pPr><w:spacing w:after="160"/><w:jc w:val="center"/></w:pPr>' : '';
  return `<w:p>${properties}${text === '' ? '' : run}</w:p>`;
}

const EDGES = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  .map((edge) => `<w:${edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
  .join('');

const TWENTIETHS_PER_MM = 1440 / 25.4;

function table({ widths, heights, rows }: Extract<DocumentBlock, { kind: 'table' }>): string {
  const whole = widths.reduce((sum, one) => sum + one, 0);
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('');
  const body = rows.map((cells, row) => {
    const least = Math.round((heights?.[row] ?? 0) * TWENTIETHS_PER_MM);
    const height = least === 0 ? '' : `<w:trHeight w:val="${least}" w:hRule="atLeast"/>`;
    // What is printed in a high row stands at its foot, its label in the middle.
    const inside = cells.map(
      (text, at) =>
        `<w:tc><w:tcPr><w:tcW w:w="${widths[at] ?? 0}" w:type="dxa"/>${least === 0 ? '' : `<w:vAlign w:val="${at === 0 ? 'center' : 'bottom'}"/>`}</w:tcPr>${paragraph(text, TEXT_POINTS, false)}</w:tc>`,
    );
    return `<w:tr><w:trPr><w:cantSplit/>${height}</w:trPr>${inside.join('')}</w:tr>`;
  });
  const properties = `<w:tblPr><w:tblW w:w="${whole}" w:type="dxa"/><w:tblBorders>${EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>`;
  return `<w:tbl>${properties}<w:tblGrid>${grid}</w:tblGrid>${body.join('')}</w:tbl>`;
}

function blockXml(block: DocumentBlock): string {
  switch (block.kind) {
    case 'heading':
      return paragraph(block.text, block.points, true);
    case 'text':
      return paragraph(block.text, TEXT_POINTS, false);
    case 'table':
      return table(block);
  }
}

/** The same blocks give the same bytes. */
export function simpleDocument(blocks: readonly DocumentBlock[]): Uint8Array {
  // A4, margins of an inch.
  const page =
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>';
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': `${XML_HEAD}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${XML_HEAD}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `${XML_HEAD}<w:document xmlns:w="${W}"><w:body>${blocks.map(blockXml).join('')}${page}</w:body></w:document>`,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), {
    mtime: new Date('1980-01-01T00:00:00'),
  });
}
