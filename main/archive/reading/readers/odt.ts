/** Text documents of LibreOffice and its kin (odt, ott; fodt, which is one XML file), with their automatic numbers. */
import { ArchiveError } from '../../../../shared/errors.ts';
import { PageMargins } from './page-margins.ts';
import { OdtBody } from './odt-body.ts';
import { propertyTexts } from './office-properties.ts';
import { budgetOf, warning, type FileBytes, type ReadBudget, type ReadOptions, type Reader } from './reader.ts';
import { WordLosses } from './word-losses.ts';
import { walkXml } from './xml.ts';
import { ZipContainer } from './zip-container.ts';
import type { RawText } from '../types.ts';

const ODT_MIME = 'application/vnd.oasis.opendocument.text';

/** @throws ArchiveError BAD_FILE, PASSWORD_PROTECTED, FILE_TOO_LARGE */
export const readOdt: Reader = async (file, options) => {
  const zip = new ZipContainer(file.bytes, file.name);
  if (zip.has('META-INF/manifest.xml')) {
    const manifest = new TextDecoder().decode(zip.read('META-INF/manifest.xml'));
    if (/<[^>]*encryption-data/.test(manifest)) throw new ArchiveError('PASSWORD_PROTECTED', file.name);
  }
  const losses = new WordLosses();
  const budget = budgetOf(options, file.name);
  const body = new OdtBody(losses, budget, (place) => {
    const lines = objectLines(zip, place, file.name, budget);
    budget.takeText(lines?.reduce((sum, line) => sum + line.length + 1, 0) ?? 0);
    return lines;
  });
  // Named styles and the kinds of pages stand in a part of their own.
  if (zip.has('styles.xml')) walkXml(zip.read('styles.xml'), file.name, body);
  walkXml(zip.read('content.xml'), file.name, body);
  const raw = rawOf(body, losses);
  const properties = zip.has('meta.xml') ? propertyTexts(zip.read('meta.xml'), file.name) : [];
  return { ...raw, unseenText: [...(raw.unseenText ?? []), ...properties] };
};

/** Throws as `readOdt`. */
export function readFlatOdt(file: FileBytes, options: ReadOptions): RawText {
  const losses = new WordLosses();
  // Objects lie inside the file itself; that they are not read is told.
  const body = new OdtBody(losses, budgetOf(options, file.name), () => null);
  walkXml(file.bytes, file.name, body);
  return { ...rawOf(body, losses), mime: `${ODT_MIME}-flat-xml`, pictures: body.pictures };
}

function rawOf(body: OdtBody, losses: WordLosses): RawText {
  body.out.end();
  losses.numbers = body.numbersLost;
  const margins = new PageMargins(body.sections());
  const text = margins.place(body.out.lines, body.notes).join('\n');
  const warnings = losses.warnings();
  if (text.trim() === '') warnings.push(warning('NO_TEXT', '文件中没有可读出的文字，原件可以保存，文字需另行录入。'));
  return {
    format: 'odt',
    mime: ODT_MIME,
    text,
    layout: 'paragraphs',
    pages: [],
    warnings,
    embedded: [],
    unseenText: body.out.unseen,
  };
}

/** The words and the table of a chart; null for objects that hold no text of this kind. */
function objectLines(zip: ZipContainer, place: string, fileName: string, budget: ReadBudget): readonly string[] | null {
  const part = `${place}/content.xml`;
  if (place === '' || !zip.has(part)) return null;
  const chart = new OdtBody(new WordLosses(), budget, () => null);
  try {
    walkXml(zip.read(part), fileName, chart);
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError) || thrown.code === 'FILE_TOO_LARGE') throw thrown;
    return null;
  }
  chart.out.end();
  const lines = chart.out.lines.filter((line) => line.trim() !== '');
  return lines.length > 0 ? lines : null;
}
