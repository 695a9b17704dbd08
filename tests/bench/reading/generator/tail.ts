/** The tail of a generated letter: signature and date, contact, marks, copies, imprint. */
import { iso, name, type Day, type Draft, type Mark } from './draft.ts';
import * as words from './words.ts';

const CN = '〇一二三四五六七八九';

interface TailInput {
  office: string;
  place: string;
  date: Day;
  openness: Mark | null;
  result: Mark | null;
}

export function placeTail(draft: Draft, input: TailInput): void {
  const { random, truth, forms } = draft;
  const { office, date } = input;
  const contact = random.chance(0.7) ? makeContact(draft) : null;
  const contactFirst = random.chance(0.4);
  if (contact !== null && contactFirst) draft.tail.push({ role: 'note', text: contact });
  const written = writeDate(draft, date);
  truth.issued_on = iso(date);
  const signForm = random.pick(['two lines', 'two lines', 'one line', 'glued', 'seal', 'none', 'joint'] as const);
  forms['signature'] = signForm;
  let signature: string | null = office;
  switch (signForm) {
    case 'two lines':
      draft.tail.push({ role: 'sign', text: office }, { role: 'sign', text: written });
      break;
    case 'one line':
      draft.tail.push({ role: 'sign', text: `${office}  ${written}` });
      break;
    case 'glued':
      draft.tail.push({ role: 'sign', text: `${office}${written}` });
      break;
    case 'seal':
      draft.tail.push({ role: 'sign', text: `${office}（盖章）` }, { role: 'sign', text: written });
      break;
    case 'none':
      signature = null;
      draft.tail.push({ role: 'sign', text: written });
      break;
    case 'joint': {
      const other = `${input.place}${random.pick(['财政局', '审计局', '司法局'])}`;
      if (other === office) draft.tail.push({ role: 'sign', text: office }, { role: 'sign', text: written });
      else {
        signature = office;
        truth.signers = [office, other];
        draft.tail.push({ role: 'sign', text: office }, { role: 'sign', text: other }, { role: 'sign', text: written });
      }
    }
  }
  if (contact !== null && !contactFirst) draft.tail.push({ role: 'note', text: contact });
  if (input.openness?.place === 'end') draft.tail.push({ role: 'note', text: input.openness.text });
  if (input.result?.place === 'end') draft.tail.push({ role: 'note', text: input.result.text });
  if (random.chance(0.6)) {
    truth.cc = random.some(words.CC_OFFICES, random.int(1, 4));
    const joint = random.pick(['，', '、', '；']);
    forms['cc'] = `parted by ${joint}`;
    draft.tail.push({
      role: 'imprint',
      text: `${random.pick(['抄送', '抄送', '抄报'])}：${truth.cc.join(joint)}${random.chance(0.85) ? '。' : ''}`,
    });
  }
  if (random.chance(0.5)) {
    const printer = `${office}${random.chance(0.25) ? '办公室' : ''}`;
    truth.printed_by = printer;
    truth.printed_on = iso(date);
    draft.tail.push({ role: 'imprint', text: `${printer}  ${date.year}年${date.month}月${date.day}日印发` });
  }
  // An office's own desk that prints is not the issuer.
  truth.issuer =
    signature ??
    (/[局委厅]$/.test(office) && truth.printed_by !== null ? office : truth.printed_by) ??
    truth.letterhead ??
    (forms['title'] === 'office first' ? office : null);
}

function makeContact(draft: Draft): string {
  const { random, truth, forms } = draft;
  const person = name(random);
  const land = random.pick([
    `0871-6${random.int(1000000, 9999999)}`,
    `010-8${random.int(1000000, 9999999)}`,
    `0735-8${random.int(100000, 999999)}`,
  ]);
  const mobile = `13${random.int(100000000, 999999999)}`;
  const form = random.pick([
    'both in brackets',
    'colon each',
    'lines',
    'no label for phone',
    'local',
    'with mobile',
    'telephone first',
    'two people',
    'handler',
    'with fax',
    'spaced label',
    'name for number',
    'office and name',
  ] as const);
  forms['contact'] = form;
  truth.contact = person;
  switch (form) {
    case 'both in brackets':
      truth.phones = [land];
      return `（联系人及电话：${person} ${land}）`;
    case 'colon each':
      truth.phones = [land];
      return `（联系人：${person}；联系电话：${land}）`;
    case 'lines':
      truth.phones = [land];
      return `联系人：${person}    联系电话：${land}`;
    case 'no label for phone':
      truth.phones = [land, mobile];
      return `（联系人：${person}，${land}，${mobile}）`;
    case 'local': {
      const local = `8${random.int(100000, 999999)}`;
      truth.phones = [local];
      return `联系人：${person}，电话：${local}`;
    }
    case 'with mobile':
      truth.phones = [land, mobile];
      return `联系人及联系电话：${person}  ${land}、${mobile}`;
    case 'telephone first':
      truth.phones = [land];
      return `（联系电话：${land}，联系人：${person}）`;
    case 'two people': {
      const second = name(random);
      truth.contact = `${person}、${second}`;
      truth.phones = [land];
      return `（联系人：${person}、${second}；电话：${land}）`;
    }
    case 'handler':
      truth.phones = [land];
      return `承办人：${person}  电话：${land}`;
    case 'spaced label':
      truth.phones = [land];
      return `联 系 人：${person}    电 话：${land}`;
    case 'name for number':
      truth.phones = [mobile];
      return `联系电话：${person} ${mobile}`;
    case 'office and name':
      truth.phones = [land];
      return `联系人及电话：综合科 ${person} ${land}`;
    case 'with fax':
      truth.phones = [land];
      return `联系人：${person}，电话：${land}，传真：0871-6${random.int(1000000, 9999999)}`;
  }
}

export function writeDate(draft: Draft, date: Day): string {
  const form = draft.random.pick([
    'arabic',
    'arabic',
    'arabic',
    'blanks',
    'zeros',
    '〇',
    '○',
    'O',
    '0',
    'dashes',
    'dots',
    'wide',
  ] as const);
  draft.forms['date'] = form;
  const { year, month, day } = date;
  const chinese = (zero: string): string =>
    `${[...String(year)].map((digit) => (digit === '0' ? zero : CN.charAt(Number(digit)))).join('')}年${cnNumber(month)}月${cnNumber(day)}日`;
  switch (form) {
    case 'arabic':
      return `${year}年${month}月${day}日`;
    case 'blanks':
      return `${year} 年 ${month} 月 ${day} 日`;
    case 'zeros':
      return `${year}年${String(month).padStart(2, '0')}月${String(day).padStart(2, '0')}日`;
    case '〇':
      return chinese('〇');
    case '○':
      return chinese('○');
    case 'O':
      return chinese('O');
    case '0':
      return chinese('0');
    case 'dashes':
      return iso(date);
    case 'dots':
      return `${year}.${month}.${day}`;
    case 'wide':
      return `${year}年${month}月${day}日`.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  }
}

function cnNumber(n: number): string {
  if (n < 10) return CN.charAt(n);
  const tens = Math.floor(n / 10);
  return `${tens === 1 ? '' : CN.charAt(tens)}十${n % 10 === 0 ? '' : CN.charAt(n % 10)}`;
}
