/** The filters of `search`: a value that no letter can have is refused, with those that can be, before anything is asked. */
import { ArchiveError } from '../../shared/errors.ts';
import type { ParsedInput } from '../../shared/contract/index.ts';
import { choicesOf, ELEMENT_LABELS, type ElementName } from '../../shared/model/elements.ts';
import { isIsoDay } from '../../shared/text/dates.ts';
import type { Arguments } from './arguments.ts';
import { isoDay } from './fields.ts';

type Filters = ParsedInput<'search.query'>['filters'];

function chosen(args: Arguments, option: string, element: ElementName): string | undefined {
  const value = args.text(option);
  const choices = choicesOf(element) ?? [];
  if (value === undefined || choices.includes(value)) return value;
  throw new ArchiveError(
    'BAD_VALUE',
    `--${option} “${value}”不是${ELEMENT_LABELS[element]}（可写：${choices.join('、')}）`,
  );
}

function dayOf(args: Arguments, option: string): string | undefined {
  const value = args.text(option);
  if (value === undefined) return undefined;
  const day = isoDay(value);
  // What is written in no way that days are is wrong usage; the contract says so.
  if (/^\d{4}-\d\d-\d\d$/.test(day) && !isIsoDay(day))
    throw new ArchiveError('BAD_VALUE', `--${option} “${value}”不是存在的日期`);
  return day;
}

/** @throws ArchiveError BAD_VALUE, USAGE */
export function filtersOf(args: Arguments): Filters {
  const filters: Filters = {};
  const [from, to] = [dayOf(args, 'from'), dayOf(args, 'to')];
  if (from !== undefined && to !== undefined && from > to)
    throw new ArchiveError('BAD_VALUE', `--from ${from} 晚于 --to ${to}，起止颠倒`);
  if (from !== undefined) filters.from = from;
  if (to !== undefined) filters.to = to;
  const year = args.number('year');
  if (year !== undefined && (year < 1000 || year > 9999))
    throw new ArchiveError('BAD_VALUE', `--year “${year}”不是年份（四位数，如 2025）`);
  if (year !== undefined) filters.year = [year];
  const kind = chosen(args, 'kind', 'reply_kind');
  if (kind !== undefined) filters.reply_kind = [kind];
  const result = args.text('result');
  if (result !== undefined) filters.result_code = [result];
  const openness = chosen(args, 'openness', 'openness');
  if (openness !== undefined) filters.openness = [openness];
  const issuer = args.text('issuer');
  if (issuer !== undefined) filters.issuer = [issuer];
  return filters;
}
