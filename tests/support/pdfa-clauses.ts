/**
 * Clauses of PDF/A-2a (ISO 19005-2) that a program can hold a file against, one finding a breach. The file is read by qpdf and by what
 * stands here: nothing of Typst's, nothing of the archive's.
 */
import { readFileSync } from 'node:fs';
import type { TestContext } from 'vitest';
import { runTool } from './other-tools.ts';
import { fontFindings } from './pdfa-fonts.ts';
import { PdfJson, operationsOf, wordOf, type PdfDictionary, type PdfValue } from './pdf-json.ts';

const STANDARD_TYPES = new Set(
  'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form'.split(
    ' ',
  ),
);
const BLEND_MODES = new Set(['/Normal', '/Compatible', '/Multiply', '/Screen']);
const MOST_NESTED = 28;

/** @returns breaches, each with its clause; none where the file keeps to all that is looked at */
export function pdfaFindings(context: TestContext, file: string): string[] {
  runTool(context, 'qpdf', '--check', file);
  const pdf = new PdfJson(context, file);
  return [
    ...fileFindings(readFileSync(file), pdf),
    ...objectFindings(pdf),
    ...colourFindings(pdf),
    ...metadataFindings(pdf),
    ...structureFindings(pdf),
    ...fontFindings(pdf),
  ];
}

function fileFindings(bytes: Buffer, pdf: PdfJson): string[] {
  const found: string[] = [];
  if (!/^%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}/.test(bytes.subarray(0, 20).toString('latin1'))) found.push('6.1.2 header');
  if (!/%%EOF\r?\n?$/.test(bytes.subarray(-8).toString('latin1'))) found.push('6.1.3 data behind the end');
  if (pdf.array(pdf.trailer['/ID']).length !== 2) found.push('6.1.3 no identifier');
  if (pdf.trailer['/Encrypt'] !== undefined) found.push('6.1.3 encrypted');
  return found;
}

function objectFindings(pdf: PdfJson): string[] {
  const found: string[] = [];
  for (const reference of pdf.all) {
    const object = pdf.dictionary(reference);
    const isStream = pdf.data(reference) !== undefined;
    const say = (breach: string): void => void found.push(`${breach} (${reference})`);
    if (isStream && ['/F', '/FFilter', '/FDecodeParms'].some((key) => key in object))
      say('6.1.7 data outside the file');
    if (JSON.stringify(object['/Filter'] ?? '').includes('/LZWDecode')) say('6.1.7 LZW');
    if (object['/S'] === '/JavaScript' || object['/S'] === '/Launch' || 'AA' in object || '/AA' in object)
      say('6.5 action');
    if (object['/Subtype'] === '/PS' || '/Ref' in object || '/OPI' in object) say('6.2.9 PostScript or reference');
    if (object['/Subtype'] === '/Image' && (object['/Interpolate'] === true || '/Alternates' in object))
      say('6.2.8 image');
    if (object['/Type'] === '/ExtGState') {
      if ('/TR' in object || '/HTP' in object) say('6.2.5 transfer function');
      const mode = object['/BM'];
      if (mode !== undefined && !(typeof mode === 'string' && BLEND_MODES.has(mode))) say('6.2.10 blend mode');
    }
    for (const key of Object.keys(object)) if (key.length > 128) say('6.1.13 long name');
  }
  if ('/OCProperties' in pdf.catalog) found.push('6.9 optional content');
  if ('/EmbeddedFiles' in pdf.dictionary(pdf.catalog['/Names'])) found.push('6.8 embedded file');
  if ('/OpenAction' in pdf.catalog && !Array.isArray(pdf.value(pdf.catalog['/OpenAction'])))
    found.push('6.5 open action');
  return found;
}

function colourFindings(pdf: PdfJson): string[] {
  const found: string[] = [];
  const intents = pdf.array(pdf.catalog['/OutputIntents']).map((intent) => pdf.dictionary(intent));
  const intent = intents.find((one) => one['/S'] === '/GTS_PDFA1');
  const profile = pdf.data(intent?.['/DestOutputProfile']);
  if (profile === undefined) found.push('6.2.3 no output intent');
  else {
    if (profile.subarray(36, 40).toString('latin1') !== 'acsp') found.push('6.2.3 the profile is no ICC profile');
    if (profile.subarray(16, 20).toString('latin1') !== 'RGB ') found.push('6.2.3 the profile is not RGB');
    if (pdf.dictionary(intent?.['/DestOutputProfile'])['/N'] !== 3) found.push('6.2.3 components');
  }
  for (const [at, page] of pdf.pages().entries()) {
    let depth = 0;
    for (const { operator, operands } of operationsOf(pdf.content(page))) {
      if (operator === 'k' || operator === 'K') found.push(`6.2.4.3 DeviceCMYK on page ${at + 1}`);
      if (operator === 'BI') found.push(`6.2.8 inline image on page ${at + 1}`);
      if (
        operator === 'ri' &&
        !/Perceptual|RelativeColorimetric|AbsoluteColorimetric|Saturation/.test(operands[0] ?? '')
      )
        found.push(`6.2.6 rendering intent on page ${at + 1}`);
      if (operator === 'q') depth += 1;
      if (operator === 'Q') depth -= 1;
      if (depth > MOST_NESTED) found.push(`6.1.13 nested states on page ${at + 1}`);
    }
    if (depth !== 0) found.push(`states are not closed on page ${at + 1}`);
    const spaces = JSON.stringify(pdf.dictionary(pdf.dictionary(page['/Resources'])['/ColorSpace']));
    if (/CMYK|Separation|DeviceN/.test(spaces)) found.push(`6.2.4 colour space on page ${at + 1}`);
  }
  return found;
}

const PREDEFINED = new Set([
  'dc',
  'xmp',
  'xmpMM',
  'xmpTPg',
  'pdf',
  'pdfaid',
  'pdfaExtension',
  'pdfaSchema',
  'pdfaProperty',
  'rdf',
  'x',
  'xml',
  'xmlns',
  'stEvt',
]);

function metadataFindings(pdf: PdfJson): string[] {
  const found: string[] = [];
  const reference = pdf.catalog['/Metadata'];
  const xmp = pdf.data(reference)?.toString('utf8');
  if (xmp === undefined) return ['6.6.2 no XMP'];
  if ('/Filter' in pdf.dictionary(reference)) found.push('6.6.2 XMP is packed');
  if (/<\?xpacket[^>]*(bytes|encoding)=/.test(xmp)) found.push('6.6.2 packet with bytes or encoding');
  if (!/<pdfaid:part>2<\/pdfaid:part>/.test(xmp) || !/<pdfaid:conformance>A<\/pdfaid:conformance>/.test(xmp))
    found.push('6.6.4 does not say PDF/A-2a');
  const described = new Set(Array.from(xmp.matchAll(/<pdfaProperty:name>(\w+)</g), ([, name]) => name));
  for (const [, prefix = '', name] of xmp.matchAll(/<(\w+):(\w+)[ >]/g))
    if (!PREDEFINED.has(prefix) && !described.has(name)) found.push(`6.6.2.3 ${prefix}:${name ?? ''} is not described`);
  const info = pdf.dictionary(pdf.trailer['/Info']);
  const text = (value: PdfValue | undefined): string => (typeof value === 'string' ? value.replace(/^u:/, '') : '');
  const escaped = (value: string): string =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (!xmp.includes(escaped(text(info['/Title'])))) found.push('6.6.3 title');
  if (!xmp.includes(escaped(text(info['/Author'])))) found.push('6.6.3 author');
  const [, year, month, day, hour, minute] =
    /D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)/.exec(text(info['/CreationDate'])) ?? [];
  if (year !== undefined && !xmp.includes(`<xmp:CreateDate>${year}-${month}-${day}T${hour}:${minute}`))
    found.push('6.6.3 time of making');
  return found;
}

function structureFindings(pdf: PdfJson): string[] {
  const found: string[] = [];
  if (pdf.dictionary(pdf.catalog['/MarkInfo'])['/Marked'] !== true) found.push('6.7.2.2 not marked');
  if (typeof pdf.catalog['/Lang'] !== 'string') found.push('6.7.4 no language');
  const root = pdf.dictionary(pdf.catalog['/StructTreeRoot']);
  if (root['/K'] === undefined) return [...found, '6.7.3 no structure'];
  const roles = pdf.dictionary(root['/RoleMap']);
  const standard = (type: string): boolean => {
    let now = type;
    for (const seen = new Set<string>(); !seen.has(now); now = wordOf(roles[`/${now}`]).slice(1)) {
      if (STANDARD_TYPES.has(now)) return true;
      seen.add(now);
    }
    return false;
  };
  for (const reference of pdf.all) {
    const element = pdf.dictionary(reference);
    if (element['/Type'] !== '/StructElem') continue;
    const type = wordOf(element['/S']).slice(1);
    if (!standard(type)) found.push(`6.7.3.4 ${type} is no standard type`);
    if (type === 'Figure' && typeof element['/Alt'] !== 'string' && typeof element['/ActualText'] !== 'string')
      found.push('6.7.5 a figure without words');
    if (Object.keys(pdf.dictionary(element['/P'])).length === 0) found.push(`6.7.3 ${type} hangs in the air`);
  }
  const parents = numberTree(pdf, root['/ParentTree']);
  for (const [at, page] of pdf.pages().entries()) found.push(...contentFindings(pdf, page, at + 1, parents));
  return found;
}

function numberTree(pdf: PdfJson, node: PdfValue | undefined): Map<number, PdfValue> {
  const { '/Nums': numbers = [], '/Kids': kids = [] } = pdf.dictionary(node);
  const listed = pdf.array(numbers);
  const own = new Map<number, PdfValue>();
  for (let at = 0; at < listed.length; at += 2) own.set(Number(listed[at]), listed[at + 1] ?? null);
  for (const kid of pdf.array(kids)) for (const [key, value] of numberTree(pdf, kid)) own.set(key, value);
  return own;
}

/** What is shown stands in a marked part, which is an artifact or has its element in the structure. */
function contentFindings(pdf: PdfJson, page: PdfDictionary, number: number, parents: Map<number, PdfValue>): string[] {
  const found: string[] = [];
  const elements = pdf.array(parents.get(Number(page['/StructParents'])));
  const open: boolean[] = [];
  for (const { operator, operands } of operationsOf(pdf.content(page))) {
    if (operator === 'BDC' || operator === 'BMC') {
      const mcid = Number(operands[operands.indexOf('/MCID') + 1]);
      const isTagged = operands.includes('/MCID');
      if (isTagged && Object.keys(pdf.dictionary(elements[mcid])).length === 0)
        found.push(`6.7.3 part ${mcid} of page ${number} has no element`);
      open.push(isTagged || operands[0] === '/Artifact');
    }
    if (operator === 'EMC') open.pop();
    if (['Tj', 'TJ', "'", '"', 'Do', 'S', 'f', 'B', 'sh'].includes(operator) && !open.includes(true))
      found.push(`6.7.3 ${operator} on page ${number} is neither artifact nor tagged`);
  }
  return found;
}
