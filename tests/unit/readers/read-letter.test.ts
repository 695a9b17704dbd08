import { describe, expect, test } from 'vitest';
import { readLetter } from '../../../main/archive/reading/read-letter.ts';
import { LETTER, encode, rawDocx, paragraph, typstPdf, typstText, LETTER_LINES } from './make.ts';

const codes = (warnings: readonly { code: string }[]): string[] => warnings.map((warning) => warning.code);

describe('a letter comes with its elements whatever format it was in', () => {
  test.each([
    ['复函.txt', () => encode(LETTER, 'gb18030')],
    ['复函.docx', () => rawDocx(LETTER_LINES.map(paragraph).join(''))],
    ['复函.pdf', () => typstPdf(LETTER_LINES.map((line) => typstText(line)).join('\\\n'))],
  ])('%s', async (name, make) => {
    const letter = await readLetter({ name, bytes: make() });
    expect(letter.elements).toMatchObject({
      doc_number: '白水函〔2023〕17号',
      case_number: '030215',
      result_code: 'A',
      addressees: ['钱松岭'],
      issued_on: '2023-05-18',
    });
    expect(letter).toMatchObject({ name, size: letter.bytes?.length });
  });

  test('what gives no text is not thrown away: it comes back empty and marked', async () => {
    const letter = await readLetter({ name: 'blank.pdf', bytes: typstPdf('#rect(width: 5cm)') }, { ocr: false });
    expect(letter.raw.text.trim()).toBe('');
    expect(codes(letter.warnings)).toContain('NO_TEXT');
  });
});

describe('a text file without a letter in it', () => {
  test.each([
    ['空白.txt', ' \r\n\t\u3000\u00a0\n'],
    ['看不见.txt', '\u200b\u200d\n\ufeff'],
    ['空白.csv', ' ,\n'.replaceAll(',', ' ')],
  ])('%s is refused: no page of it is to be kept', async (name, text) => {
    const bytes = encode(text, 'utf-8');
    await expect(readLetter({ name, bytes })).rejects.toMatchObject({ code: 'BLANK_FILE' });
  });

  test('a single sign is a letter', async () => {
    expect((await readLetter({ name: '一.txt', bytes: encode(' 。\n', 'utf-8') })).raw.text).toContain('。');
  });
});

describe('state secrets are refused', () => {
  test.each(['机密★1年\n', '秘密\n'])('by the mark %j in the head', async (mark) => {
    const reading = readLetter({ name: '复函.txt', bytes: encode(mark + LETTER, 'utf-8') });
    await expect(reading).rejects.toMatchObject({ code: 'SECRET_REFUSED' });
  });

  test.each(['【机密】关于提案的复函.txt', '秘密★10年 复函.txt', '复函（绝密）.docx', '机密-2023-17.pdf'])(
    'by the name %s, before the file is opened',
    async (name) => {
      await expect(readLetter({ path: `/nonexistent/${name}` })).rejects.toMatchObject({ code: 'SECRET_REFUSED' });
    },
  );

  test.each(['关于加强保密工作的复函.txt', '国家秘密宣传月答复.txt'])(
    'but not by words that speak of them: %s',
    async (name) => {
      await expect(readLetter({ path: `/nonexistent/${name}` })).rejects.toMatchObject({ code: 'BAD_PATH' });
    },
  );

  test('the refusal names neither the file nor its text', async () => {
    const error: unknown = await readLetter({ name: '甲.txt', bytes: encode(`绝密★\n${LETTER}`, 'utf-8') }).catch(
      (thrown: unknown) => thrown,
    );
    expect(JSON.stringify(error) + String(error)).not.toMatch(/甲|提案/);
  });
});
