/** Letters whose retention has ended, invented, and what must not be found of them again. */
/** A sentence that stands in no other letter of the tests. */
export const SENTENCE = '清溪河道淤泥已于上月全部清运至指定场地';
/** What was read from the file that is attached. */
export const ATTACHED_SENTENCE = '附表所列沟渠由街道逐段巡查并留存照片';
export const EARLIER_SENTENCE = '初稿拟由城管局会同水务局另行制定疏浚计划';

export const OLD_LETTER = `云溪市水务局
云水函〔2012〕7号
关于政协云溪市九届一次会议第091007号提案答复的函
何清源委员：
您提出的《关于疏浚清溪河的建议》收悉，现答复如下：
一、办理情况
${EARLIER_SENTENCE}。
二、下一步打算
我局将继续加强河道管护，并按季度向社会公布情况。
感谢您对水务工作的关心和支持。
云溪市水务局
2012年5月9日
`;
export const OTHER_LETTER = OLD_LETTER.replaceAll('清溪河', '龙泉河')
  .replace('7号', '8号')
  .replace('091007', '091008')
  .replace(EARLIER_SENTENCE, '龙泉河护岸维修已经列入年度计划，由区水务站负责实施');
