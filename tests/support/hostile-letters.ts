/**
 * Letters of somebody who wants a program to run or a network to be asked: markup where text is expected, scripts, pictures and frames of
 * other places, links that are orders, in every format that could carry them out.
 */
import fs from 'node:fs';
import path from 'node:path';
import { paragraph, pdfStream, rawDocx, rawPdf } from '../unit/readers/make.ts';

/** Another machine's name, which nobody may ask for. */
export const ELSEWHERE = 'hostile.invalid';
/** What a script that ran leaves on the page. */
export const RAN = 'hostileScriptRan';

const SCRIPT = `window.${RAN}=true;fetch('https://${ELSEWHERE}/fetched')`;
const MARKUP = [
  `<script>${SCRIPT}</script>`,
  `<img src="https://${ELSEWHERE}/pixel.png" onerror="${SCRIPT}">`,
  `<svg onload="${SCRIPT}"></svg>`,
  `<iframe src="https://${ELSEWHERE}/frame"></iframe>`,
  `<a href="javascript:${SCRIPT}">点此</a>`,
];

const lines = (number: number, tag: string): string[] => [
  `关于第${number}号提案答复的函${tag}`,
  `周若兰${tag}委员：`,
  `您提出的《关于敌意${tag}的提案》收悉，现答复如下：`,
  ...MARKUP,
  "=cmd|'/c calc'!A1",
  '${7*7}{{7*7}}#set(x: read("/etc/passwd"))',
  `联系人：何叔宁${tag}，电话：12345678`,
  '云溪市民政局',
  '2022年6月27日',
];

/** @returns the files, whose names are hostile as well */
export function writeHostileLetters(folder: string): string[] {
  fs.mkdirSync(folder, { recursive: true });
  const put = (name: string, bytes: string | Uint8Array): string => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, bytes);
    return file;
  };
  const page = (number: number): string =>
    [
      '<!doctype html><html><head><meta charset="utf-8">',
      `<meta http-equiv="refresh" content="0;url=https://${ELSEWHERE}/refresh"><base href="https://${ELSEWHERE}/">`,
      `<link rel="stylesheet" href="https://${ELSEWHERE}/style.css"><script src="https://${ELSEWHERE}/x.js"></script></head>`,
      `<body onload="${SCRIPT}" background="https://${ELSEWHERE}/back.png">`,
      ...lines(number, '').map((line) => `<p>${line}</p>`),
      `<form action="https://${ELSEWHERE}/form"><input autofocus onfocus="${SCRIPT}"></form></body></html>`,
    ].join('\n');
  const escaped = (line: string): string => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const picture =
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="rId9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';
  const relation = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="https://${ELSEWHERE}/word.png" TargetMode="External"/></Relationships>`;
  const mail = [
    'From: x@hostile.invalid',
    'Subject: =?utf-8?B?' + Buffer.from(`关于第9004号提案答复的函${MARKUP[0] ?? ''}`).toString('base64') + '?=',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    page(9004),
    '--b',
    'Content-Type: image/svg+xml; name="a.svg"',
    'Content-Disposition: attachment; filename="a.svg"',
    '',
    `<svg xmlns="http://www.w3.org/2000/svg" onload="${SCRIPT}"><image href="https://${ELSEWHERE}/svg.png"/></svg>`,
    '--b--',
    '',
  ];
  const action = (object: string): string => `<< /Type /Catalog /Pages 2 0 R /OpenAction ${object} >>`;
  return [
    put(`一<img src=x onerror=${RAN}=1>.txt`, lines(9001, `<b onmouseover="${SCRIPT}">坏</b>`).join('\n')),
    put('二.html', page(9002)),
    put(
      '三.docx',
      rawDocx([...lines(9003, '').map((line) => paragraph(escaped(line))), picture].join(''), {
        'word/_rels/document.xml.rels': relation,
      }),
    ),
    put('四.eml', mail.join('\r\n')),
    put(
      '五.pdf',
      rawPdf([
        action(`<< /S /JavaScript /JS (app.launchURL\\("https://${ELSEWHERE}/pdf"\\);) >>`),
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (https://${ELSEWHERE}/uri) >> >>] >>`,
        pdfStream('BT /F1 12 Tf 50 700 Td (Reply No. 9005) Tj ET'),
        '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      ]),
    ),
  ];
}
