/** A letter that goes into a volume, how it is called there, and what a volume needs beside its letters. */
import type { AttachedFile } from '../../../shared/contract/index.ts';
import type { Attachment, Letter } from '../../../shared/model/letter.ts';
import type { Report } from '../print/report.ts';
import type { Typesetting } from '../print/typesetting.ts';
import type { LongWork } from '../work/long-work.ts';

/** A letter whose PDF is finished. */
export interface BoundLetter {
  letter: Pick<Letter, 'id' | 'ref_code' | 'name' | 'elements' | 'version' | 'attachments'>;
  /** Path of its PDF. */
  file: string;
  pages: number;
  /** Attachments whose pages stand in its PDF. */
  attached: readonly AttachedFile[];
  /** Of the version that is printed. */
  hash: string;
  /** 修改对照表, where it was changed since it was filed and that is wanted. */
  revisions: Report | undefined;
}

export interface VolumeContext extends LongWork {
  typesetting: Typesetting;
  /** What stands on the front: archive, who, when, head of the log. */
  about: readonly [string, string][];
  /** At the foot of the front's pages. */
  foot: string;
  date: Date;
  /** Attachments lie inside the volume (PDF/A-3). */
  embed: boolean;
  /** Bytes of an attachment, piece by piece; they are what the hash says, or there is an error. */
  piecesOf: (sha256: string) => Iterable<Uint8Array>;
}

export const nameOf = ({ letter }: BoundLetter): string => letter.ref_code ?? letter.elements.doc_number ?? letter.name;

/** Names an attachment in its letter. */
export const placeOf = ({ letter }: BoundLetter, file: Attachment): string => `${letter.id} ${file.id}`;

/** First and last of the letters. */
export function spanOf(bound: readonly BoundLetter[]): string {
  const [first, last] = [bound[0], bound.at(-1)];
  if (first === undefined || last === undefined) return '';
  return first === last ? nameOf(first) : `${nameOf(first)} 至 ${nameOf(last)}`;
}
