/** Filed letters that were read from an unfinished file: the whole one in hand can become the next version of one of them. */
import { App, Button } from 'antd';
import { ELEMENT_LABELS } from '../../../shared/model/elements.ts';
import type { Begun } from './queue.ts';
import { Twins } from './twins.tsx';
import { words } from './words.ts';

interface Props {
  letters: readonly Begun[];
  /** Left out where nothing can be filed now. */
  onComplete: ((begun: Begun) => void) | undefined;
}

export function BegunLetters({ letters, onComplete }: Props) {
  const { modal } = App.useApp();
  const ask = (begun: Begun): void => {
    modal.confirm({
      title: words.asVersionAsk(begun.name),
      content: words.asVersionHint + words.begunReason(labelsOf(begun)),
      okText: words.asVersion,
      onOk: () => onComplete?.(begun),
    });
  };
  return (
    <Twins
      letters={letters.map((begun) => ({ ...begun, reason: words.begunReason(labelsOf(begun)) }))}
      more={(id) => {
        const begun = letters.find((letter) => letter.id === id);
        return (
          <Button
            size="small"
            type="primary"
            disabled={begun === undefined || onComplete === undefined}
            onClick={() => begun && ask(begun)}
          >
            {words.asVersion}
          </Button>
        );
      }}
    />
  );
}

const labelsOf = ({ corrected }: Begun): string => corrected.map((name) => ELEMENT_LABELS[name]).join('、');
