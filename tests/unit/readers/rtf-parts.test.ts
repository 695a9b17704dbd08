/** Rich text beyond plain paragraphs: boxes, margins, notes, tables, tracked ends, fields, code pages, and what is only skipped. */
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { readRtf } from '../../../main/archive/reading/readers/rtf.ts';
import { encode } from './make.ts';

const FONTS =
  '{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}{\\f1\\fswiss\\fcharset204{\\*\\panose 02}Arial CYR;}{\\f2\\fcharset129 Batang;}{\\f3\\fcharset2 Wingdings;}{\\f4\\fcharset0 Times;}{\\f5\\fcharset128 Mincho;}}';
const bytes = (text: string, encoding: string): string =>
  [...iconv.encode(text, encoding)].map((byte) => `\\'${byte.toString(16).padStart(2, '0')}`).join('');
const han = (text: string): string => bytes(text, 'gbk');
const rtf = (body: string): Uint8Array<ArrayBuffer> =>
  encode(`{\\rtf1\\ansi\\ansicpg936\\deff0${FONTS}${body}}`, 'latin1');

async function read(body: string): Promise<{ lines: string[]; codes: string[] }> {
  const { raw } = await readRaw({ name: '复函.rtf', bytes: rtf(body) }, { ocr: false });
  return { lines: raw.text.split('\n'), codes: raw.warnings.map(({ code }) => code) };
}
const lines = async (body: string): Promise<string[]> => (await read(body)).lines;
const codeOf = async (body: string): Promise<unknown> =>
  readRaw({ name: '复函.rtf', bytes: rtf(body) }).then(
    () => null,
    (thrown: unknown) => (thrown as { code?: string }).code,
  );

describe('what stands beside the body', () => {
  test('text boxes of new and old programs, once, though their picture stands beside them', async () => {
    const shape = `{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn shapeType}{\\sv 202}}{\\shptxt \\pard ${han('框中红头')}\\par}}{\\shprslt{\\*\\do{\\dptxbxtext ${han('框中红头')}\\par}}}}`;
    const old = `{\\*\\do\\dobxcolumn{\\dptxbxtext \\pard ${han('旧式文本框')}\\par}}`;
    expect(await lines(`${shape}${han('正文')}\\par ${old}${han('其后')}\\par`)).toEqual([
      '框中红头',
      '正文',
      '旧式文本框',
      '其后',
    ]);
  });

  test('WordArt is text', async () => {
    const art = `{\\shp{\\*\\shpinst{\\sp{\\sn gtextUNICODE}{\\sv ${han('白鹭区水务局')}}}}}`;
    expect(await lines(`${art}${han('正文')}\\par`)).toEqual(['白鹭区水务局', '正文']);
  });

  test('headers and footers of first, facing and later pages stand once', async () => {
    const body =
      `\\facingp\\titlepg{\\headerf ${han('首页页眉')}\\par}{\\headerl ${han('左页页眉')}\\par}{\\headerr ${han('右页页眉')}\\par}{\\footerr \\'97 {\\field{\\*\\fldinst PAGE}{\\fldrslt 1}} \\'97\\par}` +
      `${han('正文')}\\sect\\sectd{\\headerr ${han('附件页眉')}\\par}${han('附件正文')}\\par`;
    expect(await lines(body)).toEqual(['首页页眉', '正文', '附件页眉', '附件正文', '右页页眉', '左页页眉']);
  });

  test('footnotes stand behind the body, as Word and as LibreOffice write them', async () => {
    const word = `${han('甲')}{\\super\\chftn{\\footnote\\pard{\\super\\chftn} ${han('注一')}}}`;
    const office = `{\\super\\chftn}{\\*\\footnote\\chftn \\pard ${han('注二')}}${han('乙')}`;
    expect((await lines(`${word}${office}\\par ${han('后文')}\\par`)).map((line) => line.trim())).toEqual([
      '甲乙',
      '后文',
      '注一',
      '注二',
    ]);
  });

  test('comments are told and not shown', async () => {
    const comment = `{\\*\\atnid Z}{\\*\\atnauthor Zhao}\\chatn{\\*\\annotation{\\*\\atndate 1}\\pard ${han('请核')}\\par}`;
    expect(await read(`${han('正文')}${comment}\\par`)).toEqual({ lines: ['正文'], codes: ['COMMENTS_NOT_READ'] });
  });
});

describe('tables', () => {
  test('cells are parted by tabs, rows by lines; a cell of several paragraphs gives a line each', async () => {
    const row = (...cells: string[]): string =>
      `\\trowd\\pard\\intbl ${cells.map((cell) => `${cell}\\cell `).join('')}\\row `;
    const body = `${row('A', 'B')}${row('C\\par D', 'E')}\\pard ${han('后文')}\\par`;
    expect(await lines(body)).toEqual(['A\tB', 'C', 'D', 'E', '后文']);
  });

  test('a table in a cell keeps its own cells apart', async () => {
    const inner =
      '\\pard\\intbl\\itap2 A1\\nestcell A2\\nestcell{\\*\\nesttableprops\\trowd\\nestrow}{\\nonesttables\\par}';
    const body = `\\trowd\\pard\\intbl X\\cell ${inner}\\pard\\intbl\\itap1 Y\\cell\\row\\pard Z\\par`;
    expect(await lines(body)).toEqual(['X', 'A1\tA2', 'Y', 'Z']);
  });
});

describe('tracked changes and hidden text', () => {
  test('deleted and hidden words go with a word; ends that are deleted or hidden join', async () => {
    const body = `${han('上半句')}{\\deleted ${han('删去')}\\par}${han('下半句')}{\\v ${han('隐藏')}}\\par ${han('后文')}\\par`;
    expect(await read(body)).toEqual({ lines: ['上半句下半句', '后文'], codes: ['TRACKED_CHANGES', 'HIDDEN_TEXT'] });
  });
});

describe('fields', () => {
  const field = (code: string, result = ''): string => `{\\field{\\*\\fldinst{${code}}}{\\fldrslt{${result}}}}`;
  test('results show; characters in circles, symbols and boxes of forms show without one', async () => {
    const form = `{\\field{\\*\\fldinst{FORMCHECKBOX }{\\*\\formfield{\\fftype1\\ffres25\\ffdefres1}}}{\\fldrslt}}`;
    const list = `{\\field{\\*\\fldinst{FORMDROPDOWN }{\\*\\formfield{\\fftype2\\ffres1{\\*\\ffl A${han('类')}}{\\*\\ffl B${han('类')}}}}}{\\fldrslt}}`;
    const body = `${field(`eq \\\\o\\\\ac(${han('○')},${han('密')})`)}${han('字')}${field('PAGE', '7')} ${field('SYMBOL 9745 \\\\u')}${field('SYMBOL 254 \\\\f "Wingdings" \\\\s 12')}${form}${list}\\par`;
    expect(await lines(body)).toEqual(['密字7 ☑☑☑B类']);
  });

  test('a list without the numbers that its program showed is told', async () => {
    expect((await read('\\pard\\ls1\\ilvl0 A\\par')).codes).toEqual(['NUMBERS_LOST']);
    expect((await read('\\pard{\\listtext 1.\\tab}\\ls1\\ilvl0 A\\par')).codes).toEqual([]);
  });
});

describe('numbers of lists', () => {
  test('stand as the program showed them, a bullet as a bullet', async () => {
    const body = `\\pard{\\listtext\\pard\\plain ${han('一、')}}\\ls1\\ilvl0 ${han('情况')}\\par\\pard{\\listtext\\f3 \\'9f\\tab}\\ls1\\ilvl0 ${han('其次')}\\par`;
    expect(await lines(body)).toEqual(['一、情况', '•\t其次']);
  });

  test('are put into the signs of their list where LibreOffice wrote plain digits', async () => {
    const list =
      "{\\*\\listtable{\\list\\listtemplateid1{\\listlevel\\levelnfc39{\\leveltext \\'02\\'00\\'3f;}}{\\listlevel\\levelnfc0{\\leveltext \\'02\\'01.;}}\\listid7}}{\\listoverridetable{\\listoverride\\listid7\\listoverridecount0\\ls3}}";
    const item = (label: string, level: number, text: string): string =>
      `\\pard{\\listtext\\pard\\plain  ${label}}\\ilvl${level}\\ls3 ${han(text)}\\par`;
    const body = list + item(`12${han('、')}`, 0, '情况') + item('3.', 1, '管网');
    expect(await lines(body)).toEqual(['十二、情况', '3.管网']);
  });
});

describe('characters', () => {
  test.each([
    ['Cyrillic', 1, 'Привет', 'cp1251'],
    ['Korean', 2, '서울시', 'cp949'],
    ['Japanese', 5, '東京都', 'cp932'],
    ['Chinese in a font that calls itself western', 4, '白鹭区', 'gbk'],
    ['western', 4, 'café', 'cp1252'],
  ])('%s by the charset of the font', async (_what, font, text, encoding) => {
    expect(await lines(`{\\f${font} ${bytes(text, encoding)}}\\par`)).toEqual([text]);
  });

  test('boxes and ticks of symbol fonts, as bytes and as private characters', async () => {
    expect(await lines(`{\\f3 \\'fe\\'a8}{\\f3\\u-3842?}\\par`)).toEqual(['☑□☑']);
  });

  test('a character of two forms shows the newer one', async () => {
    expect(await lines('{\\upr{??}{\\*\\ud{\\uc0\\u20035\\u20129 }}}A\\par')).toEqual(['乃亡A']);
  });

  test('the stand-in behind a character is left out, the next word is not', async () => {
    expect(await lines(`\\uc2\\u22797\\'b8\\'b4\\u20989\\par X\\par`)).toEqual(['复函', 'X']);
  });

  test('raw bytes between 80 and 9f are halves of characters', async () => {
    const source = Buffer.concat([
      Buffer.from(`{\\rtf1\\ansi\\ansicpg936${FONTS}\\f0 `, 'latin1'),
      iconv.encode('慣例', 'gbk'),
      Buffer.from('\\par}', 'latin1'),
    ]);
    expect((await readRaw({ name: 'a.rtf', bytes: Uint8Array.from(source) })).raw.text).toBe('慣例');
  });
});

describe('what is only skipped', () => {
  test('binary data, whatever it looks like', async () => {
    const body = `${han('其前')}{\\pict\\pngblip\\bin7 a}{\\b}b}${han('其后')}\\par`;
    expect(await read(body)).toEqual({ lines: ['其前其后'], codes: ['PARTS_LEFT_OUT'] });
  });

  test('\\* in the middle of a group means nothing; at its head it hides what is not known', async () => {
    const body = `{\\i0\\b0\\*\\cs7\\cf0 ${han('正文')}}{\\*\\unknown ${han('不显示')}}{\\*\\cs7 ${han('也是正文')}}\\par`;
    expect(await lines(body)).toEqual(['正文也是正文']);
  });

  test('what an embedded object shows is read, its data are not, and it is told', async () => {
    const body = `{\\object\\objemb{\\*\\objclass Word.Document}{\\*\\objdata 0105}{\\result ${han('所示')}}}\\par`;
    expect(await read(body)).toEqual({ lines: ['所示'], codes: ['PARTS_LEFT_OUT'] });
  });
});

test('pictures are handed on to be asked for marks of secrecy, in hexadecimal and as bytes', async () => {
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x7d, 0x5c];
  const hex = Buffer.from(png).toString('hex');
  const source = `{\\pict{\\*\\picprop{\\sp{\\sn a}{\\sv 1}}}\\pngblip\\picw10 ${hex.slice(0, 8)}\r\n${hex.slice(8)}}{\\pict\\jpegblip\\bin3 \xff\xd8\xff}{\\pict\\wmetafile8 0102}`;
  const raw = await readRtf({ name: 'a.rtf', bytes: rtf(source) }, {});
  expect(raw.pictures).toEqual([
    { name: '1.png', bytes: Uint8Array.from(png) },
    { name: '2.jpg', bytes: Uint8Array.from([0xff, 0xd8, 0xff]) },
  ]);
});

test('a mark of secrecy refuses the file wherever it is set', async () => {
  const letter = `${han('关于加强档案管理的答复')}\\par ${han('来函收悉。')}\\par `.repeat(9);
  const marked = [
    `{\\shp{\\*\\shpinst{\\shptxt ${han('机密')}\\par}}}`,
    `{\\headerl ${han('机密')}\\par}`,
    `{\\v ${han('机密')}}\\par`,
    `{\\deleted ${han('机密')}}\\par`,
    `{\\*\\annotation ${han('机密★')}\\par}`,
    `{\\*\\userprops{\\propname ${han('密级')}}\\proptype30{\\staticval ${han('机密')}}}`,
  ];
  for (const mark of marked) expect(await codeOf(letter + mark), mark).toBe('SECRET_REFUSED');
  expect(await codeOf(`${letter}${han('涉及国家')}{\\deleted ${han('秘密')}}${han('的')}\\par`)).toBe(null);
  expect(await codeOf(`{\\info{\\title ${han('保密宣传月')}}}${letter}`)).toBe(null);
});
