/** The log in sentences, newest first: filters as chips, what a row holds on demand. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button, Popover, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { AuditRow, CallInput } from '../../../shared/contract/index.ts';
import { AUDIT_ACTIONS } from '../../../shared/model/audit.ts';
import { beijingDay, daysBefore } from '../../../shared/text/dates.ts';
import { call } from '../../archive/client.ts';
import { useCall } from '../../archive/use-call.ts';
import { useRights } from '../../app/rights.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useActorName } from '../../app/session.tsx';
import { DateBox } from '../../components/elements-form.tsx';
import { parseDate } from '../../components/element-text.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatTime, sinceWords } from '../../components/format.ts';
import chips from '../search/search.module.css';
import styles from './audit.module.css';
import { detailParts } from './detail-words.ts';
import { lettersOf, sentenceOf, toldKey, type Part, type Told } from './sentences.ts';
import { words } from './words.ts';

/** Rows that are asked for at a time; the list grows by as many. */
const STEP = 200;
const ROW_EM = 2.7;

export interface LogFilter {
  from: string | null;
  to: string | null;
  actor: string;
  action: string;
  /** Id of a letter; '' for all. */
  subject: string;
}
const NO_FILTER: LogFilter = { from: null, to: null, actor: '', action: '', subject: '' };

/** The log's question: only what was filled in. */
export function auditInput(filter: LogFilter, limit: number): CallInput<'trust.audit'> {
  const { from, to, actor, action, subject } = filter;
  return {
    limit,
    newest_first: true,
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(actor.trim() === '' ? {} : { actor: actor.trim() }),
    ...(action.trim() === '' ? {} : { action: action.trim() }),
    ...(subject === '' ? {} : { subject }),
  };
}

/** The day so many days ago, as a filter takes it. */
const daysAgo = (days: number): string => daysBefore(beijingDay(new Date().toISOString()), days);

/** @param subject the letter whose rows are shown first */
export function Log({ subject = '' }: { subject?: string | undefined }) {
  const [filter, setFilter] = useState<LogFilter>({ ...NO_FILTER, subject });
  const [limit, setLimit] = useState(STEP);
  const { value, error, loading, reload } = useCall('trust.audit', auditInput(filter, limit));
  const actors = useActors(value);
  const narrow = (change: Partial<LogFilter>): void => {
    setLimit(STEP);
    setFilter({ ...filter, ...change });
  };
  return (
    <section className={styles['log']} aria-label={words.log}>
      <div className={chips['chips']} role="group" aria-label={words.filters}>
        <Filters filter={filter} actors={actors} onChange={narrow} />
        <span className={chips['grow']} />
        <span role="status">{value === undefined ? '' : words.shown(value.length)}</span>
        <Button size="small" onClick={reload}>
          {words.refresh}
        </Button>
      </div>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {value && (
        <Rows
          rows={value}
          onSubject={(letter) => narrow({ subject: letter })}
          more={value.length === limit && !loading ? () => setLimit(limit + STEP) : undefined}
        />
      )}
    </section>
  );
}

/** Who acted in the rows that were seen so far: what the filter of people offers. */
function useActors(rows: readonly AuditRow[] | undefined): readonly string[] {
  const [known, setKnown] = useState<readonly string[]>([]);
  const seen = new Set(rows?.map(({ actor }) => actor));
  const fresh = [...seen].filter((actor) => !known.includes(actor));
  if (fresh.length > 0) setKnown([...known, ...fresh].toSorted((a, b) => a.localeCompare(b, 'zh-CN')));
  return known;
}

interface FiltersProps {
  filter: LogFilter;
  actors: readonly string[];
  onChange: (change: Partial<LogFilter>) => void;
}

function Filters({ filter, actors, onChange }: FiltersProps) {
  const { from, to, actor, action, subject } = filter;
  const actorName = useActorName();
  const about = useSubjectName(subject);
  const set = (label: string, off: () => void) => (
    <button type="button" className={chips['chip']} data-set onClick={off} aria-label={words.removeFilter(label)}>
      {label} ×
    </button>
  );
  return (
    <>
      {(from !== null || to !== null) &&
        set(words.span(from ?? '…', to ?? '…'), () => onChange({ from: null, to: null }))}
      {actor !== '' && set(actorName(actor), () => onChange({ actor: '' }))}
      {subject !== '' && set(words.about(about), () => onChange({ subject: '' }))}
      {action !== '' &&
        set(AUDIT_ACTIONS[action as keyof typeof AUDIT_ACTIONS] ?? action, () => onChange({ action: '' }))}
      <button type="button" className={chips['chip']} onClick={() => onChange({ from: daysAgo(0), to: null })}>
        {words.today}
      </button>
      <button type="button" className={chips['chip']} onClick={() => onChange({ from: daysAgo(6), to: null })}>
        {words.week}
      </button>
      <FilterChip label={words.span('', '')}>
        <label htmlFor="audit-from">{words.from}</label>
        <DateBox
          id="audit-from"
          value={from}
          onChange={(day) => (day === null || parseDate(day) !== null) && onChange({ from: day })}
        />
        <label htmlFor="audit-to">{words.to}</label>
        <DateBox
          id="audit-to"
          value={to}
          onChange={(day) => (day === null || parseDate(day) !== null) && onChange({ to: day })}
        />
      </FilterChip>
      <FilterChip label={words.actor}>
        <label htmlFor="audit-actor">{words.actor}</label>
        <Select
          id="audit-actor"
          showSearch={{ optionFilterProp: 'label' }}
          value={actor}
          options={[{ value: '', label: words.all }, ...actors.map((value) => ({ value, label: actorName(value) }))]}
          onChange={(next: string) => onChange({ actor: next })}
        />
      </FilterChip>
      <FilterChip label={words.action}>
        <label htmlFor="audit-action">{words.action}</label>
        <Select
          id="audit-action"
          showSearch={{ optionFilterProp: 'label' }}
          value={action}
          options={[
            { value: '', label: words.all },
            ...Object.entries(AUDIT_ACTIONS).map(([value, label]) => ({
              value: value,
              label: label,
            })),
          ]}
          onChange={(next: string) => onChange({ action: next })}
        />
      </FilterChip>
    </>
  );
}

function FilterChip({ label, children }: { label: string; children: React.ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomLeft"
      arrow={false}
      content={<div className={chips['dates']}>{children}</div>}
    >
      <button type="button" className={chips['chip']} aria-haspopup="true" aria-expanded={open}>
        {label} ▾
      </button>
    </Popover>
  );
}

/** Letters that are asked about in one call. */
const AT_ONCE = 400;

/** What letters are called and what was changed in them, for the rows that are there. */
function useTold(rows: readonly AuditRow[]): ReadonlyMap<string, Told> {
  const { may } = useRights();
  const allowed = may('letters.told');
  const [told, setTold] = useState<ReadonlyMap<string, Told>>(new Map());
  useEffect(() => {
    if (!allowed) return undefined;
    const wanted = new Map(lettersOf(rows).map((one) => [toldKey(one.id, one.version), one]));
    let gone = false;
    const ask = async (): Promise<void> => {
      const all = [...wanted.values()];
      for (let at = 0; at < all.length && !gone; at += AT_ONCE) {
        const some = await call('letters.told', { letters: all.slice(at, at + AT_ONCE) });
        if (gone) return;
        setTold((before) => new Map([...before, ...some.map((one) => [toldKey(one.id, one.version), one] as const)]));
      }
    };
    // Where titles cannot be had the sentences stand without them.
    ask().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [rows, allowed]);
  return told;
}

/** What the letter is called whose rows alone are shown. */
function useSubjectName(subject: string): string {
  const { may } = useRights();
  const { value } = useCall('letters.rows', subject !== '' && may('letters.rows') ? { ids: [subject] } : null);
  return value?.letters[0]?.name ?? '';
}

interface RowsProps {
  rows: readonly AuditRow[];
  onSubject: (letter: string) => void;
  more: (() => void) | undefined;
}

function Rows({ rows, onSubject, more }: RowsProps) {
  const told = useTold(rows);
  const [open, setOpen] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const height = Math.round(Number.parseFloat(getComputedStyle(document.body).fontSize) * ROW_EM);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
  });
  const shown = rows.find(({ seq }) => seq === open);
  /** Arrows go from one row's detail to the next; Escape closes it. Answers whether the key was one of them. */
  const walk = (key: string): boolean => {
    if (key === 'Escape') {
      setOpen(null);
      return true;
    }
    if (key !== 'ArrowDown' && key !== 'ArrowUp') return false;
    const at = rows.findIndex(({ seq }) => seq === open) + (key === 'ArrowDown' ? 1 : -1);
    const row = rows[at];
    if (row === undefined) return true;
    setOpen(row.seq);
    virtual.scrollToIndex(at, { align: 'auto' });
    return true;
  };
  if (rows.length === 0) return <p>{words.none}</p>;
  return (
    <div className={styles['logBody']} data-detail={shown !== undefined || undefined}>
      <div
        className={styles['rows']}
        ref={scroller}
        role="list"
        aria-label={words.log}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget || !walk(event.key)) return;
          event.preventDefault();
        }}
      >
        <div className={styles['sizer']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <div
                key={row.seq}
                role="listitem"
                onClick={({ target }) => {
                  if (target instanceof Element && target.closest('button') === null) setOpen(row.seq);
                }}
                className={styles['row']}
                data-open={row.seq === open || undefined}
                style={{ height, transform: `translateY(${start}px)` }}
              >
                <Row row={row} told={told} onOpen={() => setOpen(row.seq === open ? null : row.seq)} />
              </div>
            );
          })}
        </div>
        {more && (
          <Button block onClick={more}>
            {words.more}
          </Button>
        )}
      </div>
      {shown && <Detail row={shown} told={told} onSubject={onSubject} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** What was done in words, with the letters that can be opened. Words that follow one another are one piece. */
function SentenceParts({ parts }: { parts: readonly Part[] }) {
  const { go } = useNavigation();
  const { may } = useRights();
  const pieces: Part[] = [];
  for (const part of parts) {
    const last = pieces.at(-1);
    if (typeof part === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + part;
    else if (part !== '') pieces.push(part);
  }
  return pieces.map((part, at) =>
    typeof part === 'string' ? (
      <span key={at}>{part}</span>
    ) : may('letters.show') ? (
      <button
        key={at}
        type="button"
        className={styles['link']}
        title={part.name}
        onClick={() => go({ view: 'letter', id: part.letter })}
      >
        《{part.name}》
      </button>
    ) : (
      <span key={at}>{part.name}</span>
    ),
  );
}

function Row({ row, told, onOpen }: { row: AuditRow; told: ReadonlyMap<string, Told>; onOpen: () => void }) {
  const actorName = useActorName();
  const { parts, note, alarm } = sentenceOf(row, told);
  return (
    <>
      <span className={styles['when']} title={formatTime(row.at)}>
        {sinceWords(row.at)}
      </span>
      <span className={styles['actor']} title={row.actor}>
        {actorName(row.actor)}
      </span>
      <span className={styles['sentence']}>
        <SentenceParts parts={parts} />
      </span>
      {alarm && <span className={styles['alarm']}>{words.look}</span>}
      <span className={styles['note']} title={note}>
        {note}
      </span>
      <button type="button" className={styles['link']} aria-label={words.detailButton(row.seq)} onClick={onOpen}>
        {words.detail}
      </button>
    </>
  );
}

interface DetailProps {
  row: AuditRow;
  told: ReadonlyMap<string, Told>;
  onSubject: (letter: string) => void;
  onClose: () => void;
}

function Detail({ row, told, onSubject, onClose }: DetailProps) {
  const [letter] = lettersOf([row]);
  const actorName = useActorName();
  const parts: (readonly [string, string])[] = [
    [words.seq, String(row.seq)],
    [words.at, formatTime(row.at)],
    [words.actor, row.actor],
    [words.action, AUDIT_ACTIONS[row.action as keyof typeof AUDIT_ACTIONS] ?? row.action],
    ...detailParts(row.detail),
    [words.hash, row.hash],
    [words.sm3, row.sm3],
  ];
  return (
    <aside className={styles['detail']} aria-label={words.detailOf(row.seq)}>
      <header>
        <strong>{words.detailOf(row.seq)}</strong>
        <Button size="small" type="text" onClick={onClose}>
          {words.close}
        </Button>
      </header>
      <p className={styles['told']}>
        {actorName(row.actor)} <SentenceParts parts={sentenceOf(row, told).parts} />
      </p>
      {letter !== undefined && (
        <Button size="small" onClick={() => onSubject(letter.id)}>
          {words.thisLetter}
        </Button>
      )}
      <dl>
        {parts.map(([label, value], at) => (
          <div key={at}>
            <dt>{label}</dt>
            <dd className={styles['hash']}>{value}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
