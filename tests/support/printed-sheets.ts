/** Workbooks as they come out of a printer. */
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, type TestContext } from 'vitest';
import { temporaryFolder } from './engine.ts';
import { runTool } from './other-tools.ts';

/** The pages that LibreOffice prints of a workbook, as text; all are A4 across. The test is skipped where LibreOffice is missing. */
export function printedPages(context: TestContext, file: string): string[] {
  const out = temporaryFolder();
  const profile = join(temporaryFolder(), 'profile');
  mkdirSync(profile);
  const home = `-env:UserInstallation=file://${profile}`;
  runTool(context, 'soffice', home, '--headless', '--convert-to', 'pdf', '--outdir', out, file);
  const pdf = join(out, basename(file).replace(/\.[a-z]+$/, '.pdf'));
  const info = runTool(context, 'pdfinfo', pdf);
  expect(info).toMatch(/Page size:\s+84[12]\.\d+ x 595/);
  return runTool(context, 'pdftotext', '-layout', pdf, '-').split('\f').slice(0, -1);
}
