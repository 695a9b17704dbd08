/** Invented letters of an invented city, as many as a scenario wants, each its own. */
import fs from 'node:fs';
import path from 'node:path';

const MATTERS = [
  ['养老', '社区养老服务设施', '民政局', '云民函'],
  ['电梯', '老旧小区加装电梯', '住房和城乡建设局', '云建函'],
  ['公交', '农村客运公交化改造', '交通运输局', '云交函'],
  ['停车', '学校周边停车秩序', '公安局', '云公函'],
  ['饮水', '农村饮水安全保障', '水务局', '云水函'],
  ['书院', '书院古籍保护利用', '文化和旅游局', '云文旅函'],
] as const;
const SURNAMES = [...'周陆何沈程林郑卫'];
const GIVEN = ['砚清', '明远', '书宁', '秋月', '启明', '可夫', '怀瑾', '汝成'];

export interface Invented {
  name: string;
  text: string;
  matter: string;
  member: string;
  number: string;
}

/** Letter number i; the same for the same number. */
export function invented(i: number): Invented {
  const [, matter, office, code] = MATTERS[i % MATTERS.length] ?? MATTERS[0];
  const year = 2019 + (i % 6);
  const member = `${SURNAMES[i % SURNAMES.length] ?? ''}${GIVEN[(i * 3) % GIVEN.length] ?? ''}`;
  const number = `${code}〔${year}〕${i + 1}号`;
  const place = `${['东湖', '西岭', '南桥', '北塘'][i % 4] ?? ''}第${i + 1}片区`;
  const text = [
    `云溪市${office}`,
    number,
    `关于政协云溪市第六届委员会第二次会议第${String(60_000 + i)}号提案答复的函`,
    `${member}委员：`,
    `您提出的《关于推进${place}${matter}的提案》收悉，现答复如下：`,
    `一、${place}现有${matter}项目${(i % 17) + 3}处，投入资金${(i * 37) % 900}万元。`,
    `二、下一步将继续推进${matter}，年内再完成${(i % 5) + 1}处。`,
    `联系人：${member}，联系电话：0700-61${String(10_000 + i)}`,
    `云溪市${office}`,
    `${year}年${(i % 12) + 1}月${(i % 27) + 1}日`,
    '',
  ].join('\n');
  return { name: `${String(i + 1).padStart(3, '0')} ${matter}.txt`, text, matter, member, number };
}

/** Writes so many of them into a folder and answers their paths. */
export function writeLetters(folder: string, count: number, from = 0): string[] {
  fs.mkdirSync(folder, { recursive: true });
  return Array.from({ length: count }, (_, at) => {
    const { name, text } = invented(from + at);
    const file = path.join(folder, name);
    fs.writeFileSync(file, text);
    return file;
  });
}
