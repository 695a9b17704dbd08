/** Letters that speak of secrecy in every way that offices do, and bear no mark: invented, the same for the same number. */

/** A fixed sequence of numbers in [0, 1), so that a failure can be seen again. */
function randomFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const OFFICES = ['青岚市国家保密局', '白鹭区档案局', '松岭县机要和保密局', '云溪区政务服务局', '禾川市教育局'] as const;
const TITLES = [
  '关于加强基层保密工作的建议的答复',
  '关于进一步规范国家秘密定密工作的提案的复函',
  '关于防止工作群传递秘密文件的建议的答复',
  '关于机密级文件销毁流程的提案的答复',
  '关于推动历史档案解密开放的建议的复函',
  '关于修建秘密交通站旧址纪念馆的提案的答复',
  '关于规范“秘密★”标志使用的建议的答复',
  '关于涉密人员出国（境）管理的提案的答复',
] as const;
const HEADS = [
  '密级：公开',
  '密级：无',
  '公开方式：主动公开',
  '（此件公开发布，不涉及国家秘密）',
  '不涉密',
  '内部资料',
  '保密审查：通过',
  '密级　□绝密　□机密　□秘密　☑公开',
] as const;
const SENTENCES = [
  '国家秘密的密级分为绝密、机密、秘密三级。',
  '绝密级国家秘密是最重要的国家秘密，泄露会使国家安全和利益遭受特别严重的损害。',
  '机密级事项的保密期限不超过二十年，秘密级事项不超过十年。',
  '公文首页左上角顶格标注“机密★10年”字样的，应当按规定登记。',
  '经审查，您所询问的文件属于秘密级文件，已由我局按程序组织解密。',
  '来信反映个别单位把标有“秘密★5年”的文件拍照上传工作群，情况属实。',
  '我局已责成有关单位对涉密文件资料逐件清点，未发现涉密载体遗失。',
  '本函不涉及国家秘密，可以公开。',
  '此件不涉密，请勿作涉密件管理。',
  '按照《中华人民共和国保守国家秘密法》第十四条，机关、单位对所产生的国家秘密事项应当确定密级。',
  '如何标注密级和保密期限，应当依照国家标准执行。',
  '抗战时期，地下党员在这里建立秘密联络站，掩护机密文件三百余份。',
  '对“绝密”“机密”“秘密”级档案，开放前须经原定密机关同意。',
  '工作秘密不得擅自公开，商业秘密依法予以保护。',
  '部分群众担心个人隐私和秘密被泄露，我们高度重视。',
  '今年共组织涉密人员培训12场、3860人次，签订保密承诺书2157份。',
  '按期解密的机密档案1206件，已全部移交市档案馆向社会开放。',
  '对擅自把秘密文件带出办公场所的行为，一经发现严肃处理。',
  '密级标志由密级、★和保密期限三部分组成，标在封面左上角。',
  '我们将在政务外网显著位置提示：严禁传输秘密、机密、绝密信息。',
] as const;
const LISTS = [
  ['国家秘密分为三级：', '绝密', '机密', '秘密'],
  ['保密期限一般为：', '绝密级30年', '机密级20年', '秘密级10年'],
  ['密级\t最长期限', '绝密\t30年', '机密\t20年', '秘密\t10年'],
  ['标注样式如下：', '机密★10年', '以上样式供参考。'],
  ['（一）绝密级文件，由专人专柜保管；', '（二）机密级文件，实行登记借阅；', '（三）秘密级文件，按月清退。'],
  ['例如：', '密级：秘密', '保密期限：5年'],
  ['1.绝密★30年', '2.机密★20年', '3.秘密★10年'],
] as const;

export interface SpokenLetter {
  name: string;
  text: string;
}

/** @param number which letter; wraps, pages and lists differ from one to the next */
export function letterOnSecrecy(number: number): SpokenLetter {
  const random = randomFrom(number + 1);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const office = pick(OFFICES);
  const title = pick(TITLES);
  const paragraphs: string[] = [];
  for (let at = 0; at < 4 + random() * 8; at++) {
    const count = 1 + Math.floor(random() * 3);
    paragraphs.push(Array.from({ length: count }, () => pick(SENTENCES)).join(''));
    if (random() < 0.25) paragraphs.push(...pick(LISTS));
  }
  const lines = [
    ...(random() < 0.4 ? [pick(HEADS)] : []),
    office,
    `${pick(['青', '白', '松'])}保函〔${2015 + Math.floor(random() * 10)}〕${1 + Math.floor(random() * 90)}号`,
    title,
    `${pick(['李晓青', '钱松岭', '周禾'])}${pick(['委员', '代表'])}：`,
    '您提出的建议收悉，现答复如下：',
    ...paragraphs,
    '感谢您对保密工作的关心和支持。',
    office,
    `${2015 + Math.floor(random() * 10)}年5月18日`,
  ];
  const name = `${pick(['', '（公开）', '保密局-'])}${title}${pick(['.docx', '（解密稿）.pdf', '.txt'])}`;
  return { name, text: random() < 0.5 ? lines.join('\n') : setInPages(lines, 22 + Math.floor(random() * 14)) };
}

/** The text as a page sets it: lines of so many characters, 22 of them a page, pages parted by form feeds. */
function setInPages(paragraphs: readonly string[], width: number): string {
  const lines = paragraphs.flatMap((paragraph) => {
    const whole = paragraph.length > width ? `　　${paragraph}` : paragraph;
    const parts: string[] = [];
    for (let at = 0; at < whole.length; at += width) parts.push(whole.slice(at, at + width));
    return parts;
  });
  const pages: string[] = [];
  for (let at = 0; at < lines.length; at += 22) pages.push(lines.slice(at, at + 22).join('\n'));
  return pages.join('\n\f');
}
