import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { LETTER_LINES, ofdText, rawOfd, typstPdf, typstText, scan } from './make.ts';

const TITLE = LETTER_LINES[3];

async function read(bytes: Uint8Array<ArrayBuffer>, ocr = false): Promise<Awaited<ReturnType<typeof readRaw>>['raw']> {
  return (await readRaw({ name: '复函.ofd', bytes }, { ocr })).raw;
}
const codes = ({ warnings }: { warnings: readonly { code: string }[] }): string[] => warnings.map(({ code }) => code);

describe('an ofd gives all that its pages draw', () => {
  test('text inside graphic units, units in units, at their places', async () => {
    const unit = (id: number, inside: string): string =>
      `<ofd:CompositeGraphicUnit ID="${id}"><ofd:Content>${inside}</ofd:Content></ofd:CompositeGraphicUnit>`;
    const raw = await read(
      rawOfd(
        `${ofdText('末行', 20, 90)}<ofd:CompositeObject Boundary="0 40 210 50" ResourceID="21"/><ofd:CompositeObject Boundary="0 0 210 50" ResourceID="20"/>`,
        {
          common: '<ofd:DocumentRes>Res.xml</ofd:DocumentRes>',
          parts: {
            'Res.xml': `<ofd:Res><ofd:CompositeGraphicUnits>${unit(20, ofdText('首行', 20, 10))}${unit(21, '<ofd:CompositeObject Boundary="0 5 9 9" ResourceID="22"/>')}${unit(22, ofdText('中行', 20, 10))}</ofd:CompositeGraphicUnits></ofd:Res>`,
          },
        },
      ),
    );
    expect(raw.text).toBe('首行\n中行\n末行\n');
  });

  test('several templates of one page', async () => {
    const raw = await read(
      rawOfd(`<ofd:Template TemplateID="2"/><ofd:Template TemplateID="3"/>${ofdText(TITLE, 20, 40)}`, {
        common: '<ofd:TemplatePage ID="2" BaseLoc="t2.xml"/><ofd:TemplatePage ID="3" BaseLoc="t3.xml"/>',
        parts: {
          't2.xml': `<ofd:Page>${ofdText('青禾市白鹭区水务局', 20, 10)}</ofd:Page>`,
          't3.xml': `<ofd:Page>${ofdText('白水函〔2023〕17号', 20, 20)}</ofd:Page>`,
        },
      }),
    );
    expect(raw.text.trimEnd().split('\n')).toEqual(['青禾市白鹭区水务局', '白水函〔2023〕17号', TITLE]);
  });

  test('text set down the page, and cells of one run', async () => {
    const raw = await read(
      rawOfd(
        '<ofd:TextObject Boundary="20 10 150 8" Size="6"><ofd:TextCode X="0" Y="6" DeltaX="6 40 6">姓名张三</ofd:TextCode></ofd:TextObject>' +
          '<ofd:TextObject Boundary="150 60 8 90" Size="6"><ofd:TextCode X="0" Y="6" DeltaY="g 4 7">竖排的文字</ofd:TextCode></ofd:TextObject>',
      ),
    );
    expect(raw.text).toBe('竖排的文字\n姓名  张三\n');
  });

  test('names of elements count without their namespace, places with back slashes', async () => {
    const bytes = rawOfd(ofdText(TITLE, 20, 40), {
      common: '<ofd:TemplatePage ID="2" BaseLoc="Tpls\\t.xml"/>',
      parts: { 'Tpls/t.xml': '<ofd:Page/>' },
    });
    expect((await read(bytes)).text).toBe(`${TITLE}\n`);
  });
});

describe('what an ofd holds beside its pages is handed on or told', () => {
  test('notes and stamps on a page are told with their words', async () => {
    const raw = await read(
      rawOfd(ofdText(TITLE, 20, 40), {
        document: '<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>',
        parts: {
          'Annots/Annotations.xml':
            '<ofd:Annotations><ofd:Page PageID="1"><ofd:FileLoc>Page_0/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
          'Annots/Page_0/A.xml': `<ofd:PageAnnot><ofd:Annot Type="Stamp"><ofd:Appearance Boundary="0 0 9 9">${ofdText('收文编号〇三号', 0, 0)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>`,
        },
      }),
    );
    expect(raw.text).toBe(`${TITLE}\n`);
    expect(raw.warnings).toEqual([
      { code: 'ANNOTATIONS_NOT_READ', message: '页面上另加的批注或图章文字未列入正文：收文编号〇三号' },
    ]);
  });

  test('attachments are handed on under their names', async () => {
    const raw = await read(
      rawOfd(ofdText(TITLE, 20, 40), {
        document: '<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>',
        parts: {
          'Attachs/Attachments.xml':
            '<ofd:Attachments><ofd:Attachment ID="60" Name="附表"><ofd:FileLoc>a.txt</ofd:FileLoc></ofd:Attachment></ofd:Attachments>',
          'Attachs/a.txt': '附表内容',
        },
      }),
    );
    expect(raw.embedded.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)])).toEqual([
      ['附表.txt', '附表内容'],
    ]);
  });

  test('hidden text is told', async () => {
    const raw = await read(rawOfd(ofdText(TITLE, 20, 40) + ofdText('不显示', 20, 60, ' Visible="false"')));
    expect([raw.text, codes(raw)]).toEqual([`${TITLE}\n`, ['HIDDEN_TEXT']]);
  });

  test('a page that is a picture is read by OCR, and named where that is off', { timeout: 120_000 }, async () => {
    const picture = await scan(typstPdf(`#set text(size: 16pt)\n${LETTER_LINES.map(typstText).join('\\\n')}`));
    const bytes = rawOfd('<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="10"/>', {
      common: '<ofd:DocumentRes>Res.xml</ofd:DocumentRes>',
      parts: {
        'Res.xml':
          '<ofd:Res BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="10" Type="Image"><ofd:MediaFile>s.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>',
        'Res/s.png': picture,
      },
    });
    const raw = await read(bytes, true);
    expect(raw.text).toContain('2023年5月18日');
    expect(codes(raw)).toEqual(['OCR_TEXT']);
    expect(codes(await read(bytes))).toEqual(['NO_TEXT', 'PICTURES_UNCHECKED']);
  });
});
