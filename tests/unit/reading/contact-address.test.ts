/** 联系地址: read where a letter gives the office's own, with the place it was read from; other addresses are none. */
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../../main/archive/reading/dewrap.ts';
import { recognise } from '../../../main/archive/reading/recognise.ts';

const LETTER = (tail: string): string => `临溪县民政局

临民函〔2023〕17号

关于县政协十届二次会议第45号提案的答复

林晓岚委员：

您提出的《关于增设社区助餐点的提案》收悉，项目地址：东街老供销社院内。现答复如下：

一、已建成助餐点六处，服务老人四百余人。

感谢您对民政工作的关心和支持。

${tail}

临溪县民政局
2023年6月12日
`;

function addressIn(tail: string): { value: string | null; confidence: number | undefined; read: string } {
  const clean = cleanText({ text: LETTER(tail), layout: 'paragraphs', pages: [] });
  const { elements, evidence } = recognise(clean, { today: '2026-11-01' });
  const found = evidence.contact_address;
  return {
    value: elements.contact_address,
    confidence: found?.confidence,
    read: found === undefined ? '' : clean.text.slice(found.start, found.end),
  };
}

describe('the contact address', () => {
  test.each([
    ['on a line of its own', '联系地址：临溪县青云路18号县政务中心3楼', '临溪县青云路18号县政务中心3楼'],
    ['before the post code', '联系地址：青云路18号　　邮政编码：455300', '青云路18号'],
    ['inside the contact line', '（联系人：陈远，联系电话：0735-2233445，地址：临溪县青云路18号）', '临溪县青云路18号'],
    ['before the telephone', '通讯地址：青云路18号民政大厦，电话：0735-2233445', '青云路18号民政大厦'],
    ['with blanks in its label', '联系地　址：青云路18号', '青云路18号'],
    ['with a bare post code behind it', '地址：青云路18号 455300', '青云路18号'],
    ['in a list of ways to reach it', '1.电话：0735-2233445。2.通讯地址：青云路18号（邮政编码455300）。', '青云路18号'],
    ['as 通信地址', '通信地址：青云路18号；联系人：陈远', '青云路18号'],
  ])('is read %s', (_where, tail, address) => {
    const found = addressIn(tail);
    expect(found.value).toBe(address);
    expect(found.read).toBe(address);
    expect(found.confidence).toBeGreaterThanOrEqual(0.9);
  });

  test.each([
    ['of a project is another', '联系人：陈远　　联系电话：0735-2233445'],
    ['of mail is none', '联系人：陈远，邮箱地址：minzheng@example.cn'],
    ['of a web page is none', '网址地址：www.example.cn'],
    ['without a place in it is none', '联系地址：详见官网'],
  ])('%s', (_what, tail) => {
    expect(addressIn(tail).value).toBeNull();
  });
});
