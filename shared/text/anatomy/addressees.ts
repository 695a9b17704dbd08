/** 主送: whom a letter addresses, one to ten persons, a party branch, an office, or a writer on a website. */
import { ADDRESSES, GROUPS_OF_PEOPLE, MEMBERS, POSTS, POST_ENDING } from '../words/titles.ts';
import { isWebLine } from '../words/web-fields.ts';
import { looksLikeOffice } from './offices.ts';
import { isPlainName } from './person-names.ts';
import { GENERIC_ADDRESSEES, GROUP_ENDINGS, NO_ADDRESSEE_BEGINS } from '../words/addressed.ts';
import { RANKS_AND_HONOURS, RANKS_BEFORE_A_NAME } from '../words/ranks.ts';
import { SURNAMES } from '../words/surnames.ts';
import type { Found, Line } from './lines.ts';

export interface Addressees {
  line: number;
  names: Found<string>[];
  /** 委员, 代表, 同志 … as written behind the names; null where there is none. */
  honorific: string | null;
  office: boolean;
  start: number;
  end: number;
  confidence: number;
}

const TITLES = [...POSTS, ...ADDRESSES].join('|');
const HONORIFIC = `${MEMBERS.join('|')}|${TITLES}`;
/** 常明远副主席, 常明远 院士: one of several names with its title. */
const TITLE_BEHIND = new RegExp(`^([\\u3400-\\u9fff·]{2,4})(?:${TITLES})$`);
const UNIT_AND_TITLE = new RegExp(`^([\\u3400-\\u9fff]{4,14})(?:${TITLES})$`);
/** 常明远督学: a title that nobody listed may stand behind the name. */
const MAYBE_TITLED = new RegExp(`^[\\u3400-\\u9fff]{4,}${POST_ENDING}$`);
/** 信访人：常明远，男，汉族, 申请人：常明远: the line that says who asked. */
const WHO_ASKED =
  /^(?:信访人|申请人|复查申请人|复核申请人|来访人|来信人|来电人|留言人|诉求人|咨询人|反映人|投诉人|举报人|第一(?:提案|建议)人|领衔(?:提案|建议)?(?:人|代表|委员))(?:姓名)?\s*[：:]\s*([\u3400-\u9fff·]{2,4}|[\u3400-\u9fff]{1,8}·[\u3400-\u9fff·]{1,8})(?:同志|先生|女士)?(?=[，,。；;（(\s]|$)/;
/** 等27位住户, 等5户村民: whom a count counts. */
const COUNTED = [...MEMBERS, ...ADDRESSES, ...GROUPS_OF_PEOPLE].join('|');
const NAMED = new RegExp(
  `^((?:尊 ?敬 ?的|敬爱的|尊敬)?(?:申请[人入]|信访人|来访人|来信人|来电人|反映人|诉求人|留言人|投诉人|举报人|提案人|建议人|领衔代表)?)([^：:。；！？]{1,160}?)(${HONORIFIC})?((?:们|等|[（(][^（）()]{1,20}[）)])*(?:[一二三四五六七八九十两\\d]{1,3}[位名户人](?:联名|领衔|附议)?(?:政协|人大)?(?:${COUNTED})?)?)(?:[：:]|[，,]?(?:您好|你好)[：:！!。，,]?|(?<=委员|代表|同志|先生|女士)[，,]$)`,
);
/** 昂曲州代表团全体代表, 某社二十三名老工人, 第六管理区代表团: a number of people, addressed as written. */
const COLLECTIVE =
  /^(?:尊敬的)?([\u3400-\u9fff\d]{0,26}?(?:全体[\u3400-\u9fff]{2,4}|[一二三四五六七八九十百\d]{1,5}[名位](?:老|退休)?(?:工人|社员|职工|教师|村民|居民|战士|学生|干部)|(?<=^第[\u3400-\u9fff]{1,16})(?:代表团|代表小?组|小组)))[：:]$/;
/** 提案人梅广仁、市政协医卫界：. */
const WHO_PROPOSED = /^(?:提案人|建议人)(?=[\u3400-\u9fff]{2,4}、)/;
/** 第五生产队职工代表王凤鸣、. */
const WHO_SPEAKS = /^第[\u3400-\u9fff\d]{1,14}(?:代表|委员)[\u3400-\u9fff]{2,4}[、：:]/;
/** 第四生产队王占海、第七生产队赵有福代表：: each with where he works. */
const WHO_WORKS =
  /^第[\u3400-\u9fff\d]{1,10}(?:[队连组场村站厂校]|车间|选区|工区|分社)[\u3400-\u9fff]{2,3}(?:、[\u3400-\u9fff\d]{2,16}){0,6}(?:代表|委员|同志)[：:]$/;
/** 数学组茹亚平, 修船车间胡广才, 五队王守田: a unit stands before the name. */
const UNIT_BEFORE =
  /^(?:[一二三四五六七八九十]|[\u3400-\u9fff]{2,10}?)(?:车间|教研组|年级组|[组科班队连股])(?!代表)(?=[\u3400-\u9fff]{2,3}$)/;
/** 十六连职工代表马学文, 党代表贺占奎, 居民代表程桂兰, 省政协委员崔福田: whom the person speaks for. */
const SPEAKS_FOR = /^[\u3400-\u9fff\d]{0,16}?[\u3400-\u9fff](?:代表|委员)(?=[\u3400-\u9fff]{2,4}$)/;
/** 五年级三班 赵梓涵, 畜牧系代表团 佟晓燕: a unit, a blank, the name. */
const UNIT_ALONE =
  /^[\u3400-\u9fff\d]{1,14}(?:代表团|代表小?组|界别?组?|选区|车间|年级|教研[组室]|[班组队连系院科所站场厂校室村])$/;
/** 李家沟村民代表, 阳光小区业主: people by where they live or work, addressed as written. */
const PEOPLE_OF = new RegExp(
  `^(?:尊敬的)?(?!各|全体|广大)([\\u3400-\\u9fff\\d]{2,20}(?:${GROUPS_OF_PEOPLE.join('|')})代表|[\\u3400-\\u9fff\\d]{2,16}[村社区组队院校班级厂场街巷路园里城苑屯寨庄户坪沟湾镇乡](?:${GROUPS_OF_PEOPLE.join('|')}))[：:]$`,
);
/** 黄子朗同学家长: addressed as written, since the name is the child's. */
const PARENTS_OF = /^(?:尊敬的)?([\u3400-\u9fff·]{2,4}(?:同学|小朋友)的?(?:家长|父母|爸爸|妈妈))[：:]$/;
/** 来信人：常**　来信时间：…, 写信人：匿名: fields of a page, the letter's own addressee stands below. */
const PAGE_FIELD =
  /^(?:来信|写信|留言|提问|咨询|诉求|来电)(?:人|者)(?:姓名)?\s*[：:]\s*(?:[\u3400-\u9fff]?[*＊×某]{1,3}|匿名\S{0,4}|网友)(?:\s|$)/;
/** 金水湾小区业主李先生, 常家沟村民常女士: where the person lives. */
const RESIDENT = new RegExp(
  `^[\\u3400-\\u9fff\\d]{2,20}(?:${GROUPS_OF_PEOPLE.join('|')})(?!代表)(?=[${SURNAMES}][\\u3400-\\u9fff]{0,2}$)`,
);
/** 《渝江晚报》群众工作部. */
const OF_A_PAPER = /^(《[^《》]{2,12}》(?:报?社|杂志社|编辑部|[\u3400-\u9fff]{2,10}[部室组]))[：:]$/;
/** 网友“UU008170”, “UU0082323”, hsyfz007:, “A000112959”网友. */
const WRITER =
  /^(?:尊敬的)?(?:网友|网民|市民|用户)?\s*(?:[“"「'‘]([^”"」'’“]{1,30})[”"」'’]|([A-Za-z]{1,4}\d[\w*]{2,20}|[A-Za-z][\w*]{2,20}|[\u3400-\u9fff]{2,6}\d{2,8}(?=[：:])))\s*(?:网友|网民|同志|先生|女士)?\s*(?:[：:，,！!]|您好|你好|$|\s)/;
const LABEL = new RegExp(`^(?:${NO_ADDRESSEE_BEGINS.join('|')})`);
/** 贵永祥委员： — a name may begin like a word of a label. */
const ONLY_NAMES = /^(?![您你我])[\u3400-\u9fff·]{2,4}(?:、[\u3400-\u9fff·]{2,4}){0,9}(?:委员|代表)[：:]$/;
/** 农业界别, 枳川代表团, 民革枳川县支部, 九三学社某省委: groups that a letter addresses. */
const GROUP = new RegExp(`(?:${GROUP_ENDINGS.join('|')})$`);
const GENERIC = new RegExp(`^(?:${GENERIC_ADDRESSEES.join('|')})$`);
/** 县人民医院副院长覃某某: what stands before the name says who the person is. */
const RANK_BEFORE = new RegExp(`^.{2,30}(?:${RANKS_BEFORE_A_NAME.join('|')})(?=[\\u3400-\\u9fff]{2,3}$)`);
/** 丹岭乡闵求知, 枳川代表团墨子渊: where the person was elected. */
const PLACE_BEFORE =
  /^[\u3400-\u9fff]{2,10}(?:乡|镇|街道|代表团|代表小?组|选区)(?!代表团|代表组|代表小|小组)(?=[\u3400-\u9fff]{2,3}$)/;
/** 市第三人民医院副院长  司徒静: unit and rank, a blank, the name. */
const RANK_ALONE = new RegExp(`.{3,}(?:${RANKS_AND_HONOURS.join('|')})$`);
const SURNAME_TITLE = /^[\u3400-\u9fff]$/;

/**
 * The addressees among the lines that follow the title.
 * @param behind position in the clean text before which nothing is looked at (the end of a title that shares the line)
 */
export function findAddressees(lines: readonly Line[], from: number, to: number, behind: number): Addressees | null {
  for (let at = from; at < Math.min(lines.length, to); at += 1) {
    const whole = lines[at];
    if (!whole) break;
    if (isWebLine(whole.text) || PAGE_FIELD.test(whole.text)) continue;
    const cut = Math.max(0, behind - whole.start);
    const line = cut === 0 ? whole : { start: whole.start + cut, end: whole.end, text: whole.text.slice(cut) };
    const joined = readRunningOn(lines, line, at);
    if (joined) return joined;
    const found =
      readWhoAsked(line, at) ??
      readCollective(line, at) ??
      readWriter(line, at) ??
      readNamed(line, at) ??
      readBare(line, at);
    if (found) return found;
  }
  return null;
}

/** 吴世芳、金碧莲、; 陈家坝代表团 何有才代表; 九三学社某区工委: lines of addressees whose colon stands further down. */
const LIST_RUNS_ON = /^(?:[\u3400-\u9fff·]{2,8}[、，,]){1,12}$/;
const GROUP_AND_MEMBERS =
  /^[\u3400-\u9fff]{2,12}(?:代表团|代表组|小组|界别?|选区)\s+[\u3400-\u9fff·、，,\s]{2,30}(?:委员|代表)[、，,]?$/;
const HANDED_ON = /^并(?:请)?转/;
const MOST_LINES = 6;

/** The addressees of several lines, from line `at` to the one with the colon. */
function readRunningOn(lines: readonly Line[], first: Line, at: number): Addressees | null {
  let line = first;
  for (let next = at + 1; next < Math.min(lines.length, at + MOST_LINES); next += 1) {
    const below = lines[next];
    const above = lines[next - 1]?.text ?? '';
    if (!below) return null;
    const runsOn =
      (next === at + 1 && LIST_RUNS_ON.test(line.text)) ||
      GROUP_AND_MEMBERS.test(above) ||
      (HANDED_ON.test(below.text) && (looksLikeOffice(above) || GROUP.test(above)));
    if (!runsOn) return null;
    line = joinedLine(line, below);
    if (!/[：:]$/.test(below.text)) continue;
    const found = readNamed(line, at);
    return found && found.names.length > 1 ? found : null;
  }
  return null;
}

/** Two lines as one; what parts them takes as much room as in the text. */
function joinedLine(line: Line, next: Line): Line {
  const gap = ' '.repeat(next.start - line.end);
  return { start: line.start, end: next.end, text: `${line.text}${gap}${next.text}` };
}

function readCollective(line: Line, at: number): Addressees | null {
  const plain = COLLECTIVE.exec(line.text)?.[1] ?? OF_A_PAPER.exec(line.text)?.[1];
  const value = plain ?? (PARENTS_OF.exec(line.text) ?? PEOPLE_OF.exec(line.text))?.[1];
  if (value === undefined) return null;
  const start = line.start + line.text.indexOf(value);
  const end = start + value.length;
  const confidence = plain === undefined ? 0.85 : 0.9;
  return {
    line: at,
    names: [{ value, start, end, confidence }],
    honorific: null,
    office: value.startsWith('《'),
    start,
    end,
    confidence,
  };
}

/** 主送：邵平山代表, 此致于瑞兰委员 among the last lines, where the head addresses nobody. */
export function findSentTo(lines: readonly Line[]): Found<string>[] {
  const last = lines.slice(-8);
  for (const [at, line] of last.entries()) {
    const isBelow = /^此\s*致\s*[：:]?$/.test(last[at - 1]?.text ?? '');
    const label = isBelow ? 0 : /^(?:主\s*送\s*[：:]|此\s*致\s*[：:]?(?!敬))\s*/.exec(line.text)?.[0].length;
    const text = line.text.replace(/\s+抄\s*送\s*[：:].*$/, '').replace(/[：:。]$/, '');
    if (label === undefined || label === text.length) continue;
    const honorific = SENT_TO_WHOM.exec(text)?.[1] ?? null;
    // 此致 and what follows it ends ordinary letters, too.
    if (!line.text.startsWith('主') && honorific === null) continue;
    const written = text.slice(label, text.length - (honorific?.length ?? 0));
    return namesIn(written, line.start + label, honorific);
  }
  return [];
}

const SENT_TO_WHOM = new RegExp(`(${HONORIFIC})$`);

function readWhoAsked(line: Line, at: number): Addressees | null {
  const match = WHO_ASKED.exec(line.text);
  const name = match?.[1];
  if (!match || name === undefined) return null;
  const start = line.start + match[0].indexOf(name, 3);
  const end = start + name.length;
  const names = [{ value: name, start, end, confidence: 0.92 }];
  return { line: at, names, honorific: null, office: false, start, end, confidence: 0.92 };
}

/** Whether a line can be nothing but the start of the body, so that no addressee follows it. */
function readWriter(line: Line, at: number): Addressees | null {
  const match = WRITER.exec(line.text);
  const name = match?.[1] ?? match?.[2];
  if (!match || name === undefined || /^https?$|^www$/i.test(name)) return null;
  if (match[1] !== undefined && match[0].startsWith('“') && /^[\u3400-\u9fff]{5,}$/.test(name)) return null;
  const start = line.start + line.text.indexOf(name);
  const end = start + name.length;
  return {
    line: at,
    names: [{ value: name, start, end, confidence: 0.92 }],
    honorific: '网友',
    office: false,
    start,
    end,
    confidence: 0.92,
  };
}

function readNamed(row: Line, at: number): Addressees | null {
  // In a form's row the last cell addresses.
  const cell = row.text.lastIndexOf('\t') + 1;
  const line = cell === 0 ? row : { start: row.start + cell, end: row.end, text: row.text.slice(cell) };
  const label =
    /^(?:答复对象|主送|致|(?:提案|建议)(?:人|者|代表|委员)(?=\s*[：:][^：:，。；]{2,60}$))\s*[：:]\s*/.exec(
      line.text,
    )?.[0].length ?? 0;
  if (label > 0)
    return readNamed(
      { start: line.start + label, end: line.end, text: `${line.text.slice(label).replace(/[：:]$/, '')}：` },
      at,
    );
  const match = NAMED.exec(line.text);
  const isLabel =
    LABEL.test(line.text) && ![ONLY_NAMES, WHO_PROPOSED, WHO_SPEAKS, WHO_WORKS].some((one) => one.test(line.text));
  if (!match || isLabel) return null;
  const [whole, dear = '', listed = '', honorific] = match;
  // 校学生会提案组的同学们
  const written = honorific === undefined ? listed : listed.replace(/的$/, '');
  const alone = whole.length >= line.text.length - 8 || /[好：:！!。，,]$/.test(whole);
  const names = namesIn(written, line.start + dear.length, honorific ?? null);
  const plain = honorific === undefined;
  const office = names.length > 0 && names.every((name) => looksLikeOffice(name.value));
  const isGroup = names.length > 0 && names.every(({ value }) => GROUP.test(value) || looksLikeOffice(value));
  if (
    plain &&
    !office &&
    !((isGroup || isNameList(names) || isMixedList(names)) && whole.length === line.text.length)
  ) {
    return isGreeting(written, dear) && alone ? empty(line, at, written, dear.length) : null;
  }
  if (plain && office && whole.length < line.text.length - 2 && !/[：:]$/.test(whole)) return null;
  if (names.length === 0)
    return isGreeting(written + (honorific ?? ''), dear) ? empty(line, at, written, dear.length) : null;
  const start = Math.min(...names.map((name) => name.start));
  const end = Math.max(...names.map((name) => name.end));
  return {
    line: at,
    names,
    honorific: honorific?.replace(/[们 ]/g, '') ?? SEAT.exec(written)?.slice(1).find(Boolean) ?? null,
    office,
    start,
    end,
    confidence: plain && !office ? 0.85 : Math.min(...names.map((name) => name.confidence)),
  };
}

/** 李晓青委员 without its colon, alone on the line under the title. */
function readBare(line: Line, at: number): Addressees | null {
  const match = /^(?:尊敬的)?([^，。；：！？\s]{2,30}?)(委员|代表)$/.exec(line.text.replace(/\s/g, ''));
  if (!match || LABEL.test(line.text)) return null;
  const names = namesIn(line.text.replace(/(?:委\s?员|代\s?表)$/, ''), line.start, match[2] ?? null);
  if (!isNameList(names)) return null;
  return {
    line: at,
    names,
    honorific: match[2] ?? null,
    office: false,
    start: line.start,
    end: line.end,
    confidence: 0.85,
  };
}

function empty(line: Line, at: number, written: string, offset: number): Addressees {
  const start = line.start + offset;
  return { line: at, names: [], honorific: null, office: false, start, end: start + written.length, confidence: 0.5 };
}

function isGreeting(written: string, dear: string): boolean {
  const plain = written.replace(/\s/g, '');
  return (
    dear !== '' ||
    plain === '' ||
    GENERIC.test(plain) ||
    /^(?:网友|网民|市民|来信人)(?:同志|朋友|先生|女士)?$/.test(plain)
  );
}

function isNameList(names: readonly Found<string>[]): boolean {
  return names.length > 0 && names.every((name) => /^[\u3400-\u9fff·]{2,8}$/.test(name.value));
}

/** 茹梦、区政协文化文史和学习委: persons beside offices and groups. */
function isMixedList(names: readonly Found<string>[]): boolean {
  const isBody = (value: string): boolean => looksLikeOffice(value) || GROUP.test(value);
  return names.length > 1 && names.every(({ value }) => isBody(value) || /^[\u3400-\u9fff·]{2,4}$/.test(value));
}

const COUNT = new RegExp(
  `等?(?:\\d{1,3}|[一二三四五六七八九十两]{1,3})[位名户人](?!民)(?:联名|领衔|附议)?(?:政协|人大)?(?:${COUNTED})?`,
  'g',
);

const AND_A_PERSON = new RegExp(
  `(?<=[会委办厅局室处府组团部院校站所科司工])\\s*(?:并(?:报|告|致|呈|答)?(?=[\\u3400-\\u9fff·]{2,4}[\\s、]*$)|(?:暨|及|和|与)(?=\\s*[${SURNAMES}][\\u3400-\\u9fff·]{1,3}[\\s、]*$))\\s*`,
);

const THROUGH_AN_OFFICE = new RegExp(
  `(?<=[会委办厅局室处府组团部院校站所站司工科])\\s*(?:请)?转(?:交|致)?\\s*(?=[${SURNAMES}][\\u3400-\\u9fff·]{1,3}[\\s、]*$)`,
);

/** 市十六届人大代表　单秀峰, 州人大代表、某村党支部书记杨昌华: what a person is stands before the name, a blank or a comma between. */
const SEAT_BEFORE =
  /(?:^|(?<=[、，,；;\s]))(?:全国|[省市州盟县区旗乡镇])?(?:第?[一二三四五六七八九十]{1,3}届)?(?:政协(?:委员|常委)|人大代表)(?=[\s\u3000、，,]+(?!等)[\u3400-\u9fff]{2})/g;
/** 区人大代表车明玉: what the person is, before the name. */
const SEAT =
  /^(?:全国|[省市州盟县区旗乡镇])?(?:第?[一二三四五六七八九十]{1,3}届)?(?:政协(委员)|人大(代表))(?=[\s\u3000]*[\u3400-\u9fff]{2,4}$)/;
/** 县政协何志军委员, 县人大何志军代表: the assembly, a surname and a name. */
const ASSEMBLY_BEFORE = new RegExp(
  `(?:^|(?<=[、，,；;\\s]))(?:全国|[省市州盟县区旗乡镇])?(?:政协|人大)(?!常[委务])(?=[${SURNAMES}][\\u3400-\\u9fff]{1,2}(?:(?:委员|代表)?[、，,；;\\s]|$))`,
  'g',
);

/** The names of a list: 李晓青、王 明 等3位, without brackets, 等 and generic words. */
function namesIn(written: string, offset: number, honorific: string | null): Found<string>[] {
  // Brackets and counts go, at their full length so that positions hold.
  const cleared = written
    // 教育界委员　翁竹溪
    .replace(/^[\u3400-\u9fff]{2,6}界别?委 ?员(?=[\s\u3000、])/, (part) => '、'.repeat(part.length))
    .replace(/[（(][^（）()]*[）)]/g, (part) => '、'.repeat(part.length))
    .replace(SEAT_BEFORE, (part) => '、'.repeat(part.length))
    .replace(ASSEMBLY_BEFORE, (part) => (honorific === null ? part : '、'.repeat(part.length)))
    .replace(COUNT, (part) => '、'.repeat(part.length))
    .replace(/(?<=[\u3400-\u9fff])(?:委员|代表)(?=[、，,；;\s和与及]|$)/g, '、、')
    .replace(/等(?=[、，,；;\s]|$)/g, '、')
    // 省人大常委会办公厅并转钟瑞麟代表
    .replace(
      /\s*并(?:请)?转(?!各|联名|其他|全体|有关)\s*(?=[\u3400-\u9fff·]{2,4}(?:[、，,\s]+[\u3400-\u9fff·]{2,4})*\s*$)/g,
      (part) => '、'.repeat(part.length),
    )
    // 省政协提案委员会并高建军委员, 地区人大工委暨敖秀芝代表: behind an office a person.
    // 县革命委员会办公室转常有根同志
    .replace(THROUGH_AN_OFFICE, (part) => '、'.repeat(part.length))
    .replace(AND_A_PERSON, (part) => '、'.repeat(part.length))
    // 某某代表并联名各位代表
    .replace(/(?:委员|代表)?并(?:各位|全体)?(?:联名|附议|其他).*$/, (part) => '、'.repeat(part.length))
    // 某某委员并转联名各位委员
    .replace(/(?:委员|代表)?并(?:请)?转.*$/, (part) => '、'.repeat(part.length))
    .replace(
      /(?:^|(?<=[、，,；;\s]))(?:(?:全国|[省市州县区旗])?(?:第?[一二三四五六七八九十]{1,3}届)?(?:政协(?:委员|常委)|人大代表))(?=[\u3400-\u9fff]{2})/g,
      (part) => '、'.repeat(part.length),
    )
    .replace(/(?:^|(?<=[、，,；;\s]))(?:(?:联 ?名|领 ?衔|附议) ?(?:代 ?表|委 ?员)|尊敬的|各位|并|联名|领衔)/g, (part) =>
      '、'.repeat(part.length),
    );
  const names: Found<string>[] = [];
  for (const part of cleared.matchAll(/[^、，,；;]+/g)) {
    for (const piece of withoutUnit(blankSplit(part[0]))) {
      for (const name of andSplit(piece.text)) {
        const whole = name.text.replace(/[\s\u3000]/g, '');
        const { rank, value } = bareName(whole);
        if (value === '' || GENERIC.test(value) || /^[“”"]+$/.test(value)) continue;
        const from = offset + part.index + piece.at + name.at;
        const end = from + name.text.length - (whole.length - rank - value.length);
        const start = rank === 0 ? from : end - value.length;
        const single = SURNAME_TITLE.test(value) && honorific !== null;
        const isCourtesy = single && (honorific === '先生' || honorific === '女士');
        names.push({
          value: single ? `${value}${honorific}` : value,
          start,
          end: single ? end + honorific.length : end,
          // A place or a rank may still stand before the name, a title behind it.
          confidence: isCourtesy || isSurelyNamed(value, single) ? 0.96 : 0.85,
        });
      }
    }
  }
  const persons = names.filter(({ value }) => !RANK_ALONE.test(value));
  return persons.length > 0 ? persons : names;
}

/** A name without what stands before it (`rank` characters) and behind it. */
function bareName(whole: string): { rank: number; value: string } {
  const before = lengthBefore(whole);
  const ranked = whole.slice(before);
  const titled = looksLikeOffice(ranked) ? undefined : TITLE_BEHIND.exec(ranked)?.[1];
  if (titled !== undefined || before > 0) return { rank: before, value: titled ?? ranked };
  // 语文组徐蕾老师: both.
  const both = UNIT_AND_TITLE.exec(whole)?.[1] ?? '';
  const unit = lengthBefore(both);
  return unit > 0 ? { rank: unit, value: both.slice(unit) } : { rank: 0, value: whole };
}

function lengthBefore(whole: string): number {
  if (looksLikeOffice(whole)) return 0;
  const sure = RANK_BEFORE.exec(whole) ?? PLACE_BEFORE.exec(whole);
  return sure ? sure[0].length : unitBefore(whole);
}

/** Only where a surname follows. */
function unitBefore(whole: string): number {
  const length = (SPEAKS_FOR.exec(whole) ?? RESIDENT.exec(whole) ?? UNIT_BEFORE.exec(whole))?.[0].length ?? 0;
  return length > 0 && SURNAMES.includes(whole.charAt(length)) ? length : 0;
}

function isSurelyNamed(value: string, isSurname: boolean): boolean {
  if (isSurname) return false;
  if (looksLikeOffice(value) || GROUP.test(value)) return true;
  return isPlainName(value) && !MAYBE_TITLED.test(value);
}

interface Part {
  text: string;
  at: number;
}

/** Of 五年级三班 赵梓涵 the person. */
function withoutUnit(parts: Part[]): Part[] {
  const [unit, ...people] = parts;
  const isPerson = ({ text }: Part): boolean => isPlainName(text.replace(/\s/g, '')) && !UNIT_ALONE.test(text);
  return unit && people.length > 0 && UNIT_ALONE.test(unit.text) && people.every(isPerson) ? people : parts;
}

/** Blanks part names (李晓青 王明) but not the characters of one (李 明, 李 晓青), nor an office's name that only is one as a whole. */
function blankSplit(text: string): Part[] {
  const tokens = [...text.matchAll(/\S+/g)].map((match) => ({ text: match[0], at: match.index }));
  const whole = tokens.map((token) => token.text).join('');
  if (tokens.length > 1 && looksLikeOffice(whole) && !tokens.every((token) => looksLikeOffice(token.text))) {
    return [{ text: text.trimEnd().slice(tokens[0]?.at ?? 0), at: tokens[0]?.at ?? 0 }];
  }
  const parts: Part[] = [];
  for (const token of tokens) {
    const last = parts[parts.length - 1];
    const before = last?.text.replace(/\s/g, '').length ?? 0;
    const split = (before === 1 || token.text.length === 1) && before + token.text.length <= 4;
    if (last && split) last.text = text.slice(last.at, token.at + token.text.length);
    else parts.push({ ...token });
  }
  return parts;
}

/** 李晓青和王明; a 和 at the start is a surname. */
function andSplit(piece: string | Part): Part[] {
  const text = typeof piece === 'string' ? piece : piece.text;
  if (looksLikeOffice(text) || /(?:界别?|代表团|小组)$/.test(text)) return [{ text, at: 0 }];
  const match = /^(.{2,4})(?:和|与|及|暨)(.{2,4})$/.exec(text);
  if (!match?.[1] || !match[2]) return [{ text, at: 0 }];
  return [
    { text: match[1], at: 0 },
    { text: match[2], at: match[1].length + 1 },
  ];
}
