/** The text of a PDF, by pdf.js. */
import { readFileSync } from 'node:fs';
import { openPdf } from '../../main/archive/reading/readers/pdf.ts';

export async function textOfPdf(file: string): Promise<string> {
  const document = await openPdf({ name: 'report.pdf', bytes: Uint8Array.from(readFileSync(file)) });
  try {
    let text = '';
    for (let number = 1; number <= document.numPages; number++) {
      const { items } = await (await document.getPage(number)).getTextContent();
      text += items.map((item) => ('str' in item ? item.str : '')).join('');
    }
    return text;
  } finally {
    await document.loadingTask.destroy();
  }
}
