/** The side of the elements: what is to be settled first and open, the sure ones folded below. */
import { Button } from 'antd';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { proposeTitle } from '../../../shared/model/letter-name.ts';
import type { ElementName, Elements, Evidence } from '../../../shared/model/elements.ts';
import { hintOf } from '../../app/commands/table.ts';
import { isComposingStroke } from '../../app/keys.ts';
import { ElementsForm, FORM_ORDER } from '../../components/elements-form.tsx';
import { valueToText } from '../../components/element-text.ts';
import styles from './desk.module.css';
import type { Doubts } from './doubts.ts';
import type { Notes } from './questions.ts';
import { words } from './words.ts';

interface Props {
  prefix: string;
  value: Elements;
  onChange: (value: Elements) => void;
  evidence: Evidence;
  seen: ReadonlySet<ElementName>;
  doubts: Doubts;
  notes: Notes;
  fold: Fold;
  /** What can be done about fields, under them. */
  actions?: Partial<Record<ElementName, ReactNode>>;
  /** What follows the form. */
  children?: ReactNode;
}

export interface Fold {
  /** Elements that stand on top, as they were when the letter came to hand: none jumps while one types. */
  first: readonly ElementName[];
  folded: boolean;
  setFolded: (folded: boolean) => void;
  reveal: (name: ElementName) => void;
}

/** @param open questions when the letter came to hand */
export function useFold(open: readonly ElementName[]): Fold {
  const [first] = useState(open);
  const [folded, setFolded] = useState(open.length > 0);
  return {
    first,
    folded,
    setFolded,
    reveal: (name) => {
      if (!first.includes(name)) setFolded(false);
    },
  };
}

export function ElementsSide(props: Props) {
  const { prefix, value, onChange, evidence, seen, doubts, notes, fold, actions, children } = props;
  const { first, folded, setFolded } = fold;
  const rest = FORM_ORDER.filter((name) => !first.includes(name));
  const form = {
    prefix,
    value,
    onChange,
    evidence,
    seen,
    open: doubts.open,
    // The title that is proposed stands in its own line, with the button that takes it.
    notes: value.title === null && proposeTitle(value) !== null ? { ...notes.at, title: words.noTitle } : notes.at,
    active: doubts.active,
    onHover: doubts.setHovered,
    onFocus: doubts.setFocused,
    actions: { ...titleAction(value, onChange), ...actions },
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== 'Enter' || isComposingStroke(event.nativeEvent)) return;
    if (event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
    const { target } = event;
    // Lists are typed line by line, and a list of choices takes each Enter.
    if (!(target instanceof HTMLInputElement) || target.role === 'combobox') return;
    event.preventDefault();
    doubts.next();
  };
  return (
    <section className={styles['side']} aria-label={words.elements} onKeyDown={onKeyDown}>
      <div className={styles['sideHead']}>
        <h2>{doubts.open.length > 0 ? words.toSettle(doubts.open.length) : words.elements}</h2>
        <span className={styles['grow']} />
        {doubts.open.length > 0 ? (
          <Button size="small" title={hintOf('desk.doubt')} onClick={doubts.next}>
            {words.nextDoubt} <kbd>F8</kbd>
          </Button>
        ) : (
          <span>{words.allSure}</span>
        )}
      </div>
      <div className={styles['scroll']}>
        {first.length > 0 && <ElementsForm {...form} only={first} />}
        {first.length > 0 && (
          <div className={styles['fold']}>
            <button type="button" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
              {words.sure(rest.length)} {folded ? words.unfold : words.foldUp}
            </button>
            {folded && (
              <p>
                {rest
                  .map((name) => valueToText(value[name]))
                  .filter((text) => text !== '')
                  .join(' · ')}
              </p>
            )}
          </div>
        )}
        {!folded && <ElementsForm {...form} only={rest} />}
        {children}
      </div>
    </section>
  );
}

/** A title is proposed where the letter has none. */
function titleAction(value: Elements, onChange: (value: Elements) => void): Partial<Record<ElementName, ReactNode>> {
  const proposed = value.title === null ? proposeTitle(value) : null;
  if (proposed === null) return {};
  return {
    title: (
      <span className={styles['proposed']}>
        {words.proposed(proposed)}
        <Button size="small" onClick={() => onChange({ ...value, title: proposed })}>
          {words.adopt}
        </Button>
      </span>
    ),
  };
}
