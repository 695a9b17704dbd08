/** Letters written for the tests: invented offices and people, one for each habit of writing. */
import type { Elements } from '../../../shared/model/elements.ts';

export interface SampleLetter {
  habit: string;
  text: string;
  expected: Partial<Elements>;
}

export const SAMPLE_LETTERS: readonly SampleLetter[] = [
  {
    habit: 'the mark is a bare letter under the letterhead, the office opens the title, a party branch is addressed',
    text: `青岚市云溪区教育体育局
A
云教体提字〔2023〕第12号
公开属性：主动公开

青岚市云溪区教育体育局关于政协云溪区第十届委员会第二次会议第102045号提案的答复

民盟云溪区总支：
    贵单位在区政协十届二次会议上提出的《关于推进“双减”落地的提案》（第102045号）收悉。现答复如下：
    一、基本情况
    全区现有中小学36所。
    专此答复。

                青岚市云溪区教育体育局
                  2023年6月9日
（联系人：宋晓，电话0871—67112233）
抄送：区政协提案委（2份）、区政府目督办。
青岚市云溪区教育体育局办公室    2023年6月9日印发
`,
    expected: {
      title: '青岚市云溪区教育体育局关于政协云溪区第十届委员会第二次会议第102045号提案的答复',
      doc_number: '云教体提字〔2023〕12号',
      letterhead: '青岚市云溪区教育体育局',
      issuer: '青岚市云溪区教育体育局',
      addressees: ['民盟云溪区总支'],
      reply_kind: '政协提案',
      session: '第十届委员会第二次会议',
      case_number: '102045',
      case_title: '关于推进“双减”落地的提案',
      result_code: 'A',
      openness: '主动公开',
      issued_on: '2023-06-09',
      contact: '宋晓',
      phones: ['0871-67112233'],
      cc: ['区政协提案委', '区政府目督办'],
      printed_by: '青岚市云溪区教育体育局办公室',
      printed_on: '2023-06-09',
    },
  },
  {
    habit: 'no number, the title on two lines, several deputies with a blank in a name, a date in Chinese numerals',
    text: `澄湖市水务局
对市十六届人大三次会议
第0123号建议的答复

李玉民、陈国庆、王 芳等代表：

    你们提出的“关于加快城区内涝治理的建议”收悉，经商市城管局，现答复如下:
    根据《城市防洪条例》和澄政办发[2020]15号、澄水发﹝2021﹞3号文件，逐步整改。
    感谢你们对水务工作的关心支持！

    联系单位：澄湖市水务局   联系人：郭文博  联系电话：0735-2281234

                     澄湖市水务局
                二〇二二年九月一日

抄送：市人大常委会人事代表选举委员会，市政府办公室。
`,
    expected: {
      title: '对市十六届人大三次会议第0123号建议的答复',
      doc_number: null,
      issuer: '澄湖市水务局',
      addressees: ['李玉民', '陈国庆', '王芳'],
      reply_kind: '人大建议',
      session: '十六届人大三次会议',
      case_number: '0123',
      case_title: '关于加快城区内涝治理的建议',
      issued_on: '2022-09-01',
      contact: '郭文博',
      phones: ['0735-2281234'],
      cc: ['市人大常委会人事代表选举委员会', '市政府办公室'],
      cited_documents: ['澄政办发〔2020〕15号', '澄水发〔2021〕3号'],
    },
  },
  {
    habit:
      'marks behind labels beside each other, 签发人 on the line of the number, the matter without quotation marks',
    text: `石桥市公安局
石公建复〔2024〕31号                               签发人：马  骏
办理结果：B                                       公开形式：依申请公开

关于市第九届人民代表大会第四次会议
第A045号建议的答复

尊敬的赵铁柱代表：
您好！您提出的关于在城北小学门口增设红绿灯的建议（第A045号）收悉，感谢您对公安交管工作的关注。经研究，答复如下：
一、现状。城北小学位于建设路。
特此回复
承办单位：石桥市公安局交警支队
联系人及电话：韩 雪  13812345678
2024年7月3日
`,
    expected: {
      title: '关于市第九届人民代表大会第四次会议第A045号建议的答复',
      doc_number: '石公建复〔2024〕31号',
      issuer: '石桥市公安局',
      addressees: ['赵铁柱'],
      reply_kind: '人大建议',
      case_number: 'A045',
      case_title: '关于在城北小学门口增设红绿灯的建议',
      result_code: 'B',
      openness: '依申请公开',
      issued_on: '2024-07-03',
      contact: '韩雪',
      phones: ['13812345678'],
    },
  },
  {
    habit: 'the ending of the title is letter-spaced on its own line, the mark stands under it',
    text: `望川县自然资源局
关于县政协十一届三次会议第56号提案办理情况的
答 复 函
（B类）
周慧敏委员：
您提出的关于规范农村宅基地管理的提案已收悉，现就办理情况答复如下：
逐步推进。
特此函复。
望川县自然资源局
2021年5月18日
（此件公开发布）
`,
    expected: {
      title: '关于县政协十一届三次会议第56号提案办理情况的答复函',
      issuer: '望川县自然资源局',
      addressees: ['周慧敏'],
      session: '十一届三次会议',
      case_number: '56',
      case_title: '关于规范农村宅基地管理的提案',
      result_code: 'B',
      openness: '主动公开',
      issued_on: '2021-05-18',
    },
  },
  {
    habit: 'an answer to an application for information',
    text: `政府信息公开申请答复书
岚环公复〔2023〕8号
张建国先生：
本机关于2023年3月2日收到您提交的政府信息公开申请，申请公开“城东污水处理厂环评批复”。经检索，现答复如下：
根据《中华人民共和国政府信息公开条例》第三十六条第（一）项规定，予以公开。
如对本答复不服，可以在收到本答复之日起60日内申请行政复议，或者在6个月内提起行政诉讼。
青岚市生态环境局
2023年3月20日
`,
    expected: {
      title: '政府信息公开申请答复书',
      doc_number: '岚环公复〔2023〕8号',
      issuer: '青岚市生态环境局',
      addressees: ['张建国'],
      reply_kind: '依申请公开',
      openness: null,
      session: null,
      case_number: null,
      issued_on: '2023-03-20',
    },
  },
  {
    habit: 'a petition answer',
    text: `关于李红梅信访事项的处理意见书
南信处〔2022〕17号
李红梅：
你于2022年4月6日提出的反映邻居违章搭建的信访事项，我局已于4月10日受理。经调查，现提出如下处理意见：
一、责令限期改正。
如不服本处理意见，可自收到本意见书之日起30日内向南汀县人民政府请求复查。
南汀县城市管理局
2022年5月30日`,
    expected: {
      title: '关于李红梅信访事项的处理意见书',
      doc_number: '南信处〔2022〕17号',
      issuer: '南汀县城市管理局',
      addressees: ['李红梅'],
      reply_kind: '信访',
      case_title: null,
      issued_on: '2022-05-30',
    },
  },
  {
    habit: 'a 会办意见 to the lead office',
    text: `临澜区财政局关于区政协九届四次会议第33号提案的会办意见

区农业农村局：
    贵局转来的区政协九届四次会议第33号提案《关于支持家庭农场发展的提案》收悉，结合我局职责，提出会办意见如下：
    一、加大资金投入。
    以上意见供答复时参考。
临澜区财政局
2020年4月15日
联系人：高远  联系电话：8231456`,
    expected: {
      title: '临澜区财政局关于区政协九届四次会议第33号提案的会办意见',
      issuer: '临澜区财政局',
      addressees: ['区农业农村局'],
      reply_kind: '会办意见',
      session: '九届四次会议',
      case_number: '33',
      case_title: '关于支持家庭农场发展的提案',
      contact: '高远',
      phones: ['8231456'],
    },
  },
  {
    habit: 'a message on a website, answered in one line without line ends',
    text: `网友“QL20391”您好！您反映的“白杨路夜间施工扰民”的问题已收悉。现回复如下：经查，该工地已取得夜间施工许可，我局已责令其减少噪声。如有疑问，请拨打电话8226655咨询。感谢您的监督！白杨县城市管理局二○一九年三月六日`,
    expected: {
      title: null,
      doc_number: null,
      issuer: '白杨县城市管理局',
      addressees: ['QL20391'],
      reply_kind: '其他',
      case_title: '白杨路夜间施工扰民',
      issued_on: '2019-03-06',
      phones: ['8226655'],
      result_code: null,
      openness: null,
    },
  },
  {
    habit: 'saved from a website: a table of data above the letter, the number twice',
    text: `索 引 号： 01526-2023-0012
主题分类： 提案答复
发布机构： 澄湖市民政局
发文字号： 澄民复〔2023〕7号
成文日期： 2023-06-12
标    题： 关于市政协八届二次会议第145号提案的答复
澄民复〔2023〕7号
关于市政协八届二次会议第145号提案的答复
许峰委员：
您提出的《关于发展社区食堂的提案》收悉。现答复如下：
逐步推进。
澄湖市民政局
2023年6月12日`,
    expected: {
      title: '关于市政协八届二次会议第145号提案的答复',
      doc_number: '澄民复〔2023〕7号',
      issuer: '澄湖市民政局',
      addressees: ['许峰'],
      case_number: '145',
      issued_on: '2023-06-12',
      cited_documents: [],
    },
  },
  {
    habit: 'joint issuers, a suggestion said of a CPPCC case, the number only in the body',
    text: `南汀县林业局
南林函〔2020〕19号
关于县政协建议的答复
和晓光、尹 秀委员：
您们在县政协九届四次会议上提出的《关于保护古树名木的建议》（第2020-031号建议）收悉，现答复如下：
全县现有古树99株，其中挂牌53株，待挂牌46株。
感谢您们的关心。
南汀县林业局
南汀县财政局
2020年12月1日`,
    expected: {
      title: '关于县政协建议的答复',
      issuer: '南汀县林业局',
      signers: ['南汀县林业局', '南汀县财政局'],
      letterhead: '南汀县林业局',
      addressees: ['和晓光', '尹秀'],
      reply_kind: '政协提案',
      session: '九届四次会议',
      case_number: '2020-031',
      case_title: '关于保护古树名木的建议',
      issued_on: '2020-12-01',
    },
  },
  {
    habit: 'no title at all',
    text: `柳坪区数据局
柳数复〔2025〕3号
A类
欧阳静委员：
您在区政协七届五次会议上提出的第0415号提案《关于建设“一网通办”自助点的提案》收悉，现答复如下：
已建成自助点12个。
柳坪区数据局
2025年5月6日
公开方式：主动公开`,
    expected: {
      title: null,
      doc_number: '柳数复〔2025〕3号',
      addressees: ['欧阳静'],
      reply_kind: '政协提案',
      session: '七届五次会议',
      case_number: '0415',
      case_title: '关于建设“一网通办”自助点的提案',
      result_code: 'A',
      openness: '主动公开',
      issued_on: '2025-05-06',
    },
  },
  {
    habit:
      'annexes with an office and a date of their own, ten members with numerals for names, the letter’s date above its office',
    text: `青岚市民政局
青民函〔2021〕30号
C类
关于市政协九届五次会议第77号提案答复的函
丁一、于二、王三、石四、田五、史六、冯七、吕八、朱九、向十委员：
您们提出的《关于养老机构建设的提案》收悉，现答复如下：
感谢您们的关心。
附件：1.青岚市养老机构名单
2021年7月9日
青岚市民政局
（联系人：黄容，电话：0735-2345678）
附件1
青岚市养老机构名单
青岚市人民政府办公室
2020年3月5日`,
    expected: {
      issuer: '青岚市民政局',
      issued_on: '2021-07-09',
      addressees: ['丁一', '于二', '王三', '石四', '田五', '史六', '冯七', '吕八', '朱九', '向十'],
      result_code: 'C',
      contact: '黄容',
      phones: ['0735-2345678'],
    },
  },
];
