/** The box at the top of the window: answers as one types; suggestions by kind in a drop-down that covers nothing for long. */
import { Input, type InputRef } from 'antd';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useCommands } from '../../app/commands/registry.ts';
import { isComposingStroke } from '../../app/keys.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { SearchIcon } from '../../components/icons.tsx';
import { useActiveList } from '../list/active-list.ts';
import styles from './box.module.css';
import { searchStep, useSearch } from './store.ts';
import { Suggestions } from './suggestions.tsx';
import { words } from './words.ts';

interface Props {
  /** Opens the palette: what `>` in the empty box asks for. */
  onPalette: () => void;
}

export function SearchBox({ onPalette }: Props) {
  const { go, route } = useNavigation();
  const typed = useSearch((state) => state.typed);
  const elementId = useActiveList((state) => state.list?.elementId);
  const [open, setOpen] = useState(false);
  const box = useRef<InputRef>(null);
  const frame = useRef<HTMLDivElement>(null);
  const inPlace = route.view === 'search';
  useCommands({
    'search.focus': {
      run: () => {
        box.current?.focus({ cursor: 'all' });
        setOpen(true);
      },
    },
  });
  // Whatever has the keyboard elsewhere closes the drop-down.
  useEffect(() => {
    const onFocus = (event: FocusEvent): void => {
      if (event.target instanceof Node && frame.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);

  const toPlace = (): void => {
    if (!inPlace) go({ view: 'search' });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (isComposingStroke(event.nativeEvent)) return;
    const { list } = useActiveList.getState();
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (typed.trim() === '' && open && event.key === 'ArrowDown') {
          frame.current?.querySelector<HTMLElement>('[data-suggestion]')?.focus();
          break;
        }
        setOpen(false);
        if (!inPlace) toPlace();
        else list?.onKey(event.key, false);
        break;
      case 'Enter':
        setOpen(false);
        if (!inPlace) toPlace();
        else list?.openActive();
        break;
      case 'Escape':
        if (open) setOpen(false);
        else if (typed !== '') searchStep({ step: 'asked', query: '' });
        else box.current?.blur();
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  return (
    <div className={styles['frame']} ref={frame} role="search">
      <Input
        ref={box}
        type="text"
        role="combobox"
        aria-label={words.box}
        aria-expanded={open}
        aria-haspopup="listbox"
        aria-controls="suggestions"
        aria-autocomplete="list"
        {...(inPlace && elementId !== undefined ? { 'aria-activedescendant': elementId } : {})}
        prefix={<SearchIcon />}
        suffix={<kbd>Ctrl K</kbd>}
        placeholder={words.placeholder}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          const { value } = event.target;
          if (value === '>') {
            onPalette();
            return;
          }
          setOpen(true);
          searchStep({
            step: 'typed',
            text: value,
            composing: event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing,
          });
          toPlace();
        }}
        onCompositionStart={(event) => searchStep({ step: 'composition', on: true, text: event.currentTarget.value })}
        onCompositionEnd={(event) => searchStep({ step: 'composition', on: false, text: event.currentTarget.value })}
        onKeyDown={onKey}
      />
      {open && (
        <Suggestions
          onDone={() => {
            setOpen(false);
            toPlace();
            box.current?.focus();
          }}
        />
      )}
    </div>
  );
}
