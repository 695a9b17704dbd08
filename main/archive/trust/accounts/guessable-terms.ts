/** What people in Chinese offices build passwords from and an English dictionary does not know. Most used first. */
export const GUESSABLE_WORDS: readonly string[] = [
  ...['admin@123', 'admin123', 'aa123456', 'abc@123', 'abc123456', 'a123456', 'qwe@123', 'qwer@1234', 'qwe123'],
  ...['1qaz@wsx', '1qaz2wsx', '!qaz2wsx', 'zaq12wsx', 'q1w2e3r4', 'p@ssw0rd', 'huawei@123', 'root@123', 'test@123'],
  ...['woaini', 'woaini1314', '5201314', '1314520', 'woaizhongguo', 'mima', 'wodemima', 'denglu', 'yonghu'],
  ...['zhongguo', 'china', 'beijing', 'shanghai', 'guangzhou', 'shenzhen', 'chengdu', 'chongqing', 'kunming', 'wuhan'],
  ...['dangan', 'danganguan', 'danganju', 'dangang', 'fuhan', 'tian', 'tiban', 'jianyi', 'dafu', 'gongwen', 'wenjian'],
  ...['bangongshi', 'zhengfu', 'minzhengju', 'jiaoyuju', 'caizhengju', 'renda', 'zhengxie', 'xinfang', 'weiyuan'],
  ...['guanliyuan', 'anquan', 'shenji', 'xitong', 'baomi', 'xitongguanliyuan', 'anquanguanliyuan', 'shenjiguanliyuan'],
  ...['sysadmin', 'secadmin', 'auditadmin', 'archivist', 'archive', 'administrator', 'operator'],
  ...['档案', '密码', '管理员', '办公室', '政府', '人大', '政协', '中国', '北京', '我爱你', '复函'],
];
