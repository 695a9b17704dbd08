import { describe, expect, test } from 'vitest';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { LETTER_LINES, bytesOf, encode } from './make.ts';

const BODY = LETTER_LINES.slice(4)
  .map((line) => `<p style="text-indent:2em">&emsp;&emsp;${line}</p>`)
  .join('\n');
const TITLE = LETTER_LINES[3];

/** A page as bureaus' sites make them: menus, place, tools, body, neighbours, footer. */
function sitePage(body: string, charset = 'utf-8'): string {
  const menu = ['首页', '政务公开', '办事服务', '互动交流', '走进白鹭']
    .map((name) => `<li><a href="/x">${name}</a></li>`)
    .join('');
  return `<!DOCTYPE html><html><head><meta charset="${charset}"><title>${TITLE}_青禾市白鹭区人民政府</title>
<style>p{color:red}</style><script>document.write('脚本文字')</script></head>
<body><div class="header"><div class="logo">白鹭区人民政府门户网站</div><ul class="mainNav">${menu}</ul></div>
<div class="crumb">您现在的位置：<a>首页</a> &gt; <a>政务公开</a> &gt; 建议提案办理</div>
<div class="container"><h1>${TITLE}</h1><div class="info">发布时间：2023-05-20 来源：区水务局 浏览次数：<span>15</span> 【字体：大 中 小】</div>
<div id="zoom">${body}</div>
<div class="prenext"><p>上一篇：<a>关于第030214号提案的答复</a></p><p>下一篇：<a>关于第030216号提案的答复</a></p></div></div>
<div class="right-side"><h3>热点</h3><a>某某活动顺利举行并取得圆满成功</a></div>
<div class="footer">版权所有：白鹭区人民政府 <a>网站地图</a> ICP备00000000号</div></body></html>`;
}

async function read(
  html: string,
  name = 'page.html',
  encoding = 'utf-8',
): Promise<Awaited<ReturnType<typeof readRaw>>['raw']> {
  return (await readRaw({ name, bytes: encode(html, encoding) })).raw;
}

describe('a saved web page gives the letter and nothing of the site', () => {
  test('title and body, without menu, place, tools, neighbours and footer', async () => {
    const raw = await read(sitePage(BODY));
    expect(raw).toMatchObject({ format: 'html', layout: 'paragraphs' });
    expect(raw.text.split('\n')).toEqual(LETTER_LINES.slice(3));
  });

  test('the same in GBK as the page declares it', async () => {
    const raw = await read(sitePage(BODY, 'gb2312'), 'page.htm', 'gbk');
    expect(raw.text.split('\n')).toEqual(LETTER_LINES.slice(3));
  });

  test('the same where the body has no element of its own that is known', async () => {
    const raw = await read(sitePage(BODY).replace('id="zoom"', 'class="abc"'));
    expect(raw.text.split('\n')).toEqual(LETTER_LINES.slice(3));
  });

  test('a page whose declared encoding is wrong is read by its bytes', async () => {
    const raw = await read(sitePage(BODY, 'utf-8'), 'page.html', 'gbk');
    expect(raw.text).toContain(LETTER_LINES[5]);
  });

  test('a page laid out in tables, as old sites do', async () => {
    const body = `<table><tr><td><table><tr><td>${BODY}</td></tr></table></td></tr></table>`;
    const raw = await read(`<html><body><center>${TITLE}</center>${body}</body></html>`);
    expect(raw.text.split('\n')).toEqual(LETTER_LINES.slice(3));
  });

  test('tables of data stay rows', async () => {
    const raw = await read(
      `<html><body><p>如下表：</p><table><tr><th>事项</th><th>单位</th></tr><tr><td>管网</td><td>水务局</td></tr></table></body></html>`,
    );
    expect(raw.text.split('\n')).toEqual(['如下表：', '事项\t单位', '管网\t水务局']);
  });

  test('source lines broken inside a sentence are one line, br and ordered lists are shown', async () => {
    const raw = await read(
      '<html><body><div>您提出的建议\n  收悉，现\n答复<br>如下：<ol><li>甲事</li><li>乙事</li></ol></div></body></html>',
    );
    expect(raw.text.split('\n')).toEqual(['您提出的建议收悉，现答复', '如下：', '1. 甲事', '2. 乙事']);
  });

  test('scripts are not run and hidden elements not read', async () => {
    const raw = await read(
      '<html><body><p onclick="x()">正文</p><script>while(true){}</script><p style="display:none">隐藏</p><img src="http://x.invalid/a.jpg" width="600"></body></html>',
    );
    expect(raw.text).toBe('正文');
    expect(raw.warnings.map((warning) => warning.code)).toEqual(['PICTURES_NOT_READ']);
  });
});

const mhtml = (encoding: string, body: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytesOf(
    Buffer.concat([
      Buffer.from(
        `From: <Saved by a browser>\r\nSubject: page\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----b"\r\n\r\n------b\r\nContent-Type: text/html; charset="${encoding}"\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://x.invalid/\r\n\r\n`,
      ),
      Buffer.from(Buffer.from(body).toString('base64').replaceAll(/.{76}/g, '$&\r\n')),
      Buffer.from(
        '\r\n------b\r\nContent-Type: image/png\r\nContent-Location: http://x.invalid/a.png\r\n\r\nxx\r\n------b--\r\n',
      ),
    ]),
  );

describe('a page saved as one file (mht)', () => {
  test.each(['utf-8', 'gb2312'])('in %s gives the same letter', async (encoding) => {
    const bytes = mhtml(encoding, encode(sitePage(BODY, encoding), encoding === 'gb2312' ? 'gbk' : encoding));
    const { raw } = await readRaw({ name: 'page.mht', bytes });
    expect(raw).toMatchObject({ format: 'mht', embedded: [] });
    expect(raw.text.split('\n')).toEqual(LETTER_LINES.slice(3));
  });
});

describe('a page is known by any of its elements', () => {
  test.each([
    '<article><p>正文</p></article>',
    '<h1>正文</h1>',
    '<style>p{}</style><p>正文</p>',
    '<ul><li>正文</li></ul>',
    '<span>正文</span>',
    '<!-- 导出 --><section>正文</section>',
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>正文</body></html>',
    '正文<br>',
  ])('%s', async (html) => {
    const raw = await read(html);
    expect([raw.format, raw.text]).toEqual(['html', '正文']);
  });

  test.each(['utf-16le', 'utf-16be', 'utf-32le'])('in %s without a mark', async (encoding) => {
    const raw = await read('<html><body><p>来函收悉，现答复如下。</p></body></html>', 'page.html', encoding);
    expect([raw.format, raw.text]).toEqual(['html', '来函收悉，现答复如下。']);
  });

  test('text with signs that look like tags is text', async () => {
    const raw = await read('指标 <5 且 >3 的有 <若干> 项', 'a.txt');
    expect(raw.format).toBe('txt');
  });
});

describe('what a page shows is read, what lies elsewhere is told', () => {
  test('fields of forms, frames written into the page, words in drawings', async () => {
    const raw = await read(
      '<body><p>正文</p><textarea>第一行\n第二行</textarea><p>姓名<input value="柳青"><input type="hidden" value="暗"><input type="checkbox" checked>同意<select><option>甲<option selected>乙</select></p>' +
        '<iframe srcdoc="&lt;p&gt;框内&lt;/p&gt;"></iframe><svg><title>图题</title><text>图中字</text></svg></body>',
    );
    expect(raw.text.split('\n')).toEqual(['正文', '第一行', '第二行', '姓名柳青☑同意乙', '框内', '图中字']);
    expect(raw.warnings).toEqual([]);
  });

  test.each([
    ['<iframe src="letter.html"></iframe>', ['FRAMES_NOT_READ']],
    ['<embed src="letter.pdf">', ['FRAMES_NOT_READ']],
    ['<iframe src="count.html" width="0" height="0"></iframe>', []],
  ])('%s', async (html, codes) => {
    const raw = await read(`<body><p>正文</p>${html}</body>`);
    expect(raw.warnings.map(({ code }) => code)).toEqual(codes);
  });
});
