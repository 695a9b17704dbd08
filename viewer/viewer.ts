/** The page that lies in every package: searches its letters and shows them, opened by double click, without any network. */
import { ArchiveError } from '../shared/errors.ts';
import { titleOrName } from '../shared/model/letter-name.ts';
import type { ViewedLetter, ViewedPackage } from '../shared/model/viewer.ts';
import { beijingTime } from '../shared/text/dates.ts';
import { markTerms, parseQuery, type MarkTerms, type ParsedQuery, type Scope } from '../shared/text/query.ts';
import { makeSnippet, openingSnippet } from '../shared/text/snippet.ts';
import { checkPicked } from './check-view.ts';
import { byId, make, marked } from './dom.ts';
import { letterView } from './letter-view.ts';
import { find, searched, type SearchedLetter } from './match.ts';

const SHOWN = 100;
const EVERYWHERE: readonly Scope[] = [
  'all',
  'title',
  'body',
  'attachment',
  'doc_number',
  'case_number',
  'addressee',
  'office',
];
const IN_TEXT: readonly Scope[] = ['all', 'body'];
const NOTHING: MarkTerms = { terms: [], joined: [] };

function readJson<T>(selector: string): T[] {
  return [...document.querySelectorAll(selector)].map((script) => JSON.parse(script.textContent ?? 'null') as T);
}

const [about] = readJson<ViewedPackage>('script.package');
const letters: SearchedLetter[] = readJson<ViewedLetter[]>('script.letters').flat().map(searched);

let query: ParsedQuery | undefined;
let shown: SearchedLetter[] = letters;
let many = SHOWN;
let open: { letter: ViewedLetter; version: number } | undefined;

const termsOf = (scopes: readonly Scope[]): MarkTerms => (query === undefined ? NOTHING : markTerms(query, scopes));

function row({ letter }: SearchedLetter): HTMLElement {
  const { elements, refCode, text } = letter;
  const snippet = makeSnippet(text, termsOf(IN_TEXT)) ?? openingSnippet(text);
  const button = make(
    'button',
    { type: 'button', 'aria-current': String(open?.letter === letter) },
    make(
      'strong',
      {},
      titleOrName(elements, () => text),
    ),
    make(
      'div',
      { class: 'quiet' },
      [elements.doc_number, elements.issued_on, refCode].filter((one) => one !== null).join('　'),
    ),
    make('div', { class: 'quiet' }, ...marked(snippet.text, snippet.marks)),
  );
  button.addEventListener('click', () => show(letter, letter.versions.at(-1)?.number ?? 1));
  return make('li', {}, button);
}

function list(): void {
  byId('list').replaceChildren(...shown.slice(0, many).map(row));
  byId('more').hidden = shown.length <= many;
}

function show(letter: ViewedLetter, version: number): void {
  open = { letter, version };
  byId('letter').replaceChildren(...letterView(letter, version, termsOf(EVERYWHERE), (number) => show(letter, number)));
  list();
  byId('main').scrollTo(0, 0);
}

function search(text: string): void {
  many = SHOWN;
  try {
    query = text.trim() === '' ? undefined : parseQuery(text);
    shown = query === undefined ? letters : find(letters, query);
    byId('found').textContent =
      query === undefined ? `共 ${letters.length} 件` : `共 ${shown.length} 件（${query.explained}）`;
  } catch (thrown) {
    if (!(thrown instanceof ArchiveError)) throw thrown;
    shown = [];
    byId('found').textContent = thrown.message;
  }
  list();
  if (open !== undefined) show(open.letter, open.version);
}

function start(): void {
  const box = byId('query') as HTMLInputElement;
  let composing = false;
  box.addEventListener('compositionstart', () => {
    composing = true;
  });
  box.addEventListener('compositionend', () => {
    composing = false;
    search(box.value);
  });
  box.addEventListener('input', () => {
    if (!composing) search(box.value);
  });
  byId('more').addEventListener('click', () => {
    many += SHOWN;
    list();
  });
  const folder = byId('folder') as HTMLInputElement;
  folder.addEventListener('change', () => {
    void checkPicked([...(folder.files ?? [])], byId('check')).then(() => {
      // The same folder can be picked again.
      folder.value = '';
    });
  });
  if (about !== undefined) {
    byId('name').textContent = about.name;
    byId('about').textContent = `${about.organization}　${beijingTime(about.made)}`;
    document.title = about.name;
  }
  search('');
}

start();
