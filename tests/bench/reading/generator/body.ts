/** The running text of a generated letter: the opening that names the matter, sections, cited documents. */
import type { Random } from '../../random.ts';
import { name, type Case, type Draft, type Family } from './draft.ts';
import * as words from './words.ts';

export function placeOpening(draft: Draft, family: Family, matter: string, kase: Case | null): void {
  const { random, truth, forms } = draft;
  if (family === 'foi') {
    draft.body.push({
      role: 'body',
      text: `您于${random.int(2019, 2025)}年${random.int(1, 12)}月${random.int(1, 28)}日提交的政府信息公开申请收悉。经审查，现答复如下：`,
    });
    return;
  }
  if (family === 'petition') {
    draft.body.push({ role: 'body', text: '您反映的信访事项，我局依法受理。经调查核实，现将处理意见答复如下：' });
    return;
  }
  if (!kase) return;
  if (family === 'co-opinion') {
    truth.case_title = matter;
    draft.body.push({
      role: 'body',
      text: `${name(random)}委员提出的《${matter}》收悉，结合我单位职能，现将会办意见函告如下：`,
    });
    return;
  }
  const noTitle = truth.title === null || forms['title'] === 'without session';
  const forward = noTitle
    ? 'session and number'
    : random.pick(['plain', 'plain', 'session and number', 'number behind', 'unquoted', 'no matter'] as const);
  forms['opening'] = forward;
  const noun = kase.noun;
  if (forms['title'] === 'without session') truth.session = kase.session;
  const text = ((): string => {
    switch (forward) {
      case 'plain':
        truth.case_title = matter;
        return `您提出的《${matter}》${noun}收悉，现答复如下：`;
      case 'session and number':
        truth.case_title = matter;
        return `您在${kase.body}上提出的${kase.written}${noun}《${matter}》收悉。经研究，现答复如下：`;
      case 'number behind':
        truth.case_title = matter;
        return `您提出的《${matter}》（第${kase.number}号）${noun}已收悉，现就有关问题答复如下：`;
      case 'unquoted': {
        const plain = matter.startsWith('关于') ? matter : `关于${matter}`;
        truth.case_title = plain;
        return `您提出的${plain}收悉，现将办理情况答复如下：`;
      }
      case 'no matter':
        truth.case_title = forms['title'] === 'with matter' ? matter : null;
        return `您提出的${noun}收悉。我局高度重视，及时研究办理，现答复如下：`;
    }
  })();
  draft.body.push({ role: 'body', text });
}

function fill(random: Random, sentence: string): string {
  return sentence
    .replace(/#(?=年)/g, () => String(random.int(2019, 2026)))
    .replace(/#/g, () => String(random.int(2, 3000)));
}

export function placeBody(draft: Draft): void {
  const { random, truth } = draft;
  const cited = new Set<string>();
  const headings = random.some(words.HEADINGS, random.int(1, 3));
  headings.forEach((heading, at) => {
    draft.body.push({ role: 'body', text: `${['一', '二', '三'][at] ?? '四'}、${heading}` });
    const count = random.int(1, 3);
    for (let i = 0; i < count; i += 1) {
      let text = random
        .some(words.SENTENCES, random.int(2, 4))
        .map((sentence) => fill(random, sentence))
        .join('');
      if (random.chance(0.35)) {
        const code = random.pick(words.CITED_CODES);
        const year = random.int(2008, 2024);
        const serial = random.int(1, 120);
        const [open, close] = random.pick([
          ['〔', '〕'],
          ['〔', '〕'],
          ['[', ']'],
          ['﹝', '﹞'],
          ['（', '）'],
        ] as const);
        const number = `${code}${open}${year}${close}${serial}号`;
        const document = random.pick(words.CITED_TITLES);
        text += random.chance(0.7)
          ? `根据《${document}》（${number}）要求，我们认真抓好落实。`
          : `严格落实${number}文件精神，细化工作举措。`;
        cited.add(`${code}〔${year}〕${serial}号`);
      }
      if (count > 1 && random.chance(0.6)) text = `（${['一', '二', '三'][i] ?? '四'}）${text}`;
      draft.body.push({ role: 'body', text });
    }
  });
  truth.cited_documents = [...cited];
}
