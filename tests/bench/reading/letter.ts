/** A letter whose truth is known: what the generator makes and what the held-out batches hold. */
import type { Elements } from '../../../shared/model/elements.ts';

export interface KnownLetter {
  /** Paragraphs in order; `role` tells the page how to set them. */
  paragraphs: Paragraph[];
  truth: Elements;
  /** Which form each part took: part -> form. */
  forms: Record<string, string>;
}

export interface Paragraph {
  role: 'letterhead' | 'mark' | 'number' | 'title' | 'addressee' | 'body' | 'sign' | 'note' | 'imprint';
  text: string;
}
