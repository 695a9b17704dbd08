/** Finders of names, children, illnesses and addresses: what is one and what is not. Invented people and places. */
import { describe, expect, test } from 'vitest';
import { findPrivate } from '../../../../shared/text/private/items.ts';
import type { PrivateKind } from '../../../../shared/model/public-version.ts';

const found = (text: string, kind: PrivateKind): string[] =>
  findPrivate(text).flatMap((one) => (one.kind === kind ? [text.slice(one.start, one.end)] : []));

describe('names of private persons', () => {
  test.each([
    ['居民张小满反映噪音问题', ['张小满']],
    ['居民李明向我局反映', ['李明']],
    ['信访人：欧阳文静，女', ['欧阳文静']],
    ['村民王小明、李四等人', ['王小明', '李四']],
    ['業主張小滿來電', ['張小滿']],
    ['患者阿依古丽·买买提已出院', ['阿依古丽·买买提']],
    ['赵大海先生来电', ['赵大海']],
    ['当事人 周全', ['周全']],
    ['家长代表张桂芬反映', ['张桂芬']],
    ['业主委员会主任钱国强来电', ['钱国强']],
    ['经核实，张桂芬（身份证号110101）所述属实', ['张桂芬']],
    ['经核实，何小满（现住云溪路）所述属实', ['何小满']],
  ])('%s', (text, names) => {
    expect(found(text, 'person')).toEqual(names);
  });

  test.each([
    '居民小区停车难',
    '群众反映强烈',
    '居民张某反映噪音问题',
    '申请人应当提交材料',
    '职工医院门诊楼',
    '业主委员会成立',
    '周若兰委员提出',
    '老人日间照料中心',
    '各位先生女士',
    '村民代表大会讨论通过',
    '凭本人（身份证）领取',
  ])('%s has none', (text) => {
    expect(found(text, 'person')).toEqual([]);
  });
});

describe('children', () => {
  test.each([
    ['其女儿赵晓晓（8岁）', ['赵晓晓', '8岁']],
    ['学生刘小溪就读于云溪市实验小学三年级二班', ['刘小溪', '云溪市实验小学三年级二班']],
    ['男童今年十一岁', ['十一岁']],
    ['王子轩同学受伤', ['王子轩']],
  ])('%s', (text, values) => {
    expect(found(text, 'minor').toSorted()).toEqual(values.toSorted());
  });

  test.each(['68岁以上老人', '学生人数较多', '儿童课后托管点', '全市小学三年级学生', '女儿今年28岁'])(
    '%s has none',
    (text) => {
      expect(found(text, 'minor')).toEqual([]);
    },
  );
});

describe('health', () => {
  test.each([
    ['患有尿毒症，常年透析', ['患有尿毒症']],
    ['被确诊为肺癌晚期。', ['确诊为肺癌晚期']],
    ['肢体二级残疾', ['肢体二级残疾']],
    ['精神残疾三级', ['精神残疾三级']],
  ])('%s', (text, values) => {
    expect(found(text, 'health')).toEqual(values);
  });

  test.each(['患者满意度', '加强艾滋病防治', '因病虫害减产', '残疾人证办理', '开展癌症筛查'])('%s has none', (text) => {
    expect(found(text, 'health')).toEqual([]);
  });
});

describe('addresses', () => {
  test.each([
    ['家庭住址：云溪市城东区人民路12号3栋2单元501室。', ['云溪市城东区人民路12号3栋2单元501室']],
    ['现住址云溪市云岭镇大河村三组，', ['云溪市云岭镇大河村三组']],
    ['住在城东区翠湖小区', ['城东区翠湖小区']],
    ['反映人民路12号3栋2单元501室漏水', ['人民路12号3栋2单元501室']],
    ['大河村5组12号房屋', ['大河村5组12号']],
  ])('%s', (text, values) => {
    expect(found(text, 'address')).toEqual(values);
  });

  test.each(['对人民路进行改造', '住房保障', '新建3栋教学楼', '住院治疗', '住在农村的老年人', '现住址已变更'])(
    '%s has none',
    (text) => {
      expect(found(text, 'address')).toEqual([]);
    },
  );
});
