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

/** What offices say that they do, in pieces: put together anew in each letter, so that no two read alike. */
const WHO = [
  '市财政部门',
  '片区居委会',
  '施工单位',
  '我局分管科室',
  '第三方机构',
  '沿线商户代表',
  '规划设计院',
  '街道综合执法队',
  '志愿服务队',
  '物业公司',
  '高校专家组',
  '市督查部门',
  '产权单位',
  '业主大会',
];
const HOW = [
  '已会同',
  '将委托',
  '逐月督促',
  '计划协助',
  '正在配合',
  '先行组织',
  '依照规定责成',
  '商请',
  '定期邀请',
  '重新安排',
  '分批组织',
  '公开招募',
  '按程序报请',
  '联合走访',
];
const WITH = [
  '有关企业',
  '受益群众',
  '技术人员',
  '人民团体',
  '老年协会',
  '学校和家长',
  '水电气单位',
  '交警大队',
  '文物保护专家',
  '热线值班员',
  '离退休干部',
  '返乡青年',
  '社区医生',
  '志愿者',
];
const WHAT = [
  '核对历年台账',
  '清理占道堆物',
  '改造照明线路',
  '补建无障碍坡道',
  '调整收费办法',
  '划定停放区域',
  '检修供水管网',
  '编制导览手册',
  '开展入户调查',
  '修订管理公约',
  '安装监测设备',
  '公示资金去向',
  '办理产权登记',
  '更换老化部件',
  '拆除违章搭建',
  '培训值守人员',
];
const WHEN = [
  '入汛之前',
  '暑假期间',
  '春节以后',
  '第三季度末',
  '换届工作结束后',
  '预算批复当月',
  '主汛期过后',
  '开学第一周',
  '每月接待日',
  '年终考核之前',
  '招标完成后',
  '审计报告出具后',
  '秋收农闲时节',
];

/** Sentences of letter i, the same for the same number. */
function sentences(i: number, count: number): string[] {
  let state = (i + 1) * 2_654_435_761;
  const one = (of: readonly string[]): string => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return of[(state >>> 8) % of.length] ?? '';
  };
  return Array.from(
    { length: count },
    () => `${one(WHEN)}，${one(WHO)}${one(HOW)}${one(WITH)}${one(WHAT)}，并${one(WHAT)}。`,
  );
}

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
    ...sentences(i, 9),
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
