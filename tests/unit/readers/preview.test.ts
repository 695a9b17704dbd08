/** Files as they look: what of them is told to the window, and that nothing of a hostile file goes along. */
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { previewFile } from '../../../main/archive/reading/preview/preview.ts';
import { svgPath } from '../../../main/archive/reading/preview/ofd-drawing.ts';
import {
  previewSchema,
  type Preview,
  type PreviewBlock,
  type PreviewOf,
  type PreviewParagraph,
} from '../../../shared/model/preview.ts';
import { bytesOf, encode, ofdText, paragraph, rawDocx, rawOfd, rawXlsx, richDocx, zip } from './make.ts';

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (all: readonly string[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`;

/** As the window gets it: through the contract's schema, nothing beside it. */
async function shown<K extends Preview['kind']>(
  kind: K,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<PreviewOf<K>> {
  const made = await previewFile({ name, bytes }, 1);
  expect(previewSchema.parse(made)).toEqual(made);
  expect(made.kind).toBe(kind);
  return made as PreviewOf<K>;
}

const wordsOf = (blocks: readonly PreviewBlock[]): string[] =>
  blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? [`${block.label ?? ''}${block.runs.map(({ text }) => text).join('')}`]
      : block.rows.map((cells) => cells.map((cell) => wordsOf(cell.paragraphs).join('|')).join('\t')),
  );
const first = ({ blocks }: PreviewOf<'document'>): PreviewParagraph => {
  const [block] = blocks;
  if (block?.kind !== 'paragraph') throw new Error('no paragraph first');
  return block;
};

function dot(): Uint8Array {
  const canvas = createCanvas(4, 2);
  canvas.getContext('2d').fillRect(0, 0, 4, 2);
  return canvas.toBuffer('image/png');
}

describe('a Word file as it looks', () => {
  test('numbers are counted, what is deleted or hidden is left out, the header stands apart', async () => {
    const { blocks, header } = await shown('document', 'a.docx', richDocx());
    expect(wordsOf(blocks).slice(2, 5)).toEqual(['一、基本情况', '（一）管网', '（二）水厂']);
    expect(wordsOf(blocks)).toContain('可见插入\n另行');
    expect(wordsOf(blocks)).toContain('管网改造\t水务局');
    expect(wordsOf(header)).toEqual(['青禾市白鹭区水务局']);
    expect(blocks.find(({ kind }) => kind === 'table')).toMatchObject({ widths: [200, 200], bordered: false });
  });

  test('type, colour, alignment and indents come from the words themselves, their styles and the defaults', async () => {
    const bytes = rawDocx(
      '<w:p><w:pPr><w:pStyle w:val="Red"/><w:ind w:firstLineChars="200"/></w:pPr><w:r><w:rPr><w:b/><w:rFonts w:eastAsia="方正小标宋简体"/></w:rPr><w:t>白鹭区水务局</w:t></w:r></w:p>',
      {
        'word/_rels/document.xml.rels': relations([`<Relationship Id="r1" Type="${REL}/styles" Target="styles.xml"/>`]),
        'word/styles.xml': `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:jc w:val="center"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Red"><w:basedOn w:val="Base"/><w:rPr><w:color w:val="FF0000"/></w:rPr></w:style></w:styles>`,
      },
    );
    expect(first(await shown('document', 'a.docx', bytes))).toMatchObject({
      align: 'center',
      firstEm: 2,
      runs: [{ text: '白鹭区水务局', size: 16, color: '#ff0000', face: 'title', looks: ['bold'] }],
    });
  });

  test('cells that are merged downwards are one cell', async () => {
    const cell = (merge: string, text: string): string => `<w:tc><w:tcPr>${merge}</w:tcPr>${paragraph(text)}</w:tc>`;
    const bytes = rawDocx(
      `<w:tbl><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr><w:tr>${cell('<w:vMerge w:val="restart"/>', '甲')}${cell('', '乙')}</w:tr><w:tr>${cell('<w:vMerge/>', '')}${cell('', '丙')}</w:tr></w:tbl>`,
    );
    const [table] = (await shown('document', 'a.docx', bytes)).blocks;
    expect(table).toMatchObject({ bordered: true, rows: [[{ rows: 2 }, { rows: 1 }], [{ rows: 1 }]] });
  });

  test('a picture is drawn anew; one that lies outside, or is no picture, is not fetched and not passed on', async () => {
    const image = (id: string): string =>
      `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="127000" cy="63500"/><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="${id}"/></wp:inline></w:drawing></w:r></w:p>`;
    const bytes = rawDocx(`${image('r1')}${image('r2')}${image('r3')}`, {
      'word/_rels/document.xml.rels': relations([
        `<Relationship Id="r1" Type="${REL}/image" Target="media/1.png"/>`,
        `<Relationship Id="r2" Type="${REL}/image" TargetMode="External" Target="https://example.invalid/x.png"/>`,
        `<Relationship Id="r3" Type="${REL}/image" Target="media/3.svg"/>`,
      ]),
      'word/media/1.png': dot(),
      'word/media/3.svg':
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="https://example.invalid/y"/></svg>',
    });
    const { blocks } = await shown('document', 'a.docx', bytes);
    const pictures = blocks.flatMap((block) => (block.kind === 'paragraph' ? block.runs : []));
    expect(pictures.map(({ picture }) => picture?.image?.slice(0, 21) ?? null)).toEqual([
      'data:image/png;base64',
      null,
      null,
    ]);
    expect(pictures[0]?.picture).toMatchObject({ width: 10, height: 5 });
    expect(JSON.stringify(blocks)).not.toMatch(/example\.invalid|script|svg\+xml/);
  });

  test('code and addresses of a hostile file are words or nothing', async () => {
    const bytes = rawDocx(
      `<w:p><w:hyperlink r:id="r9"><w:r><w:t>&lt;script&gt;alert(1)&lt;/script&gt;</w:t></w:r></w:hyperlink><w:r><w:rPr><w:color w:val="red;background:url(//example.invalid)"/><w:rFonts w:eastAsia="x'; src: url(//example.invalid)"/></w:rPr><w:t>后</w:t></w:r></w:p><w:altChunk r:id="r8"/>`,
      {
        'word/_rels/document.xml.rels': relations([
          `<Relationship Id="r8" Type="${REL}/aFChunk" Target="chunk.html"/>`,
          `<Relationship Id="r9" Type="${REL}/hyperlink" TargetMode="External" Target="javascript:alert(2)"/>`,
        ]),
        'word/chunk.html': '<img src=x onerror=alert(3)>',
      },
    );
    const made = await shown('document', 'a.docx', bytes);
    expect(wordsOf(made.blocks)).toEqual(['<script>alert(1)</script>后']);
    expect(JSON.stringify(made)).not.toMatch(/example\.invalid|javascript|onerror/);
  });

  test('a document type is refused, not expanded', async () => {
    const bytes = rawDocx('', {
      'word/document.xml':
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>',
    });
    await expect(previewFile({ name: 'a.docx', bytes }, 1)).rejects.toMatchObject({ code: 'BAD_FILE' });
  });

  test('what is longer than can be shown is cut, and said to be', async () => {
    const bytes = rawDocx(Array.from({ length: 6500 }, (_, at) => paragraph(`第${at}段`)).join(''));
    const { blocks, cut } = await shown('document', 'a.docx', bytes);
    expect([blocks.length, cut]).toEqual([6000, true]);
  });
});

describe('an OFD page as it looks', () => {
  test('words stand where they stood, with their colour and type; lines are drawn', async () => {
    const bytes = rawOfd(
      `<ofd:TextObject Boundary="20 30 100 10" Size="5" Font="3"><ofd:FillColor Value="255 0 0"/><ofd:TextCode X="1" Y="5" DeltaX="g 2 6">水务局</ofd:TextCode></ofd:TextObject>` +
        `<ofd:PathObject Boundary="20 50 170 1" LineWidth="0.5"><ofd:StrokeColor Value="255 0 0"/><ofd:AbbreviatedData>M 0 0 L 170 0</ofd:AbbreviatedData></ofd:PathObject>`,
      {
        common:
          '<ofd:PageArea><ofd:PhysicalBox>0 0 200 280</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes>',
        parts: { 'Res.xml': '<ofd:Res><ofd:Fonts><ofd:Font ID="3" FontName="仿宋_GB2312"/></ofd:Fonts></ofd:Res>' },
      },
    );
    const { items, width, height, pages } = await shown('drawn', 'a.ofd', bytes);
    expect([width, height, pages]).toEqual([200, 280, 1]);
    expect(items).toMatchObject([
      {
        kind: 'text',
        text: '水务局',
        xs: [1, 7, 13],
        ys: [5, 5, 5],
        color: '#ff0000',
        face: 'fang',
        matrix: [1, 0, 0, 1, 20, 30],
      },
      { kind: 'path', d: 'M0 0 L170 0', stroke: '#ff0000', fill: null, width: 0.5 },
    ]);
  });

  test('pictures are drawn anew at their places, what cannot be decoded is left blank', async () => {
    const bytes = rawOfd(
      '<ofd:ImageObject Boundary="0 0 50 50" CTM="50 0 0 50 0 0" ResourceID="7"/><ofd:ImageObject Boundary="0 0 9 9" ResourceID="8"/>',
      {
        common: '<ofd:DocumentRes>Res.xml</ofd:DocumentRes>',
        parts: {
          'Res.xml':
            '<ofd:Res BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia><ofd:MultiMedia ID="8"><ofd:MediaFile>b.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>',
          'Res/a.png': dot(),
          'Res/b.png': '<svg><script>alert(1)</script></svg>',
        },
      },
    );
    const { items } = await shown('drawn', 'a.ofd', bytes);
    expect(items).toMatchObject([
      { kind: 'picture', matrix: [50, 0, 0, 50, 0, 0] },
      { kind: 'picture', image: null },
    ]);
    expect(JSON.stringify(items)).not.toContain('script');
  });

  test('hidden words are left out, units in one another end', async () => {
    const unit =
      '<ofd:Res><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5"><ofd:Content><ofd:CompositeObject Boundary="0 0 9 9" ResourceID="5"/></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>';
    const hidden = rawOfd(`${ofdText('看见', 0, 0)}${ofdText('隐藏', 0, 20, ' Visible="false"')}`);
    expect((await shown('drawn', 'a.ofd', hidden)).items).toMatchObject([{ text: '看见' }]);
    const endless = rawOfd('<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="5"/>', {
      common: '<ofd:DocumentRes>Res.xml</ofd:DocumentRes>',
      parts: { 'Res.xml': unit },
    });
    await expect(previewFile({ name: 'a.ofd', bytes: endless }, 1)).rejects.toMatchObject({ code: 'BAD_FILE' });
  });

  test('data of a path become letters and numbers of our own, or nothing', () => {
    expect(svgPath('S 1 2 L 3 4 B 1 1 2 2 3 3 A 5 5 0 0 1 9 9 C')).toBe('M1 2 L3 4 C1 1 2 2 3 3 A5 5 0 0 1 9 9 Z');
    expect(svgPath('M 0 0 L 1 x')).toBe('M0 0');
    expect(svgPath('"/><script>alert(1)</script>')).toBe('');
  });
});

describe('a mail and a workbook as they look', () => {
  test('a mail has its head, its words and the names of its files; its page is words alone', async () => {
    const source = [
      'From: =?utf-8?B?5rC05Yqh5bGA?= <a@example.invalid>',
      'To: b@example.invalid',
      'Subject: reply',
      'Date: Thu, 18 May 2023 08:00:00 +0800',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=B',
      '',
      '--B',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>钱委员：</p><script>alert(1)</script><img src="https://example.invalid/p.gif"><a href="javascript:alert(2)">答复</a>',
      '--B',
      'Content-Type: application/octet-stream; name="f.docx"',
      'Content-Disposition: attachment; filename="f.docx"',
      '',
      'abc',
      '--B--',
      '',
    ].join('\r\n');
    const made = await shown('mail', 'a.eml', encode(source, 'utf-8'));
    expect(made.head).toEqual([
      { label: '主题', value: 'reply' },
      { label: '发件人', value: '水务局 <a@example.invalid>' },
      { label: '收件人', value: 'b@example.invalid' },
      { label: '时间', value: '2023-05-18 08:00' },
    ]);
    expect(made.files.map(({ name }) => name)).toEqual(['f.docx']);
    expect(made.body).toContain('钱委员：');
    expect(made.body).not.toMatch(/alert|p\.gif|javascript/);
  });

  test('the sheets of a workbook that are shown, cell by cell', async () => {
    const inline = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const bytes = rawXlsx(
      `<sheetData><row>${inline('单位')}${inline('件数')}</row><row>${inline('水务局')}${inline('3')}</row></sheetData>`,
    );
    const { sheets } = await shown('sheets', 'a.xlsx', bytes);
    expect(sheets).toEqual([
      {
        name: '表一',
        rows: [
          ['单位', '件数'],
          ['水务局', '3'],
        ],
      },
    ]);
  });

  test('of a zip its files are listed with their sizes, under names that lead nowhere; nothing is unpacked', async () => {
    const bytes = zip({
      '名册/一月.txt': '一月走访 12 户',
      '../../越界.txt': 'x',
      '函\u202etxt.exe': 'x',
      '__MACOSX/._一月.txt': 'x',
    });
    const made = await shown('packed', 'a.zip', bytes);
    expect(made.files).toEqual([
      { name: '名册/一月.txt', size: 19, locked: false },
      { name: '越界.txt', size: 1, locked: false },
      { name: '函txt.exe', size: 1, locked: false },
    ]);
    expect([made.total, made.cut]).toEqual([3, false]);
  });

  test('other files are not shown so', async () => {
    for (const [name, text] of [
      ['a.html', '<html><script>alert(1)</script></html>'],
      ['a.svg', '<svg onload="alert(1)"/>'],
      ['a.txt', '答复'],
    ] as const)
      await expect(previewFile({ name, bytes: bytesOf(encode(text, 'utf-8')) }, 1)).rejects.toMatchObject({
        code: 'UNSUPPORTED_FORMAT',
      });
  });
});
