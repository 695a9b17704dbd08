/** The reading pane: the letter that the list stands on, and letters that have a tab of their own. */
import { memo, useEffect, useRef } from 'react';
import { useCommands } from '../../app/commands/registry.ts';
import { closeTab, keep, useKept, type OpenTab } from '../../app/kept.ts';
import { useComing, WHEN_THERE } from './coming.ts';
import { LetterReader } from './letter-reader.tsx';
import styles from './reader.module.css';
import { words } from './words.ts';

interface Props {
  preview: OpenTab | null;
  /** Shows the preview alone, without tabs. */
  alone?: boolean;
  onRead?: () => void;
}

/** Drawn again only where the letter or the tabs change: a list beside it is drawn with each key. */
export const Reader = memo(function Reader({ preview, alone = false, onRead }: Props) {
  const tabs = useKept((kept) => kept.tabs);
  const tab = useKept((kept) => kept.tab);
  const opened = alone ? undefined : tabs.find(({ id }) => id === tab);
  const shown = opened ?? preview;
  useCommands(
    alone
      ? {}
      : {
          'tab.close': {
            run: () => opened && closeTab(opened.id),
            refused: opened === undefined ? words.noTab : undefined,
          },
        },
  );
  const coming = useComing();
  useCommands(shown === null && coming ? WHEN_THERE : {});
  return (
    <div className={styles['reader']}>
      {!alone && tabs.length > 0 && <Tabs preview={preview} />}
      {shown === null ? (
        <div className={styles['nothing']}>{words.nothing}</div>
      ) : (
        <LetterReader target={shown} {...(onRead === undefined ? {} : { onRead })} />
      )}
    </div>
  );
});

/** The strip of tabs: first the letter of the list, then those that were opened. */
function Tabs({ preview }: { preview: OpenTab | null }) {
  const tabs = useKept((kept) => kept.tabs);
  const tab = useKept((kept) => kept.tab);
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    strip.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  const isOpened = tabs.some(({ id }) => id === tab);
  return (
    <div className={styles['tabs']} ref={strip} role="tablist" aria-label={words.tabs}>
      {preview !== null && (
        <div className={styles['tab']} data-front={!isOpened || undefined}>
          <button
            type="button"
            role="tab"
            aria-selected={!isOpened}
            title={preview.name}
            onClick={() => keep({ tab: null })}
          >
            {preview.name}
          </button>
        </div>
      )}
      {tabs.map(({ id, name }) => (
        <div
          key={id}
          className={styles['tab']}
          data-front={id === tab || undefined}
          onAuxClick={(event) => event.button === 1 && closeTab(id)}
        >
          <button type="button" role="tab" aria-selected={id === tab} title={name} onClick={() => keep({ tab: id })}>
            {name}
          </button>
          {/* For the pointer alone: keys close the tab in front with Ctrl+W, and nothing but tabs may stand in a strip of them. */}
          <span className={styles['close']} title={words.closeTab(name)} onClick={() => closeTab(id)}>
            ×
          </span>
        </div>
      ))}
    </div>
  );
}
