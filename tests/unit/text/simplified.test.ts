/** The key in simplified characters, by which rules look at a text. */
import { describe, expect, it } from 'vitest';
import { asWritten, simplifiedKey } from '../../../shared/text/simplified.ts';

describe('the key of a text', () => {
  it('has the length of the text, whatever stands in it', () => {
    const texts = ['關於對市政協提案的答覆', '\ufeff縣政府', '𠮷田 😀 辦理', 'lone \ud800 臺灣', ''];
    for (const text of texts) expect(simplifiedKey(text).length).toBe(text.length);
  });

  it('is the text itself where nothing in it is traditional', () => {
    expect(simplifiedKey('关于对市政协提案的答复')).toBe('关于对市政协提案的答复');
    expect(simplifiedKey('\ufeff覆盖率')).toBe('\ufeff覆盖率');
  });

  it('reads 答覆 and 函覆 as 答复 and 函复 also over a line end, and leaves 覆盖', () => {
    expect(simplifiedKey('建議的答覆')).toBe('建议的答复');
    expect(simplifiedKey('建議的答\n覆函')).toBe('建议的答\n复函');
    expect(simplifiedKey('覆蓋')).toBe('覆盖');
  });
});

describe('a value read off the key', () => {
  it('comes back in the characters of the text', () => {
    const text = '雲嶺縣民政局 雲民函[2022]5號';
    const key = simplifiedKey(text);
    expect(asWritten('云岭县民政局', text, key, 0, 6)).toBe('雲嶺縣民政局');
    expect(asWritten('云民函〔2022〕5号', text, key, 7, text.length)).toBe('雲民函〔2022〕5號');
  });

  it('keeps what does not stand there', () => {
    expect(asWritten('甲、乙', '臺灣', simplifiedKey('臺灣'), 0, 2)).toBe('甲、乙');
  });
});
