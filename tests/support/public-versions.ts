/** A letter with everything in it that the public should not see, invented; and the two persons who decide and review. */
import type { Engine } from '../../main/archive/engine.ts';
import { passwordOf } from './accounts.ts';
import { fileText } from './engine.ts';
import { keptOffice } from './kept-office.ts';
import { openOffice, signInAs } from './office.ts';

/** What must not be found again, as somebody would look for it. */
export const SECRETS = {
  mobile: '13800138000',
  wrapped: '13912345678',
  wide: '15087654321',
  card: '6222021380013800138',
  id: '530111199003071230',
  address: '人民路12号3栋2单元501室',
  person: '张小满',
  child: '赵晓晓',
  email: 'man.zhang@example.com',
  plate: '云A·12345',
  illness: '患有尿毒症',
  contact: '陈启明',
  phone: '0830-5521009',
} as const;

export const PRIVATE_LETTER = `云溪市民政局
云民函〔2023〕41号
关于政协云溪市十三届二次会议第132045号提案答复的函
周若兰委员：
您提出的《关于居民张小满一家困难救助的建议》收悉，现答复如下：
一、基本情况
居民张小满，身份证号${SECRETS.id}，手机138 0013 8000，另一号码1391234
5678，备用１５０ ８７６５ ４３２１。家庭住址：云溪市城东区人民路12号3栋2单元501室。
其女儿赵晓晓（8岁）患有尿毒症。邮箱man.zhang＠example.com，银行卡号6222 0213 8001 3800 138，车牌云A·12345。
二、下一步打算
我局已将张小满一家纳入救助，投入资金1268.5万元，惠及68岁以上老人4120人。
感谢您对民政工作的关心和支持。
（联系人及电话：陈启明 0830-5521009）
云溪市民政局
2023年6月19日
`;

export const REVIEWER = { name: '孙复核', word: 'sunfuhe' } as const;

export interface PublicOffice {
  engine: Engine;
  folder: string;
  id: string;
  /** Signs in who decides, or who reviews. */
  as: (who: 'decider' | 'reviewer') => Promise<void>;
  /** Hides all that is proposed and keeps the letter public. */
  decideAll: () => Promise<void>;
  review: () => Promise<void>;
}

const { copy, closeLater } = keptOffice([{ ...REVIEWER, roles: ['archivist'] }]);

/** An office of two archivists with one letter, nothing decided. */
export async function publicOffice(text = PRIVATE_LETTER, name = '答复函.txt'): Promise<PublicOffice> {
  const folder = await copy();
  const engine = closeLater(await openOffice(folder));
  await signInAs(engine, 'archivist');
  const id = await fileText(engine, text, name);
  const as = async (who: 'decider' | 'reviewer'): Promise<void> => {
    if (who === 'decider') await signInAs(engine, 'archivist');
    else await engine.call('session.signIn', { name: REVIEWER.name, password: passwordOf(REVIEWER.word) });
  };
  const decideAll = async (): Promise<void> => {
    const { version, items } = await engine.call('public.show', { id });
    const decisions = items
      .filter(({ required, covered, kind }) => required && !covered && kind !== 'whole')
      .map(({ item }) => ({ item, verdict: 'hide' as const }));
    await engine.call('public.decide', { id, base_version: version, decisions });
  };
  const review = async (): Promise<void> => {
    await as('reviewer');
    const { version } = await engine.call('public.show', { id });
    await engine.call('public.review', { id, base_version: version, agreed: true });
    await as('decider');
  };
  return { engine, folder, id, as, decideAll, review };
}
