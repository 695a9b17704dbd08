/** The proof of a public version: what must not be in a PDF is found wherever it lies, and nothing is found that is not there. */
import { describe, expect, test } from 'vitest';
import { renderLetterPdf } from '../../../main/archive/print/letter-pdf.ts';
import { readPdfObjects, streamObject, writePdfObjects } from '../../../main/archive/print/pdf-objects.ts';
import { findLeaks } from '../../../main/archive/print/prove-hidden.ts';
import { setLetter } from '../../../main/archive/print/set-letter.ts';
import { valueKey } from '../../../shared/text/private/places.ts';
import { deflateSync } from 'node:zlib';
import { letterOf } from '../../unit/export/letters.ts';

const BODY = `云溪市民政局
云民函〔2023〕41号
关于提案答复的函
周若兰委员：
一、基本情况
您的提案收悉，感谢关心。
云溪市民政局
2023年6月19日
`;
const letter = (text = BODY, title = '关于提案答复的函') =>
  letterOf(text, { title, doc_number: '云民函〔2023〕41号', issuer: '云溪市民政局', addressees: ['周若兰'] });
const places = async (secret: string, pdf: Uint8Array, name = '公开版.pdf'): Promise<string[]> => [
  ...new Set((await findLeaks(pdf, name, [valueKey(secret)])).map(({ where }) => where)),
];
const set = async (text?: string, title?: string): Promise<Uint8Array> =>
  (await renderLetterPdf(letter(text, title))).pdf;

describe('what is hidden is found', () => {
  test('in the text: over a wrapped line, over two paragraphs, in full width, in traditional characters', async () => {
    const long = `${'情况如下，'.repeat(5)}手机13800138000`;
    const texts: [string, string][] = [
      ['138 0013 8000', BODY.replace('感谢关心', `${long}，${long}`)],
      ['13800138000', BODY.replace('感谢关心。', '手机1380013\n8000。')],
      ['13800138000', BODY.replace('感谢关心', '手机１３８００１３８０００')],
      ['张小满', BODY.replace('感谢关心', '業主張小滿來電')],
    ];
    for (const [secret, text] of texts) expect(await places(secret, await set(text)), text).toContain('页面文字');
  });

  test('in title and metadata, in the outline, and in the name of the file', async () => {
    const inTitle = await places('张小满', await set(BODY, '关于居民张小满反映问题答复的函'));
    expect(inTitle).toEqual(expect.arrayContaining(['文件属性', '文件属性（XMP）']));
    expect(await places('基本情况', await set())).toContain('书签');
    expect(await places('13800138000', await set(), '关于138 0013 8000的函.pdf')).toEqual(['文件名']);
  });

  test('in a packed stream that no page shows, and in a string of the file', async () => {
    const planted = async (body: Buffer): Promise<string[]> => {
      const parts = readPdfObjects(await set());
      parts.objects.set(Math.max(...parts.objects.keys()) + 1, body);
      return places('13800138000', writePdfObjects(parts));
    };
    expect(
      await planted(streamObject('  /Filter /FlateDecode', deflateSync(Buffer.from('tel 13800138000')))),
    ).toContain('数据流');
    const utf16 = Buffer.from('13800138000', 'utf16le').swap16().toString('hex');
    expect(await planted(Buffer.from(`<< /Note <FEFF${utf16}> >>\n`))).toContain('文件结构');
    expect(await planted(Buffer.from('<< /Note (13800138000) >>\n'))).toContain('文件结构');
  });
});

test('nothing is found that is not there', async () => {
  const secrets = ['13800138000', '5521007', '张小满', '8岁', '云A·12345', 'man.zhang@example.com'];
  expect(await findLeaks(await set(), '公开版.pdf', secrets.map(valueKey))).toEqual([]);
});

test('a public version that still holds it is refused, and the message does not say what', async () => {
  const made = setLetter(letter(BODY.replace('感谢关心', '业主张小满来电')), {
    publicVersion: { at: '2026-11-30T00:00:00.000Z', name: '公开版.pdf', hidden: [valueKey('张小满')] },
  });
  const refused = await made.then(
    () => null,
    (thrown: unknown) => thrown as { code: string; message: string; details: string },
  );
  expect(refused?.code).toBe('PUBLIC_LEAK');
  expect(refused?.message).toContain('页面文字');
  expect(`${refused?.message ?? ''}${refused?.details ?? ''}`).not.toContain('张小满');
});

test('a public version names no record, no version and no hash, and its time is that of the review', async () => {
  const one = letter();
  const { pdf } = await setLetter(
    { ...one, id: 'letter-77', ref_code: 'Z007-1' },
    {
      publicVersion: { at: '2026-11-30T01:02:03.000Z', name: '公开版.pdf', hidden: [] },
    },
  );
  const raw = Buffer.from(pdf).toString('latin1');
  for (const own of ['letter-77', 'Z007-1', 'versionHash>', 'recordId>']) expect(raw).not.toContain(own);
  expect(raw).toContain('public version');
  expect(raw).toContain('D:20261130010203');
});
