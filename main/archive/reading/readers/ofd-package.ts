/** Where the parts of an OFD lie (GB/T 33190-2016, chapters 7, 15, 20): pages, templates, resources, annotations, attachments. */
import { attribute, walkXml, type Attributes } from './xml.ts';
import type { ZipContainer } from './zip-container.ts';

/** Elements are asked for by their local name: several writers leave the namespace out or write another. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export interface OfdPage {
  part: string;
  document: OfdDocument;
  /** Parts of annotations that lie on the page. */
  annotations: string[];
}

export interface OfdAttachment {
  name: string;
  part: string;
}

/** What the pages of one document share. */
export interface OfdDocument {
  /** Parts of the template pages by their id. */
  templates: ReadonlyMap<string, string>;
  /** Parts of resources: fonts, pictures, graphic units. */
  resources: readonly string[];
  attachments: readonly OfdAttachment[];
}

/** A part named by another: absolute from the root, else beside it; null where it is not in the package. Never leaves the zip. */
export function partNamed(zip: ZipContainer, by: string, place: string): string | null {
  const folder = by.split('/').slice(0, -1).join('/');
  // Some writers mean the root though they leave the slash out.
  return [joinPlace(folder, place), joinPlace('', place)].find((part) => zip.has(part)) ?? null;
}

export function joinPlace(folder: string, place: string): string {
  const plain = place.trim().replaceAll('\\', '/');
  const out: string[] = [];
  for (const segment of (plain.startsWith('/') ? plain : `${folder}/${plain}`).split('/')) {
    if (segment === '..') out.pop();
    else if (segment !== '' && segment !== '.') out.push(segment);
  }
  return out.join('/');
}

/** The text of the wanted elements of a part, with their attributes and those of the elements around. */
interface Found {
  name: string;
  attributes: Attributes;
  parent: Attributes;
  text: string;
}

function elementsOf(zip: ZipContainer, part: string, wanted: readonly string[], fileName: string): Found[] {
  const found: Found[] = [];
  const open: Attributes[] = [];
  let current: Found | null = null;
  walkXml(zip.read(part), fileName, {
    open(name, attributes) {
      if (wanted.includes(localName(name))) {
        current = { name: localName(name), attributes, parent: open.at(-1) ?? {}, text: '' };
        found.push(current);
      }
      open.push(attributes);
    },
    text(data) {
      if (current !== null) current.text += data;
    },
    close(name) {
      open.pop();
      if (current !== null && localName(name) === current.name) current = null;
    },
  });
  return found;
}

/** The pages of all documents of a package, in their order. @throws ArchiveError BAD_FILE, FILE_TOO_LARGE */
export function readPages(zip: ZipContainer, fileName: string): OfdPage[] {
  const roots = elementsOf(zip, 'OFD.xml', ['DocRoot'], fileName);
  return roots.flatMap((root) => pagesOf(zip, joinPlace('', root.text), fileName));
}

function pagesOf(zip: ZipContainer, root: string, fileName: string): OfdPage[] {
  const templates = new Map<string, string>();
  const resources: string[] = [];
  const attachments: OfdAttachment[] = [];
  const annotations = new Map<string, string[]>();
  const document: OfdDocument = { templates, resources, attachments };
  const pages: { id: string; page: OfdPage }[] = [];
  const folder = root.split('/').slice(0, -1).join('/');
  const wanted = ['TemplatePage', 'Page', 'PublicRes', 'DocumentRes', 'Annotations', 'Attachments'];
  for (const { name, attributes, text } of elementsOf(zip, root, wanted, fileName)) {
    const id = attribute(attributes, 'ID') ?? '';
    const base = attribute(attributes, 'BaseLoc');
    const part = partNamed(zip, root, base ?? text);
    if (name === 'Page' && base !== undefined) {
      // A page that is named and not there is told as a damaged one.
      pages.push({ id, page: { part: part ?? joinPlace(folder, base), document, annotations: [] } });
    } else if (part === null) continue;
    else if (name === 'TemplatePage') templates.set(id, part);
    else if (/Res$/.test(name)) resources.push(part);
    else if (name === 'Annotations') readAnnotationPlaces(zip, part, annotations, fileName);
    else if (name === 'Attachments') attachments.push(...attachmentsOf(zip, part, fileName));
  }
  for (const { id, page } of pages) page.annotations.push(...(annotations.get(id) ?? []));
  return pages.map(({ page }) => page);
}

function readAnnotationPlaces(zip: ZipContainer, part: string, byPage: Map<string, string[]>, fileName: string): void {
  for (const { parent, text } of elementsOf(zip, part, ['FileLoc'], fileName)) {
    const place = partNamed(zip, part, text);
    const page = attribute(parent, 'PageID') ?? '';
    if (place !== null) byPage.set(page, [...(byPage.get(page) ?? []), place]);
  }
}

function attachmentsOf(zip: ZipContainer, part: string, fileName: string): OfdAttachment[] {
  return elementsOf(zip, part, ['FileLoc'], fileName).flatMap(({ parent, text }) => {
    const place = partNamed(zip, part, text);
    if (place === null) return [];
    const stored = place.slice(place.lastIndexOf('/') + 1);
    const extension = /\.[^.]+$/.exec(stored)?.[0] ?? '';
    const name = attribute(parent, 'Name')?.trim() || stored;
    return [{ name: /\.[A-Za-z0-9]{1,5}$/.test(name) ? name : name + extension, part: place }];
  });
}

/** Pictures by their id, and the parts in which a graphic unit of an id is defined. */
export interface OfdResources {
  pictures: ReadonlyMap<string, string>;
  units: ReadonlyMap<string, string>;
}

export function readResources(zip: ZipContainer, parts: readonly string[], fileName: string): OfdResources {
  const pictures = new Map<string, string>();
  const units = new Map<string, string>();
  for (const part of parts) {
    let base = '';
    for (const found of elementsOf(zip, part, ['Res', 'MediaFile', 'CompositeGraphicUnit'], fileName)) {
      if (found.name === 'Res') base = attribute(found.attributes, 'BaseLoc') ?? '';
      else if (found.name === 'CompositeGraphicUnit') units.set(attribute(found.attributes, 'ID') ?? '', part);
      else {
        const place = [`${base}/${found.text.trim()}`, found.text].map((way) => partNamed(zip, part, way));
        const known = place.find((one) => one !== null);
        if (known !== undefined && known !== null) pictures.set(attribute(found.parent, 'ID') ?? '', known);
      }
    }
  }
  return { pictures, units };
}
