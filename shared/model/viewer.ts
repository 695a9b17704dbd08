/** What the page that lies in a package (打开查看.html) knows of its letters: written by the export, read by viewer/. */
import type { Elements } from './elements.ts';

export interface ViewedFile {
  name: string;
  /** In Chinese. */
  role: string;
  /** The letter's own file, not one beside it. */
  original: boolean;
  /** From the page's own folder. */
  path: string;
  size: number;
  /** The searched text of an attached file; '' for the original, whose text is the letter's. */
  text: string;
}

export interface ViewedVersion {
  number: number;
  at: string;
  actor: string;
  reason: string;
  /** In Chinese. */
  changes: string[];
  sha256: string;
  /** Left out for the newest version, whose they are the letter's own. */
  elements?: Elements;
  text?: string;
  /** Name of the package that it came with. */
  origin?: string;
}

export interface ViewedLetter {
  id: string;
  refCode: string | null;
  filedAt: string;
  folder: string;
  /** The letter's page (PDF/A); null where it could not be set. */
  page: string | null;
  elements: Elements;
  text: string;
  files: ViewedFile[];
  /** Oldest first. */
  versions: ViewedVersion[];
}

/** What the page says of the package as a whole. */
export interface ViewedPackage {
  name: string;
  organization: string;
  made: string;
  letters: number;
  form: number;
}
