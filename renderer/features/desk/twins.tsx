/** Filed letters that may be the same one, each to be looked at without leaving the one in hand. */
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { PeekModal } from '../workspace/workspace.tsx';
import styles from './desk.module.css';
import { words } from './words.ts';

interface Twin {
  id: string;
  name: string;
  reason: string;
}

interface Props {
  letters: readonly Twin[];
  /** What else can be done with each. */
  more?: (id: string) => ReactNode;
}

export function Twins({ letters, more }: Props) {
  const [shown, setShown] = useState<Twin | null>(null);
  return (
    <>
      {letters.map((letter) => (
        <div key={letter.id} className={styles['twin']}>
          <span>
            《{letter.name}》{letter.reason}
          </span>
          <Button size="small" onClick={() => setShown(letter)}>
            {words.duplicateOpen}
          </Button>
          {more?.(letter.id)}
        </div>
      ))}
      {shown && <PeekModal id={shown.id} name={shown.name} onClose={() => setShown(null)} />}
    </>
  );
}
