/** In which encoding the command line prints: UTF-8, or GBK where a pipe's reader expects it; nothing is lost in JSON. */
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { encodeText, takeEncoding } from '../../../main/cli/output-encoding.ts';

describe('the encoding', () => {
  test('is UTF-8 where nobody asks for another', () => {
    expect(takeEncoding(['search', '复函'], {})).toEqual({ encoding: 'utf8', words: ['search', '复函'] });
    expect(Buffer.from(encodeText('复函〔2022〕58号', 'utf8', false)).toString('utf8')).toBe('复函〔2022〕58号');
  });

  test('is taken from the option, wherever it stands, otherwise from FUHAN_ENCODING', () => {
    const env = { FUHAN_ENCODING: 'gb18030' };
    expect(takeEncoding(['search', '--encoding', 'gbk', '复函'], env)).toEqual({
      encoding: 'gbk',
      words: ['search', '复函'],
    });
    expect(takeEncoding(['--encoding=CP936', 'search'], {})).toEqual({ encoding: 'gbk', words: ['search'] });
    expect(takeEncoding(['search'], env).encoding).toBe('gb18030');
    expect(takeEncoding(['search', '--', '--encoding', 'gbk'], {})).toEqual({
      encoding: 'utf8',
      words: ['search', '--', '--encoding', 'gbk'],
    });
  });

  test('that is not known is wrong usage', () => {
    for (const words of [['--encoding', 'big5'], ['--encoding']])
      expect(() => takeEncoding(words, {})).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('what GBK has no character for', () => {
  const text = '张𠮷委员：〔2022〕58号 €';

  test('is 〓 in text, and the rest is what a reader under code page 936 sees', () => {
    const bytes = Buffer.from(encodeText(text, 'gbk', false));
    expect(new TextDecoder('gbk').decode(bytes)).toBe('张〓委员：〔2022〕58号 €');
  });

  test('is written in JSON so that it means the same', () => {
    const bytes = Buffer.from(encodeText(JSON.stringify({ text }), 'gbk', true));
    expect(JSON.parse(new TextDecoder('gbk').decode(bytes))).toEqual({ text });
    expect(bytes.includes(Buffer.from('\\ud842\\udfb7'))).toBe(true);
  });

  test('is in GB 18030', () => {
    expect(iconv.decode(Buffer.from(encodeText(text, 'gb18030', false)), 'gb18030')).toBe(text);
  });
});
