/** The side of the elements: the form, how many doubts are left, and the way to the next. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { ElementName, Elements, Evidence } from '../../../shared/model/elements.ts';
import { ElementsForm } from '../../components/elements-form.tsx';
import styles from './desk.module.css';
import type { Doubts } from './doubts.ts';
import { words } from './words.ts';

interface Props {
  prefix: string;
  value: Elements;
  onChange: (value: Elements) => void;
  evidence: Evidence;
  seen: ReadonlySet<ElementName>;
  doubts: Doubts;
  /** What follows the form. */
  children?: ReactNode;
}

export function ElementsSide({ prefix, value, onChange, evidence, seen, doubts, children }: Props) {
  return (
    <section className={styles['side']} aria-label={words.elements}>
      <div className={styles['sideHead']}>
        <h2>{words.elements}</h2>
        <span className={styles['grow']} />
        {doubts.doubtful.length > 0 ? (
          <Button size="small" onClick={doubts.next}>
            {words.nextDoubt}（{doubts.doubtful.length}）&nbsp;<kbd>F8</kbd>
          </Button>
        ) : (
          <span>{words.allSure}</span>
        )}
      </div>
      <div className={styles['scroll']}>
        <ElementsForm
          prefix={prefix}
          value={value}
          onChange={onChange}
          evidence={evidence}
          seen={seen}
          active={doubts.active}
          onHover={doubts.setHovered}
          onFocus={doubts.setFocused}
        />
        {children}
      </div>
    </section>
  );
}
