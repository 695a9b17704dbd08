/**
 * Synthetic letters with the statistics of real ones: words by Zipf's law over 3,755 characters, topics that make words
 * come in bursts, set phrases that every letter has, names, numbers, dates and offices. The same seed, the same letters.
 */
import { emptyElements } from '../../../shared/model/elements.ts';
import type { IndexedLetter } from '../../../main/archive/search/types.ts';
import { randomFrom } from '../random.ts';

/** The 3,755 characters of GB 2312's first level. */
function characters(): string[] {
  const decoder = new TextDecoder('gb18030');
  const all: string[] = [];
  for (let high = 0xb0; high <= 0xd7; high++) {
    for (let low = 0xa1; low <= 0xfe; low++) {
      if (high === 0xd7 && low > 0xf9) break;
      all.push(decoder.decode(Uint8Array.of(high, low)));
    }
  }
  return all;
}

const COMMON =
  '的 和 在 了 对 为 是 将 我 区 我局 工作 建设 加强 进一步 社区 服务 管理 提升 推进 开展 落实 积极 相关 部门 发展 项目 活动 教育 养老 居民 群众 街道 单位 组织 实施 完善 机制 资金 投入 政策 支持 力度 宣传 培训 督促 检查 问题 整改 道路 交通 停车 环境 卫生 垃圾 分类 绿化 公园 学校 幼儿园 课后 医疗 医院 医保 就业 创业 企业 营商 环保 河道 水库 防汛 消防 安全 生产 治理 物业 小区 老旧 改造 加装 电梯 文化 旅游 体育 场地 设施 农村 农业 乡村 振兴 土地 规划 审批 住房 保障 民政 残疾 志愿者 青少年 儿童 妇女 老年人 财政 预算 招标 采购 数字 信息 平台 数据 网络 监督 执法 投诉 处理 回复 反馈 调研 座谈 协调 联合 定期 持续 不断 切实 有效 及时 以及 通过 按照 根据 结合 同时 下一步 目前 已经 其中 分别 共计'.split(
    ' ',
  );
const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const PLACES = [...'清永安平长宁兴华东西南北新玉江河湖泉石林'];
const BUREAUS = [
  '民政局',
  '教育体育局',
  '住房和城乡建设局',
  '城市管理局',
  '卫生健康局',
  '水务局',
  '交通运输局',
  '文化和旅游局',
  '财政局',
  '农业农村局',
];
const OPENING = '您提出的提案收悉，现答复如下：';
const CLOSING = '感谢您对我们工作的关心和支持。以上答复，如有不妥，请批评指正。';
const WORDS = 14_000;
/** How many words usually follow a given word, and how often one of them does. */
const FOLLOWERS = 20;
const FOLLOWS = 0.85;
const TOPICS = 300;

export interface SyntheticOptions {
  seed: number;
  /** Mean length of a body in characters. */
  length: number;
}

/** Makes letter number i; the same for the same seed. */
export class Synthetic {
  private readonly options: SyntheticOptions;
  private readonly words: string[];
  /** Cumulative weights of the words. */
  private readonly weights: Float64Array;
  readonly offices: string[] = [];
  private last = 0;

  constructor(options: SyntheticOptions = { seed: 1, length: 2600 }) {
    this.options = options;
    const random = randomFrom(options.seed);
    const all = characters().sort(() => random() - 0.5);
    const letter = (): string => all[Math.floor(all.length * random() ** 3)] ?? '的';
    this.words = [...COMMON];
    while (this.words.length < WORDS) {
      const length = random() < 0.72 ? 2 : random() < 0.6 ? 3 : 4;
      this.words.push(Array.from({ length }, letter).join(''));
    }
    this.weights = new Float64Array(WORDS);
    let sum = 0;
    for (let i = 0; i < WORDS; i++) this.weights[i] = sum += 1 / (i + 12) ** 0.98;
    for (const place of PLACES)
      for (const other of PLACES)
        for (const bureau of BUREAUS) if (this.offices.length < 400) this.offices.push(`${place}${other}区${bureau}`);
  }

  /** A word by Zipf's law; usually one of the few that follow the word before. */
  private word(random: () => number): string {
    let chance = random();
    if (random() < FOLLOWS) {
      const rank = Math.floor(FOLLOWERS * random() ** 2);
      chance = (Math.imul(this.last + 1, 0x9e3779b1) + Math.imul(rank + 1, 0x85ebca6b)) >>> 0;
      chance = (Math.imul(chance ^ (chance >>> 15), 0x2c1b3c6d) >>> 0) / 2 ** 32;
    }
    const target = chance * (this.weights[WORDS - 1] ?? 0);
    let low = 0;
    let high = WORDS - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.weights[middle] ?? 0) < target) low = middle + 1;
      else high = middle;
    }
    this.last = low;
    return this.words[low] ?? '';
  }

  private number(random: () => number): string {
    const kind = random();
    const gap = random() < 0.4 ? ' ' : '';
    if (kind < 0.3) return `${2008 + Math.floor(random() * 16)}年${gap}${1 + Math.floor(random() * 12)}月`;
    if (kind < 0.6) return `${gap}${Math.floor(random() * 1000)}${gap}个`;
    if (kind < 0.8) return `${(random() * 100_000).toFixed(2)}${gap}平方米`;
    return `${gap}${Math.floor(random() * 5000)}万元`;
  }

  letter(i: number): IndexedLetter {
    const random = randomFrom(this.options.seed * 7919 + i * 104_729 + 17);
    this.last = 0;
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const topic = Math.floor(random() ** 1.5 * TOPICS);
    // A topic prefers its own words, and a letter its own few: that is what makes them come in bursts.
    const own = Array.from({ length: 24 }, (_, n) => this.words[150 + ((topic * 191 + n * 37) % (WORDS - 150))] ?? '');
    const few = Array.from({ length: 10 }, () => this.word(random));
    const year = 2008 + Math.floor(random() ** 0.7 * 16);
    const month = 1 + Math.floor(random() * 12);
    const day = 1 + Math.floor(random() * 28);
    const office = this.offices[Math.floor(random() ** 1.3 * this.offices.length)] ?? '';
    const name = pick(SURNAMES) + this.words[2000 + Math.floor(random() * 3000)]?.slice(0, 2);
    const caseNumber = String(100_000 + Math.floor(random() * 900_000));
    const docNumber = `${office.slice(0, 2)}${office.slice(3, 4)}函〔${year}〕${i + 1}号`;
    const subject = `关于${[0, 0, 0].map(() => pick(own)).join('')}${pick(few)}的建议`;
    const title = `关于${office.slice(0, 3)}政协会议第${caseNumber}号提案${pick(own)}${pick(few)}的答复`;
    const length = this.options.length * (0.5 + random());
    const paragraphs = [title, `${name}委员：`, `您提出的《${subject}》${OPENING}`];
    let size = 0;
    while (size < length) {
      let paragraph = '';
      const sentences = 2 + Math.floor(random() * 6);
      for (let s = 0; s < sentences; s++) {
        const words = 6 + Math.floor(random() * 22);
        for (let w = 0; w < words; w++) {
          const kind = random();
          paragraph +=
            kind < 0.62 ? this.word(random) : kind < 0.84 ? pick(own) : kind < 0.94 ? pick(few) : this.number(random);
          if (random() < 0.09) paragraph += '，';
        }
        paragraph += '。';
      }
      paragraphs.push(paragraph);
      size += paragraph.length;
    }
    paragraphs.push(CLOSING, office, `${year}年${month}月${day}日`);
    const two = (value: number): string => String(value).padStart(2, '0');
    return {
      id: `L${String(i).padStart(8, '0')}`,
      sequence: i + 1,
      text: paragraphs.join('\n'),
      filed_at: `${year}-${two(month)}-${two(day)}T08:00:00Z`,
      elements: {
        ...emptyElements(),
        title,
        doc_number: docNumber,
        issuer: office,
        addressees: [name],
        reply_kind: pick(['政协提案', '人大建议']),
        case_number: caseNumber,
        case_title: subject,
        result_code: pick(['A', 'A', 'A', 'B', 'C']),
        openness: pick(['主动公开', '主动公开', '依申请公开', '不予公开']),
        issued_on: `${year}-${two(month)}-${two(day)}`,
      },
      attachments: [],
    };
  }
}
