/** Counts over the whole result, to narrow it by a click. */
import { Button } from 'antd';
import { useState } from 'react';
import type { Facet, SearchAnswer, SearchFilters } from '../../../shared/model/search.ts';
import styles from './search.module.css';
import { chosen, FACET_NAMES, type FacetName } from './state.ts';
import { FACET_LABELS, words } from './words.ts';

/** How many values a facet shows before 更多. */
const SHORT = 8;

interface Props {
  facets: SearchAnswer['facets'];
  filters: SearchFilters;
  onToggle: (facet: FacetName, value: string) => void;
  onClear: () => void;
}

export function Facets({ facets, filters, onToggle, onClear }: Props) {
  return (
    <aside className={styles['facets']} aria-label={words.facets}>
      {Object.keys(filters).length > 0 && (
        <Button size="small" onClick={onClear}>
          {words.clearFilters}
        </Button>
      )}
      {FACET_NAMES.map((name) => (
        <FacetGroup
          key={name}
          name={name}
          facet={facets[name]}
          active={chosen(filters, name)}
          onToggle={(value) => onToggle(name, value)}
        />
      ))}
    </aside>
  );
}

interface GroupProps {
  name: FacetName;
  facet: Facet;
  active: readonly string[];
  onToggle: (value: string) => void;
}

function FacetGroup({ name, facet, active, onToggle }: GroupProps) {
  const [all, setAll] = useState(false);
  // A value that filters stays in sight even where nothing is left of it.
  const missing = active.filter((value) => !facet.some((entry) => entry.value === value));
  const entries = [...missing.map((value) => ({ value, count: 0 })), ...facet];
  if (entries.length === 0) return null;
  const shown = all ? entries : entries.filter(({ value }, index) => index < SHORT || active.includes(value));
  return (
    <div role="group" aria-label={FACET_LABELS[name]}>
      <h2>{FACET_LABELS[name]}</h2>
      {shown.map(({ value, count }) => (
        <button
          key={value}
          type="button"
          className={styles['facet']}
          aria-pressed={active.includes(value)}
          onClick={() => onToggle(value)}
        >
          <span>{name === 'result_code' ? words.result(value) : value}</span>
          <span>{count}</span>
        </button>
      ))}
      {entries.length > SHORT && (
        <Button type="link" size="small" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.less : words.more}
        </Button>
      )}
    </div>
  );
}
