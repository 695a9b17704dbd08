/** A generated answer to a message on a website: no head, an account in place of a name. */
import { placeBody } from './body.ts';
import { iso, type Draft } from './draft.ts';
import { writeDate } from './tail.ts';
import * as words from './words.ts';

export function makeMessage(draft: Draft): void {
  const { random, truth, forms } = draft;
  const place = random.pick(words.PLACES);
  const office = `${place}${random.pick(words.OFFICES)}`;
  truth.reply_kind = '其他';
  const id = random.pick([
    `UU00${random.int(10000, 99999)}`,
    `A000${random.int(100000, 999999)}`,
    `user${random.int(100, 999)}`,
  ]);
  const matter = random.pick(words.MATTERS).replace(/[“”]/g, '');
  truth.case_title = matter;
  const form = random.pick(['quoted id', 'net friend', 'bare id', 'letter writer', 'id behind'] as const);
  forms['addressee'] = `message ${form}`;
  truth.addressees = form === 'letter writer' ? [] : [id];
  const greeting = {
    'quoted id': `“${id}”：`,
    'net friend': `网友“${id}”：`,
    'bare id': `${id}：`,
    'letter writer': '来信人：',
    'id behind': `“${id}”网友：`,
  }[form];
  if (random.chance(0.25)) {
    truth.title = `关于“${matter}”的回复`;
    draft.head.push({ role: 'title', text: truth.title });
  }
  draft.head.push({ role: 'addressee', text: greeting });
  draft.body.push({
    role: 'body',
    text: random.pick([
      `您好！您反映的“${matter}”的问题已收悉，现回复如下：`,
      `您好！关于《${matter}》的留言收悉。现将有关情况回复如下：`,
      `您好，您咨询的“${matter}”一事我局高度重视，现答复如下：`,
    ]),
  });
  placeBody(draft);
  if (random.chance(0.5)) {
    const local = `3${random.int(100000, 999999)}`;
    truth.phones = [local];
    forms['contact'] = 'phone in sentence';
    draft.body.push({ role: 'body', text: `如有疑问，请拨打电话${local}咨询。` });
  }
  draft.body.push({ role: 'body', text: '感谢您对我们工作的关心与支持！' });
  const date = { year: random.int(2012, 2025), month: random.int(1, 12), day: random.int(1, 28) };
  truth.issued_on = iso(date);
  truth.issuer = office;
  const written = writeDate(draft, date);
  if (/^\d/.test(written) && /[-.]/.test(written))
    draft.tail.push({ role: 'sign', text: office }, { role: 'sign', text: written });
  else draft.tail.push({ role: 'sign', text: random.chance(0.5) ? `${office}${written}` : `${office} ${written}` });
  forms['signature'] = 'message';
}
