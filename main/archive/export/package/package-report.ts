/** The four-property report of a package: the letters' own items, and those that only a finished package can answer. */
import type { PackageCheck, PackageProblem } from '../../../../shared/model/package.ts';
import type { Inspection, InspectionItem } from '../../../../shared/model/inspection.ts';

/** Which of the verifier's words speaks of which item of DA/T 70-2018. */
const ITEM_OF: Readonly<Record<string, readonly string[]>> = {
  '1-12': ['catalogue', 'readme'],
  '1-13': ['bag', 'structure', 'path', 'added', 'newer'],
  '1-14': ['changed', 'manifest', 'sm3', 'version'],
  '2-10': ['metadata', 'history'],
  '2-11': ['missing', 'oxum', 'size', 'truncated'],
  '3-1': ['xml', 'json'],
};

interface Looked {
  checked: number;
  what: string;
}

function looked(code: string, check: PackageCheck): Looked {
  switch (code) {
    case '1-12':
      return { checked: 2, what: '说明文件、文件目录各一份，目录与各件相符' };
    case '1-13':
      return { checked: check.files, what: `${check.files} 个文件的位置和名称` };
    case '1-14':
      return {
        checked: check.files,
        what: `${check.files} 个文件写出后重新读出，三种摘要与清单相同；${check.versions} 个版本的摘要重新算出`,
      };
    case '2-10':
      return { checked: check.letters, what: `${check.letters} 件的元数据和历史` };
    case '2-11':
      return { checked: check.files, what: `${check.files} 个文件，${check.bytes} 字节` };
    default:
      return { checked: check.letters * 2 + 1, what: '目录、元数据和版本记录均可解析' };
  }
}

/**
 * Puts into an inspection of letters what the check of their package showed.
 * @param check made of the package before this report was put into it
 */
export function withPackage(found: Inspection, check: PackageCheck): Inspection {
  const problemsOf = (code: string): PackageProblem[] =>
    check.problems.filter((problem) => ITEM_OF[code]?.includes(problem.code) === true);
  const items = found.items.map((item): InspectionItem => {
    if (ITEM_OF[item.code] === undefined) return item;
    const failed = problemsOf(item.code).length;
    const { checked, what } = looked(item.code, check);
    return {
      ...item,
      checked,
      failed,
      outcome: failed > 0 ? 'fail' : 'pass',
      note: failed > 0 ? `${failed} 处不符` : what,
    };
  });
  const findings = Object.keys(ITEM_OF).flatMap((code) =>
    problemsOf(code).map(({ path, message }) => ({ code, id: path, message })),
  );
  return {
    ...found,
    items,
    findings: [...found.findings, ...findings],
    ok: items.every(({ outcome }) => outcome !== 'fail'),
  };
}
