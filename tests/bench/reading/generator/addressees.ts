/** To whom a generated letter goes: people, parties and offices as letters address them. */
import { name, type Case, type Draft, type Family } from './draft.ts';
import * as words from './words.ts';

export function placeAddressees(draft: Draft, family: Family, kase: Case | null): void {
  const { random, truth, forms } = draft;
  if (family === 'co-opinion') {
    const office = `${random.pick(['市', '区', '县'])}${random.pick(words.OFFICES.slice(0, 20))}`;
    truth.addressees = [office];
    forms['addressee'] = 'office';
    draft.head.push({ role: 'addressee', text: `${office}：` });
    return;
  }
  if (!kase) {
    const person = name(random);
    const form = random.pick(['同志', '先生', '申请人', 'plain'] as const);
    forms['addressee'] = form;
    truth.addressees = [person];
    const text = form === 'plain' ? person : form === '申请人' ? `申请人${person}` : `${person}${form}`;
    draft.head.push({ role: 'addressee', text: `${text}：` });
    return;
  }
  const honorific = kase.cppcc ? '委员' : '代表';
  const form = random.pick([
    'one',
    'one',
    'two',
    'many',
    'each',
    'spaced',
    'dear',
    '等',
    '等N位',
    'bracket',
    'party',
    'no colon',
    'greeting',
    'blanks',
    'role first',
    '等N人 behind',
  ] as const);
  forms['addressee'] = form;
  const people = (count: number): string[] => [...new Set(Array.from({ length: count }, () => name(random)))];
  const text = ((): string => {
    switch (form) {
      case 'one':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}${honorific}：`;
      case 'two':
        truth.addressees = people(2);
        return `${truth.addressees.join('、')}${honorific}：`;
      case 'many':
        truth.addressees = people(random.int(4, 10));
        return `${truth.addressees.join('、')}${honorific}：`;
      case 'each':
        truth.addressees = people(2);
        return `${truth.addressees.map((one) => one + honorific).join('、')}：`;
      case 'spaced': {
        const one =
          words.SURNAMES.charAt(random.int(0, words.SURNAMES.length - 1)) + words.GIVEN_NAMES.charAt(random.int(0, 40));
        truth.addressees = [one];
        return `${one.charAt(0)}${random.pick(['　', ' '])}${one.charAt(1)}${honorific}：`;
      }
      case 'dear':
        truth.addressees = people(1);
        return `尊敬的${truth.addressees[0] ?? ''}${honorific}：`;
      case '等':
        truth.addressees = people(2);
        return `${truth.addressees.join('、')}等${honorific}：`;
      case '等N位':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}等${random.pick(['3', '5', '三', '8'])}${random.pick(['位', '名'])}${honorific}：`;
      case 'bracket':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}${honorific}（${random.pick(['领衔', '第一提案人', '教育界别'])}）：`;
      case 'party':
        truth.addressees = [
          random.pick([
            '民盟云溪区委员会',
            '九三学社青岚市委员会',
            '民进澄湖市委',
            '致公党云溪区支部',
            '区工商联',
            '政协云溪区委员会提案委员会',
          ]),
        ];
        return `${truth.addressees[0] ?? ''}：`;
      case 'no colon':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}${honorific}`;
      case 'greeting':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}${honorific}，您好：`;
      case 'role first':
        truth.addressees = people(1);
        return `${kase.cppcc ? '区政协委员' : '市人大代表'}${truth.addressees[0] ?? ''}：`;
      case '等N人 behind':
        truth.addressees = people(1);
        return `${truth.addressees[0] ?? ''}${honorific}等6人：`;
      case 'blanks':
        truth.addressees = people(2);
        return `${truth.addressees.join('　')}${honorific}：`;
    }
  })();
  draft.head.push({ role: 'addressee', text });
}
