/** One letter of the review queue: the text with what was read where, the elements, what may be the same letter. */
import { Alert, Button } from 'antd';
import { useState } from 'react';
import type { ElementName, Elements } from '../../../shared/model/elements.ts';
import type { ReviewItem } from '../../../shared/model/intake.ts';
import { useKeys } from '../../app/keys.ts';
import { useNavigation, useUnsaved } from '../../app/navigation.tsx';
import { useSession } from '../../app/session.tsx';
import { changedElements } from '../../components/element-text.ts';
import { hasBadChanges } from '../../components/elements-form.tsx';
import { CheckIcon, FolderOpenIcon } from '../../components/icons.tsx';
import desk from '../desk/desk.module.css';
import { useDoubts } from '../desk/doubts.ts';
import { DraftText } from '../desk/draft-text.tsx';
import { ElementsSide } from '../desk/elements-side.tsx';
import { words } from './words.ts';

interface Props {
  item: ReviewItem;
  busy: boolean;
  onConfirm: (item: ReviewItem, set: Partial<Elements>) => void;
  onSkip: () => void;
}

const PREFIX = 'review';

export function ReviewView({ item, busy, onConfirm, onSkip }: Props) {
  const { letter, evidence, warnings, twins } = item;
  const { go } = useNavigation();
  const { readOnly } = useSession();
  const [elements, setElements] = useState<Elements>(letter.elements);
  const [seen, setSeen] = useState<ReadonlySet<ElementName>>(new Set());
  const changes = changedElements(letter.elements, elements);
  const changed = Object.keys(changes).length > 0;
  const bad = hasBadChanges(letter.elements, elements);
  useUnsaved(changed, words.unsaved);

  const see = (names: readonly ElementName[]): void => setSeen((before) => new Set([...before, ...names]));
  const doubts = useDoubts(PREFIX, evidence, seen, see);
  const confirm = (): void => {
    if (!busy && !bad && !readOnly) onConfirm(item, changes);
  };
  useKeys({ F9: confirm, 'Ctrl+Enter': confirm, F8: doubts.next });

  return (
    <div className={desk['draft']}>
      <div className={desk['notices']}>
        {bad && <Alert type="error" showIcon title={words.problems} />}
        {twins.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={words.twins}
            description={twins.map((one) => (
              <div key={one.id}>
                <Button type="link" size="small" onClick={() => go({ view: 'letter', id: one.id })}>
                  {one.title ?? words.untitled}
                </Button>
                {one.reason}
              </div>
            ))}
          />
        )}
        {warnings
          .filter(({ code }) => code !== 'NEAR_DUPLICATE')
          .map((warning, index) => (
            <Alert key={`${warning.code}-${index}`} type="warning" showIcon title={warning.message} />
          ))}
      </div>
      <div className={desk['sides']}>
        <section className={desk['side']} aria-label={words.text}>
          <div className={desk['sideHead']}>
            <h2>{words.text}</h2>
            <span>{words.file(item.file, item.format)}</span>
          </div>
          <div className={desk['scroll']}>
            <DraftText
              text={letter.text}
              evidence={evidence}
              active={doubts.active}
              follow={doubts.hovered === null}
              onPick={doubts.focusField}
            />
          </div>
        </section>
        <ElementsSide
          prefix={PREFIX}
          value={elements}
          onChange={(next) => {
            see(Object.keys(changedElements(elements, next)) as ElementName[]);
            setElements(next);
          }}
          evidence={evidence}
          seen={seen}
          doubts={doubts}
        />
      </div>
      <div className={desk['bar']}>
        <Button type="primary" icon={<CheckIcon />} loading={busy} disabled={bad || readOnly} onClick={confirm}>
          {changed ? words.confirmChanged : words.confirm}（{words.confirmKey}）
        </Button>
        <Button onClick={onSkip}>{words.skip}</Button>
        <span className={desk['grow']} />
        <Button icon={<FolderOpenIcon />} onClick={() => go({ view: 'letter', id: letter.id })}>
          {words.open}
        </Button>
      </div>
    </div>
  );
}
