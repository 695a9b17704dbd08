import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { letterFileName, numberedName, safeFileName } from '../../../main/archive/print/file-names.ts';
import { anyText, letterOf } from './letters.ts';

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

describe('names of exported files', () => {
  it('are number and title', () => {
    const letter = letterOf('', { doc_number: '云民函〔2023〕41号', title: '关于某项提案答复的函' });
    expect(letterFileName(letter)).toBe('云民函〔2023〕41号 关于某项提案答复的函.pdf');
  });

  it('are what it is called by where it has neither, an id only where nothing can be written', () => {
    expect(letterFileName(letterOf('', {}, { id: 'abc123', name: '面商记录' }))).toBe('面商记录.pdf');
    expect(letterFileName(letterOf('', {}, { id: 'abc123', name: '\u200b' }))).toBe('abc123.pdf');
  });

  it('write what a file system forbids full-width', () => {
    expect(safeFileName('关于A/B："甲"与<乙>的答复?', '.pdf', 'x')).toBe('关于A／B：＂甲＂与＜乙＞的答复？.pdf');
    expect(safeFileName('../../etc/passwd', '.pdf', 'x')).toBe('／..／etc／passwd.pdf');
    expect(safeFileName('CON', '.pdf', 'x')).toBe('_CON.pdf');
  });

  it('are NFC, printable, within 200 bytes and never empty, whatever the title is', () => {
    fc.assert(
      fc.property(anyText(120), (title) => {
        const name = safeFileName(title, '.pdf', '函件');
        expect(name).toBe(name.normalize('NFC'));
        expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}]|^[. ]|[. ]\.pdf$/u);
        expect(byteLength(name)).toBeLessThanOrEqual(200);
        expect(name.length).toBeGreaterThan(4);
        expect(name.isWellFormed()).toBe(true);
      }),
    );
  });

  it('cut a long title between characters', () => {
    const name = safeFileName('𠮷'.repeat(100), '.pdf', 'x');
    expect(name).toBe(`${'𠮷'.repeat(49)}.pdf`);
  });

  it('get a number in front of the extension', () => {
    expect(numberedName('a.pdf', 1)).toBe('a.pdf');
    expect(numberedName('a.b.pdf', 2)).toBe('a.b (2).pdf');
    expect(numberedName('a', 3)).toBe('a (3)');
  });
});
