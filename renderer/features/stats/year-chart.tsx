/** Results by year as stacked columns; a click opens the letters of that year. */
import type { Today } from '../../../shared/contract/index.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { resultFills } from '../list/result-tone.ts';
import { searchStep } from '../search/store.ts';
import { Chart } from './chart.tsx';
import { words } from './words.ts';

const LAST_YEARS = 8;
const UNKNOWN_FILL = '#c9ced8';

export function YearChart({ years }: { years: Today['years'] }) {
  const { go } = useNavigation();
  const labels = [...new Set(years.map(({ year }) => year))].slice(-LAST_YEARS);
  const classes = [...new Set(years.map(({ result }) => result))].sort((a, b) =>
    a === null ? 1 : b === null ? -1 : a.localeCompare(b),
  );
  const fills = resultFills(classes.filter((result) => result !== null));
  const series = classes.map((result, at) => ({
    name: result === null ? words.unknown : words.resultOf(result),
    fill: fills[at] ?? UNKNOWN_FILL,
    values: labels.map((label) => years.find((one) => one.year === label && one.result === result)?.count ?? 0),
  }));
  const open = (label: string): void => {
    searchStep({ step: 'asked', query: '', filters: { year: [Number(label)] } });
    go({ view: 'search' });
  };
  return <Chart label={words.byYear} labels={labels} series={series} stacked onPick={open} height={220} />;
}
