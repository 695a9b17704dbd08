/** Writes the letters of a package: each one's page, files, metadata and history into a folder of its own. */
import { reportError } from '../../../../shared/errors.ts';
import { letterFileName } from '../../print/file-names.ts';
import type { Typesetting } from '../../print/typesetting.ts';
import type { ArchiveDb } from '../../storage/archive-db.ts';
import { iterateBytes } from '../../storage/content.ts';
import { collectIfLarge } from '../../work/memory.ts';
import type { TimeSlicer } from '../../work/time-slicer.ts';
import type { BagWriter } from './bag.ts';
import type { PackageFacts, PackedEntry } from './catalogue.ts';
import { encapsulated, type EncapsulatedFile } from './eep.ts';
import { readLetterRecord, type LetterRecord } from './letter-record.ts';
import { PAGE_ROLE, listedAttachment, metadataXml, type ListedFile } from './metadata-xml.ts';
import { PackedFolders, packedName } from './names.ts';
import { pagesAhead, type SetPage } from './pages-ahead.ts';

/** Pages are set by processes that hold some 300 MB at the same time. */
const PACKING_BYTES = 150e6;

/** What one run works with. */
export interface Run {
  db: ArchiveDb;
  bag: BagWriter;
  typesetting: Typesetting;
  slicer: TimeSlicer;
  facts: PackageFacts;
  entries: PackedEntry[];
  unset: { id: string; name: string; code: string; message: string }[];
  eep: boolean;
}

/** @throws ArchiveError NOT_FOUND, ARCHIVE_DAMAGED, CANCELLED; the system's error */
export async function putLetters(run: Run, ids: readonly string[]): Promise<void> {
  const { db, slicer, entries } = run;
  const folders = new PackedFolders();
  slicer.stage('打包函件', ids.length);
  const pages = pagesAhead(run.typesetting, ids, (id) => readLetterRecord(db.read, id));
  try {
    for await (const { record, page } of pages) {
      const { letter } = record;
      const kind = packedName(letter.elements.reply_kind ?? '其他', '其他');
      const above = `电子档案/${record.packed.letter.archive_year}/${kind}`;
      const folder = folders.take(above, letter.ref_code ?? letter.name, letter.id);
      entries.push(await putLetter(run, record, folder, page));
      await slicer.step();
      collectIfLarge(PACKING_BYTES);
    }
  } finally {
    await pages.close();
  }
}

async function putLetter(run: Run, record: LetterRecord, folder: string, page: SetPage): Promise<PackedEntry> {
  const { db, bag, slicer } = run;
  const { letter, packed } = record;
  const before = { files: bag.payload.size, bytes: bag.bytes };
  const listed: ListedFile[] = [];
  const notes: string[] = [];
  const encapsulate: EncapsulatedFile[] = [];
  if ('pdf' in page) {
    const { size, sha256 } = bag.put(`${folder}/正文.pdf`, page.pdf);
    const name = letterFileName(letter);
    listed.push({ path: '正文.pdf', size, sha256, name, role: PAGE_ROLE, mime: 'application/pdf', id: '' });
    encapsulate.push(...listed.map((file) => ({ file, bytes: () => [page.pdf] })));
  } else {
    const { code, message } = reportError(page.error);
    run.unset.push({ id: letter.id, name: letter.name, code, message });
    notes.push('正文未能排印为 PDF/A，见原件');
  }
  for (const { path, sha256, attachment } of record.files) {
    // iterateBytes itself ends with an error where the bytes are not what their hash says.
    await bag.putPieces(`${folder}/${path}`, iterateBytes(db.read, sha256), slicer, sha256);
    if (attachment === undefined) continue;
    const file = listedAttachment(path, attachment);
    listed.push(file);
    encapsulate.push({ file, bytes: () => iterateBytes(db.read, sha256) });
  }
  const pages = 'pdf' in page ? page.pages : 0;
  bag.put(`${folder}/元数据.xml`, metadataXml(db.read, record, listed, pages));
  bag.put(`${folder}/历史/版本.json`, `${JSON.stringify(packed, null, 1)}\n`);
  if (run.eep && encapsulate.length > 0) {
    const place = `其他/封装包/${folder.slice(folder.indexOf('/') + 1)}.xml`;
    const { organization, at } = run.facts;
    await bag.putPieces(place, encapsulated(record, encapsulate, organization, at), slicer);
  }
  const { id, ref_code, name, elements } = letter;
  return {
    ...{ letter: { id, ref_code, name, elements }, folder, pages, note: notes.join('；') },
    files: bag.payload.size - before.files,
    bytes: bag.bytes - before.bytes,
  };
}
