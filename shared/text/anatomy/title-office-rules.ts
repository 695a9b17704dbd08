/** Whose the office above 关于 is: the title's, or the letterhead's. */
import type { Sign } from '../rule.ts';
import { STAMPS } from '../words/stamps.ts';

export const TITLE_OFFICE_SIGNS = {
  matterFirst: {
    name: 'a title that no office opens on its own line',
    pattern: /^(?:关于|对)/,
    example: '关于末班车的答复',
    not: '云岭县民政局关于末班车的答复',
  },
  inTitle: {
    name: 'an office that opens the title on its own line',
    pattern: /^(.{2,45}?)(?:关于对|关于|对)/,
    example: '云岭县民政局关于对末班车提案的答复',
    value: '云岭县民政局',
    not: '关于末班车的答复',
  },
  stamp: {
    name: 'what whoever received or sent the paper put over it: an office under it is the letterhead',
    pattern: new RegExp(`^(?:${STAMPS.join('|')})`),
    example: '收文：2005年7月1日　第438号',
    not: '云岭县民政局收文',
  },
  letterSpaced: {
    name: 'characters set apart, as letterheads are',
    pattern: /^(?:\S\s+){3,}\S$/,
    example: '云 岭 县 民 政 局',
    not: '云岭县 民政局',
  },
  dayInBrackets: {
    name: 'a day in brackets, under which the number may stand',
    pattern: /^[（(][^（）()]{6,16}日[）)]$/,
    example: '（2024年6月3日）',
    not: '2024年6月3日',
  },
} as const satisfies Record<string, Sign>;

/** Joint offices whose line the page's edge broke inside a name. */
export const WRAPPED_OFFICE_SIGNS = {
  restInTitle: {
    name: 'the name’s rest, with which the title’s line begins',
    pattern: /^([^，。；：关对]{1,20})(?=关于|对)/,
    example: '康委员会关于末班车的答复',
    value: '康委员会',
    not: '关于末班车的答复',
  },
  noOffices: {
    name: 'figures or brackets: a line of no offices',
    pattern: /[\d〔【[（(]/,
    example: '云函〔2022〕5号',
    not: '云岭县民政局 云岭县卫生健',
  },
} as const satisfies Record<string, Sign>;
