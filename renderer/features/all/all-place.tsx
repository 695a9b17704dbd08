/** All letters, or those that have something in common: the one list, sorted by any column. */
import { Button } from 'antd';
import { useMemo } from 'react';
import { LETTER_GROUPS, LETTER_SORTS, type LetterGroup, type LetterSort } from '../../../shared/model/letter.ts';
import { call } from '../../archive/client.ts';
import { keep, useKept } from '../../app/kept.ts';
import { useNavigation, type Route } from '../../app/navigation.tsx';
import { useRights } from '../../app/rights.ts';
import { SORT_LABELS } from '../list/columns.ts';
import { ListTools } from '../list/list-tools.tsx';
import { rowOfLetter, type ListSource } from '../list/rows.ts';
import { useRows } from '../list/use-rows.ts';
import { words as listWords } from '../list/words.ts';
import searchStyles from '../search/search.module.css';
import { Workspace } from '../workspace/workspace.tsx';
import { words } from './words.ts';

type AllRoute = Extract<Route, { view: 'all' }>;

function listSource(
  { only, ids }: { only: LetterGroup | undefined; ids: readonly string[] | undefined },
  { sort, descending }: { sort: LetterSort; descending: boolean },
): ListSource {
  const listed = {
    sort,
    descending,
    ...(only === undefined ? {} : { only }),
    ...(ids === undefined ? {} : { ids: [...ids] }),
  };
  return {
    key: `all ${JSON.stringify(listed)}`,
    load: async (offset, limit, signal) => {
      const { total, letters } = await call('letters.list', { ...listed, offset, limit }, { signal });
      return { total, rows: letters.map(rowOfLetter) };
    },
    ids: async () => (await call('letters.listIds', listed)).ids,
  };
}

export function AllPlace({ route }: { route: AllRoute }) {
  const { only, ids, title } = route;
  const { go } = useNavigation();
  const { may } = useRights();
  const { allSort } = useKept();
  const source = useMemo(() => listSource({ only, ids }, allSort), [only, ids, allSort]);
  const rows = useRows(source);
  const heading = title ?? (only === undefined ? words.title : LETTER_GROUPS[only]);
  const sortBy = (by: string): void => {
    const sort = LETTER_SORTS.find((one) => one === by) ?? 'filed';
    keep({ allSort: { sort, descending: allSort.sort === sort ? !allSort.descending : sort === 'filed' } });
  };
  const narrowed = only !== undefined || ids !== undefined;
  return (
    <>
      <h1 className="visually-hidden">{heading}</h1>
      <Workspace
        place="all"
        label={heading}
        source={source}
        rows={rows}
        sorted={{ by: allSort.sort, descending: allSort.descending, onSort: sortBy }}
        head={
          <div className={searchStyles['head']}>
            <div className={searchStyles['status']}>
              <strong role="status">{rows.total === undefined ? heading : words.count(heading, rows.total)}</strong>
              <span className={`${searchStyles['understood']} ${searchStyles['order']}`}>
                {listWords.sortedBy(SORT_LABELS[allSort.sort] ?? '', allSort.descending)}
              </span>
              <span className={searchStyles['grow']} />
              <select
                className={searchStyles['chip']}
                aria-label={words.sort}
                value={allSort.sort}
                onChange={(event) => sortBy(event.target.value)}
              >
                {Object.entries(SORT_LABELS).map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
              <ListTools />
            </div>
            <div className={searchStyles['chips']} role="group" aria-label={words.groups}>
              {narrowed && (
                <button
                  type="button"
                  className={searchStyles['chip']}
                  data-set
                  onClick={() => go({ view: 'all' })}
                  aria-label={words.removeGroup(heading)}
                >
                  {heading} ×
                </button>
              )}
              {(Object.keys(LETTER_GROUPS) as LetterGroup[])
                .filter((group) => group !== only)
                .map((group) => (
                  <button
                    key={group}
                    type="button"
                    className={searchStyles['chip']}
                    onClick={() => go({ view: 'all', only: group })}
                  >
                    {LETTER_GROUPS[group]}
                  </button>
                ))}
            </div>
          </div>
        }
        {...(rows.total === 0
          ? {
              instead: (
                <div className={searchStyles['message']}>
                  <h2>{narrowed ? words.noneSuch : words.empty}</h2>
                  {!narrowed && may('desk.read') && (
                    <Button type="primary" onClick={() => go({ view: 'desk' })}>
                      {words.toDesk}
                    </Button>
                  )}
                </div>
              ),
            }
          : {})}
      />
    </>
  );
}
