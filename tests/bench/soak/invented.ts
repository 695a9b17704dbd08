/** Letters of invented offices, each another: some two thousand characters, numbers and places by the letter's own number. */

const PLACES = ['城东片区', '北站街道', '云溪新区', '河西社区', '南湖片区', '白鹭区', '青禾镇'];
const TOPICS = ['公交线路优化', '养老服务设施', '学校周边停车', '老旧小区改造', '农村饮水安全', '夜市油烟治理'];
const OFFICES = ['云溪市民政局', '青禾市财政局', '白鹭区水务局', '云溪市交通运输局', '南湖市教育局'];

export function inventedLetter(number: number): { title: string; text: string; issuer: string } {
  const where = PLACES[number % PLACES.length] ?? '';
  const what = TOPICS[Math.floor(number / 7) % TOPICS.length] ?? '';
  const issuer = OFFICES[number % OFFICES.length] ?? '';
  const title = `关于第${100_000 + number}号提案答复的函`;
  const lines = Array.from(
    { length: 20 },
    (_, i) =>
      `${i + 1}．${where}${what}：安排资金${number * 3 + i}.5万元，${2019 + ((number + i) % 6)}年底前完成，惠及${number + i * 17}人，由有关部门分工落实。`,
  );
  const text = `${title}\n周若兰委员：\n您提出的关于${where}${what}的提案收悉，现答复如下：\n${lines.join('\n')}\n${issuer}`;
  return { title, text, issuer };
}
