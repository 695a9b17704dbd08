/** What narrows a search, always in sight: chips of what is set, and a chip for each kind with its values and counts. */
import { Button, Popover } from 'antd';
import { createContext, memo, use, useState } from 'react';
import type { Facet, SearchAnswer, SearchFilters } from '../../../shared/model/search.ts';
import { DateBox } from '../../components/elements-form.tsx';
import { parseDate } from '../../components/element-text.ts';
import styles from './search.module.css';
import { chosen, FACET_NAMES, hasFilters, type FacetName } from './state.ts';
import { searchStep } from './store.ts';
import { FACET_LABELS, words } from './words.ts';

const valueWords = (facet: FacetName, value: string): string => (facet === 'result_code' ? words.result(value) : value);

interface Props {
  filters: SearchFilters;
  /** Earlier versions are searched too. */
  versions: boolean;
  /** Counts of the answer; undefined before the first. */
  facets: SearchAnswer['facets'] | undefined;
}

/** Counts for the values of a chip that is open; a chip that is closed is not drawn again for them. */
const Facets = createContext<SearchAnswer['facets'] | undefined>(undefined);

export const Chips = memo(function Chips({ filters, versions, facets }: Props) {
  const { from, to } = filters;
  return (
    <Facets value={facets}>
      <div className={styles['chips']} role="group" aria-label={words.facets}>
        {FACET_NAMES.flatMap((facet) =>
          chosen(filters, facet).map((value) => (
            <button
              key={`${facet}-${value}`}
              type="button"
              className={styles['chip']}
              data-set
              aria-label={words.removeFilter(valueWords(facet, value))}
              onClick={() => searchStep({ step: 'toggled', facet, value })}
            >
              {valueWords(facet, value)} ×
            </button>
          )),
        )}
        {(from !== undefined || to !== undefined) && (
          <button
            type="button"
            className={styles['chip']}
            data-set
            aria-label={words.removeFilter(words.dates)}
            onClick={() => searchStep({ step: 'dates', from: null, to: null })}
          >
            {words.dateSpan(from, to)} ×
          </button>
        )}
        {FACET_NAMES.map((facet) => (
          <FacetChip key={facet} name={facet} filters={filters} />
        ))}
        <DatesChip filters={filters} />
        <button
          type="button"
          role="checkbox"
          aria-checked={versions}
          className={styles['chip']}
          data-set={versions || undefined}
          onClick={() => searchStep({ step: 'versions', on: !versions })}
        >
          {words.versions}
          {versions && ' ×'}
        </button>
        {hasFilters(filters) && (
          <button type="button" className={styles['clear']} onClick={() => searchStep({ step: 'unfiltered' })}>
            {words.clearFilters}
          </button>
        )}
      </div>
    </Facets>
  );
});

const NONE: Facet = [];

function FacetValues({ name, active }: { name: FacetName; active: readonly string[] }) {
  const facet = use(Facets)?.[name] ?? NONE;
  // A value that filters stays in sight even where nothing is left of it.
  const missing = active.filter((value) => !facet.some((entry) => entry.value === value));
  const entries = [...missing.map((value) => ({ value, count: 0 })), ...facet];
  return (
    <div className={styles['values']} role="group" aria-label={FACET_LABELS[name]}>
      {entries.length === 0 && <span>{words.noFacet}</span>}
      {entries.map(({ value, count }) => (
        <button
          key={value}
          type="button"
          className={styles['facet']}
          aria-pressed={active.includes(value)}
          onClick={() => searchStep({ step: 'toggled', facet: name, value })}
        >
          <span>{valueWords(name, value)}</span>
          <span>{count}</span>
        </button>
      ))}
    </div>
  );
}

const FacetChip = memo(function FacetChip({ name, filters }: { name: FacetName; filters: SearchFilters }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomLeft"
      arrow={false}
      content={<FacetValues name={name} active={chosen(filters, name)} />}
    >
      <button type="button" className={styles['chip']} aria-haspopup="true" aria-expanded={open}>
        {FACET_LABELS[name]} ▾
      </button>
    </Popover>
  );
});

const DatesChip = memo(function DatesChip({ filters }: { filters: SearchFilters }) {
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState<string | null>(filters.from ?? null);
  const [to, setTo] = useState<string | null>(filters.to ?? null);
  const bad = [from, to].some((date) => date !== null && parseDate(date) === null);
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomLeft"
      arrow={false}
      content={
        <div className={styles['dates']}>
          <label htmlFor="search-from">{words.dateFrom}</label>
          <DateBox id="search-from" value={from} onChange={setFrom} />
          <label htmlFor="search-to">{words.dateTo}</label>
          <DateBox id="search-to" value={to} onChange={setTo} />
          <Button
            type="primary"
            disabled={bad}
            onClick={() => {
              searchStep({ step: 'dates', from, to });
              setOpen(false);
            }}
          >
            {words.facets}
          </Button>
        </div>
      }
    >
      <button type="button" className={styles['chip']} aria-haspopup="true" aria-expanded={open}>
        {words.dates} ▾
      </button>
    </Popover>
  );
});
