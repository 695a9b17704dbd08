/** Words of the places where packages are made, checked and decided on. */
import { PACKAGE_CHOICES, type PackageChoice } from '../../../shared/model/package.ts';

export const words = {
  tab: '交接数据包',
  make: '制作交接数据包',
  makeHint:
    '全部函件的原件、版式文件、元数据和版本历史，按档发〔2012〕7号排列，附查看页、校验程序、四性检测报告和移交与接收登记表。另一个复函档案可原样读入。',
  organization: '移交单位',
  organizationHint: '不填时写全宗号',
  zip: '做成一个压缩包',
  makeFolder: '选择存放数据包的文件夹',
  making: '正在制作数据包',
  makeCancelled: '已取消，没有留下文件。',
  made: (letters: number, files: number): string => `已制成：函件 ${letters} 件，文件 ${files} 个`,
  disposed: (count: number): string => `已销毁的 ${count} 件不在数据包中`,
  inspected: (failed: string): string =>
    failed === '' ? '四性检测没有不通过的项。' : `四性检测不通过：${failed}。见数据包中的四性检测报告。`,
  unset: (count: number): string => `${count} 件的正文未能排印，数据包中只有原件：`,
  sha256: '数据包 SHA-256',
  reveal: '在文件夹中显示',
  check: '校验数据包',
  checkHint: '逐个文件核对摘要，逐版重算版本摘要；被改动、增加、缺少的文件会指名列出。只校验，不读入。',
  checkFolder: '选择数据包所在的文件夹',
  checking: '正在校验数据包',
  checkCancelled: '已取消。',
  checkOk: (letters: number, versions: number, files: number): string =>
    `数据包完好：函件 ${letters} 件，版本 ${versions} 个，文件 ${files} 个`,
  checkBad: (count: number): string => `数据包不合格，问题 ${count} 处，不要读入`,
  more: (count: number): string => `另有 ${count} 处，用命令 check-package 可全部列出。`,
  compare: '对照',
  comparing: '两个档案库各有改动',
  here: (version: number): string => `本库第 ${version} 版`,
  there: (version: number): string => `数据包第 ${version} 版`,
  common: (version: number): string =>
    version === 0
      ? '同一个文件在两个档案库中各归档了一次。'
      : `共有的最新一版是第 ${version} 版，此后各有改动。另一方的历史会完整保留。`,
  close: '关闭',
  take: (choice: PackageChoice): string => PACKAGE_CHOICES[choice],
  decided: '已收入，新版本写明两方的版本。',
} as const;
