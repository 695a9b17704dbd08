/** The form of a letter's elements, the same at the desk and in an edit: labels, doubt marks, checked values. */
import { Input, Select } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { elementsSchema } from '../../shared/model/element-schemas.ts';
import {
  choicesOf,
  ELEMENT_LABELS,
  elementSpec,
  FORM_GROUPS,
  isList,
  SURE,
  type ElementGroup,
  type ElementName,
  type Elements,
  type Evidence,
} from '../../shared/model/elements.ts';
import { changedElements, isLineOnly, listToText, parseDate, textToList } from './element-text.ts';
import styles from './elements-form.module.css';
import { words } from './words.ts';
import layout from './layout.module.css';

const GROUP_TITLES: Readonly<Record<ElementGroup, string>> = {
  head: words.groupHead,
  case: words.groupCase,
  office: words.groupOffice,
  other: words.groupOther,
};
/** The fields in the order in which the form shows them and the keys walk them. */
export const FORM_ORDER: readonly ElementName[] = FORM_GROUPS.flatMap(({ names }) => names);

/** The elements that a person should look at: read with doubt and not yet looked at. */
export function doubtfulElements(evidence: Evidence, seen: ReadonlySet<ElementName>): ElementName[] {
  return FORM_ORDER.filter((name) => {
    const found = evidence[name];
    return found !== undefined && found.confidence < SURE && !seen.has(name);
  });
}

/** What is wrong with each element, by the contract's own schema. */
export function elementProblems(elements: Elements): Partial<Record<ElementName, string>> {
  const parsed = elementsSchema.safeParse(elements);
  if (parsed.success) return {};
  return Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message]));
}

/** Whether a change could not be saved. What was stored so already (shared/model/stored.ts) is no obstacle: it stays as it is. */
export function hasBadChanges(before: Elements, after: Elements): boolean {
  const problems = elementProblems(after);
  return Object.keys(changedElements(before, after)).some((name) => Object.hasOwn(problems, name));
}

/** The id of an element's control below a form's prefix. */
export function controlId(prefix: string, name: ElementName): string {
  return `${prefix}-${name}`;
}

interface Props {
  /** Begins every control's id; lets the owner put the focus on a field. */
  prefix: string;
  value: Elements;
  onChange: (value: Elements) => void;
  evidence?: Evidence;
  /** Doubtful elements that the person has already looked at. */
  seen?: ReadonlySet<ElementName>;
  active?: ElementName | null;
  onHover?: (name: ElementName | null) => void;
  onFocus?: (name: ElementName | null) => void;
  disabled?: boolean;
  /** These alone, in the order of the form and without the heads of groups. */
  only?: readonly ElementName[];
  /** What is still to be settled; what was read with doubt and not seen where left out. */
  open?: readonly ElementName[];
  /** Why something is to be settled, told at the field. */
  notes?: Partial<Record<ElementName, string>>;
  /** What can be done about a field, under it. */
  actions?: Partial<Record<ElementName, ReactNode>>;
}

const NONE: ReadonlySet<ElementName> = new Set();

export function ElementsForm({
  prefix,
  value,
  onChange,
  evidence,
  seen = NONE,
  active,
  onHover,
  onFocus,
  disabled,
  only,
  open,
  notes = {},
  actions = {},
}: Props) {
  const doubtful = open ?? (evidence === undefined ? [] : doubtfulElements(evidence, seen));
  const problems = elementProblems(value);
  return (
    <div className={layout['container'] ?? ''}>
      <div className={styles['form']}>
        {FORM_GROUPS.map(({ group, names }) => [
          only === undefined && (
            <h3 key={group} className={styles['group']}>
              {GROUP_TITLES[group]}
            </h3>
          ),
          ...names
            .filter((name) => only === undefined || only.includes(name))
            .map((name) => (
              <Field
                key={name}
                id={controlId(prefix, name)}
                name={name}
                value={value}
                onChange={onChange}
                confidence={evidence?.[name]?.confidence}
                doubt={doubtful.includes(name)}
                active={active === name}
                onHover={onHover}
                onFocus={onFocus}
                disabled={disabled === true}
                problem={problems[name]}
                note={doubtful.includes(name) ? notes[name] : undefined}
                action={actions[name]}
              />
            )),
        ])}
      </div>
    </div>
  );
}

interface FieldProps {
  id: string;
  name: ElementName;
  value: Elements;
  onChange: (value: Elements) => void;
  confidence: number | undefined;
  doubt: boolean;
  active: boolean;
  onHover: ((name: ElementName | null) => void) | undefined;
  onFocus: ((name: ElementName | null) => void) | undefined;
  disabled: boolean;
  problem: string | undefined;
  note: string | undefined;
  action: ReactNode;
}

function Field({
  id,
  name,
  value,
  onChange,
  confidence,
  doubt,
  active,
  onHover,
  onFocus,
  disabled,
  problem,
  note,
  action,
}: FieldProps) {
  const noteId = useId();
  const classes = [
    styles['field'],
    elementSpec(name).wide && styles['wide'],
    doubt && styles['doubt'],
    active && styles['active'],
  ];
  const set = (next: unknown): void => onChange({ ...value, [name]: next });
  const control = {
    id,
    disabled,
    'aria-describedby': noteId,
    onFocus: () => onFocus?.(name),
    onBlur: () => onFocus?.(null),
    ...(problem === undefined ? {} : { status: 'error' as const }),
  };
  return (
    <div
      className={classes.filter(Boolean).join(' ')}
      data-element={name}
      onMouseEnter={() => onHover?.(name)}
      onMouseLeave={() => onHover?.(null)}
    >
      <div className={styles['head']}>
        <label htmlFor={id}>{ELEMENT_LABELS[name]}</label>
        <span id={noteId}>
          {doubt && (
            <span className={styles['tag']} title={words.checkHint(confidence ?? 0)}>
              {words.check}
            </span>
          )}
          {problem !== undefined && <span className={styles['bad']}> {problem}</span>}
        </span>
      </div>
      <Control name={name} value={value[name]} set={set} control={control} />
      {note !== undefined && <div className={styles['note']}>{note}</div>}
      {action !== undefined && <div className={styles['note']}>{action}</div>}
    </div>
  );
}

interface ControlProps {
  name: ElementName;
  value: string | string[] | null;
  set: (next: unknown) => void;
  control: {
    id: string;
    disabled: boolean;
    'aria-describedby': string;
    onFocus: () => void;
    onBlur: () => void;
    status?: 'error';
  };
}

function Control({ name, value, set, control }: ControlProps) {
  if (isList(name)) {
    return <ListBox name={name} value={Array.isArray(value) ? value : []} set={set} control={control} />;
  }
  const text = typeof value === 'string' ? value : '';
  const { kind } = elementSpec(name);
  const choices = choicesOf(name);
  if (choices !== undefined) {
    return (
      <Select
        {...control}
        value={text}
        options={[{ value: '', label: words.noChoice }, ...choices.map((choice) => ({ value: choice, label: choice }))]}
        onChange={(next: string) => set(next === '' ? null : next)}
      />
    );
  }
  if (kind === 'date') return <DateBox value={text === '' ? null : text} onChange={set} {...control} />;
  const onText = (next: string): void => set(next === '' ? null : next);
  return kind === 'text' ? (
    <Input.TextArea
      {...control}
      className={styles['grows'] ?? ''}
      rows={1}
      value={text}
      onChange={(event) => onText(event.target.value.replaceAll('\n', ''))}
    />
  ) : (
    <Input {...control} value={text} onChange={(event) => onText(event.target.value)} />
  );
}

function ListBox({ name, value, set, control }: Omit<ControlProps, 'value'> & { value: string[] }) {
  const [typed, setTyped] = useState<string | null>(null);
  // What is being typed stays as it is while it means the value; anything else comes from outside and wins.
  const keeps = typed !== null && JSON.stringify(textToList(name, typed)) === JSON.stringify(value);
  return (
    <Input.TextArea
      {...control}
      className={styles['grows'] ?? ''}
      rows={1}
      placeholder={isLineOnly(name) ? words.lineHint : words.listHint}
      value={keeps ? typed : listToText(name, value)}
      onChange={(event) => {
        setTyped(event.target.value);
        set(textToList(name, event.target.value));
      }}
    />
  );
}

interface DateBoxProps {
  id?: string;
  className?: string;
  value: string | null;
  onChange: (next: string | null) => void;
  disabled?: boolean;
  status?: 'error';
  onFocus?: () => void;
  onBlur?: () => void;
  'aria-label'?: string;
  'aria-describedby'?: string;
}

/** A date typed in any of the usual ways; told as ISO, null when emptied. A day that does not exist is handed on as typed. */
export function DateBox({ value, onChange, onBlur, ...rest }: DateBoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? value ?? '';
  const bad = shown !== '' && parseDate(shown) === null;
  const type = (text: string): void => {
    setTyped(text);
    onChange(text.trim() === '' ? null : (parseDate(text) ?? text));
  };
  return (
    <Input
      {...rest}
      {...(bad && typed === null ? { status: 'error' as const } : {})}
      inputMode="numeric"
      placeholder={words.dateHint}
      value={shown}
      onChange={(event) => type(event.target.value)}
      onBlur={() => {
        setTyped(null);
        onBlur?.();
      }}
    />
  );
}
