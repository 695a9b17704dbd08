/** The result class of a letter as a small tag with a word: never by colour alone. */
import styles from './list.module.css';
import { toneOf } from './result-tone.ts';

/** What result classes are called, where nothing else is known of them; the letter's own scheme is in its elements. */
export function resultWords(code: string): string {
  return `${code} 类`;
}

export function ResultTag({ code }: { code: string | null }) {
  if (code === null || code === '') return null;
  return (
    <span className={styles['tag']} data-tone={toneOf(code)}>
      {resultWords(code)}
    </span>
  );
}
