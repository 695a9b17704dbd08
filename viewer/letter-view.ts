/** One letter: its elements, files, text and versions. */
import { ELEMENT_LABELS, ELEMENT_NAMES, type Elements } from '../shared/model/elements.ts';
import { titleOrName } from '../shared/model/letter-name.ts';
import type { ViewedFile, ViewedLetter, ViewedVersion } from '../shared/model/viewer.ts';
import { beijingTime } from '../shared/text/dates.ts';
import type { MarkTerms } from '../shared/text/query.ts';
import { findMarks } from '../shared/text/snippet.ts';
import { make, marked } from './dom.ts';

/** A path as a link: each name by itself, so that no sign in it means something else. */
export const linkTo = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

function fileRow({ name, role, path, size }: ViewedFile): HTMLElement {
  const link = make('a', { href: linkTo(path), target: '_blank', rel: 'noopener' }, name);
  return make('tr', {}, make('th', {}, role), make('td', {}, link), make('td', { class: 'quiet' }, `${size} 字节`));
}

function elementRows(elements: Elements, terms: MarkTerms): HTMLElement[] {
  return ELEMENT_NAMES.flatMap((name) => {
    const value = [elements[name]].flat().filter((one) => one !== null);
    if (value.length === 0) return [];
    const text = value.join('；');
    const cell = make('td', {}, ...marked(text, findMarks(text, terms)));
    return [make('tr', {}, make('th', {}, ELEMENT_LABELS[name]), cell)];
  });
}

function versionRow(version: ViewedVersion, shown: boolean, onShow: () => void): HTMLElement {
  const { number, at, actor, reason, changes, sha256, origin } = version;
  const button = make('button', { type: 'button', 'aria-pressed': String(shown) }, `第 ${number} 版`);
  button.addEventListener('click', onShow);
  const from = origin === undefined ? '' : `（来自数据包“${origin}”）`;
  const what = changes.length === 0 ? '' : `　改动：${changes.join('、')}`;
  return make(
    'tr',
    {},
    make('td', {}, button),
    make(
      'td',
      {},
      `${beijingTime(at)}　${actor}${from}`,
      make('br', {}),
      `${reason}${what}`,
      make('br', {}),
      make('code', {}, sha256),
    ),
  );
}

/** @param number the version to show @param onShow shows another version */
export function letterView(
  letter: ViewedLetter,
  number: number,
  terms: MarkTerms,
  onShow: (number: number) => void,
): Node[] {
  const version = letter.versions.find((one) => one.number === number);
  const newest = letter.versions.at(-1);
  const elements = version?.elements ?? letter.elements;
  const text = version?.text ?? letter.text;
  const page =
    letter.page === null
      ? []
      : [
          make(
            'tr',
            {},
            make('th', {}, '版式文件'),
            make('td', {}, make('a', { href: linkTo(letter.page), target: '_blank' }, '正文.pdf')),
            make('td', {}),
          ),
        ];
  const older =
    version === undefined || version === newest
      ? []
      : [make('p', { class: 'bad' }, `以下为第 ${number} 版，不是最新的第 ${newest?.number ?? ''} 版。`)];
  return [
    make(
      'h2',
      {},
      titleOrName(letter.elements, () => letter.text),
    ),
    make('p', { class: 'quiet' }, `档号 ${letter.refCode ?? '（无）'}　归档 ${beijingTime(letter.filedAt)}`),
    make('table', { 'aria-label': '文件' }, make('tbody', {}, ...page, ...letter.files.map(fileRow))),
    ...older,
    make('table', { 'aria-label': '要素' }, make('tbody', {}, ...elementRows(elements, terms))),
    make('div', { class: 'text', id: 'text' }, ...marked(text, findMarks(text, terms))),
    make('h3', {}, `版本历史（${letter.versions.length}）`),
    make(
      'table',
      { 'aria-label': '版本历史' },
      make(
        'tbody',
        {},
        ...letter.versions.map((one) => versionRow(one, one.number === number, () => onShow(one.number))),
      ),
    ),
  ];
}
