/** The result class of a letter as a small tag with a word: never by colour alone. */
import styles from './list.module.css';

const TONES: Readonly<Record<string, string | undefined>> = { A: 'good', B: 'middling', C: 'plain', D: 'plain' };

/** What result classes are called, where nothing else is known of them; the letter's own scheme is in its elements. */
export function resultWords(code: string): string {
  return `${code} 类`;
}

export function ResultTag({ code }: { code: string | null }) {
  if (code === null || code === '') return null;
  return (
    <span className={styles['tag']} data-tone={TONES[code] ?? 'plain'}>
      {resultWords(code)}
    </span>
  );
}
