/** What a PDF says of itself in XMP: Dublin Core, and what an archive needs to know, in a namespace of its own with its PDF/A schema. */
import type { Letter, VersionRow } from '../../../shared/model/letter.ts';
import { ArchiveError } from '../../../shared/errors.ts';

/** Never changed: a reader knows the values by it. */
export const XMP_NAMESPACE = 'https://fuhan-archive.invalid/ns/record/1.0/';

/** The properties with what they mean, as the schema in the file says it. */
const PROPERTIES = {
  recordId: 'Identifier of the record in its archive',
  refCode: 'Archive number (档号)',
  docNumber: 'Document number (发文字号)',
  issuedOn: 'Date of the document (成文日期), ISO 8601',
  version: 'Number of the version that is printed',
  versionHash: 'SHA-256 of the version record, chained to the version before it',
  part: 'What the file is: letter, volume, public version',
} as const;
export type XmpValues = Partial<Record<keyof typeof PROPERTIES, string>>;

/** Characters that XML 1.0 has no place for are left out. */
const escape = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const property = (name: string, description: string): string =>
  `<rdf:li rdf:parseType="Resource"><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>${description}</pdfaProperty:description><pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>`;

function schemaOf(names: readonly (keyof typeof PROPERTIES)[]): string {
  const properties = names.map((name) => property(name, PROPERTIES[name])).join('');
  return `<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Fuhan Archive record</pdfaSchema:schema><pdfaSchema:namespaceURI>${XMP_NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fuhan</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>${properties}</rdf:Seq></pdfaSchema:property></rdf:li>`;
}

/** What a letter's file says of the letter. */
export function letterValues(letter: Letter, versions: readonly VersionRow[]): XmpValues {
  const hash = versions.find(({ version }) => version === letter.version)?.sha256;
  const { doc_number: number, issued_on: issued } = letter.elements;
  return {
    recordId: letter.id,
    ...(letter.ref_code === null ? {} : { refCode: letter.ref_code }),
    ...(number === null ? {} : { docNumber: number }),
    ...(issued === null ? {} : { issuedOn: issued }),
    version: String(letter.version),
    ...(hash === undefined ? {} : { versionHash: hash }),
    part: 'letter',
  };
}

/** What the file of a public version says: nothing of the archive that it is from. */
export function publicValues({ elements }: Pick<Letter, 'elements'>): XmpValues {
  const { doc_number: number, issued_on: issued } = elements;
  return {
    ...(number === null ? {} : { docNumber: number }),
    ...(issued === null ? {} : { issuedOn: issued }),
    part: 'public version',
  };
}

/**
 * Adds values to the XMP that Typst wrote.
 * @param part 2 or 3: which part of PDF/A the file keeps to
 * @throws ArchiveError EXPORT_FAILED where the XMP is not written as expected
 */
export function withXmpValues(xmp: string, values: XmpValues, part: 2 | 3 = 2): string {
  const names = (Object.keys(PROPERTIES) as (keyof typeof PROPERTIES)[]).filter((name) => values[name] !== undefined);
  const own = names.map((name) => `<fuhan:${name}>${escape(values[name] ?? '')}</fuhan:${name}>`).join('');
  const identifier = values.refCode ?? values.docNumber ?? values.recordId;
  const core =
    (identifier === undefined ? '' : `<dc:identifier>${escape(identifier)}</dc:identifier>`) +
    (values.issuedOn === undefined
      ? ''
      : `<dc:date><rdf:Seq><rdf:li>${escape(values.issuedOn)}</rdf:li></rdf:Seq></dc:date>`);
  const changes: [string, string][] = [
    ['<rdf:Description rdf:about=""', `<rdf:Description rdf:about="" xmlns:fuhan="${XMP_NAMESPACE}"`],
    ['<pdfaExtension:schemas><rdf:Bag>', `<pdfaExtension:schemas><rdf:Bag>${schemaOf(names)}`],
    ['<pdfaid:part>2</pdfaid:part>', `${core}${own}<pdfaid:part>${part}</pdfaid:part>`],
  ];
  let changed = xmp;
  for (const [from, to] of changes) {
    if (!changed.includes(from)) throw new ArchiveError('EXPORT_FAILED', 'PDF', `XMP without ${from}`);
    changed = changed.replace(from, () => to);
  }
  return changed;
}
