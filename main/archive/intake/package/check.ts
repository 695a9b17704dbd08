/** Checks a package: the verifier over all of it, with turns for other work. Needs no archive. */
import { basename } from 'node:path';
import { ArchiveError } from '../../../../shared/errors.ts';
import type { PackageCheck } from '../../../../shared/model/package.ts';
import type { LongWork } from '../../work/long-work.ts';
import { collectIfLarge } from '../../work/memory.ts';
import { TimeSlicer } from '../../work/time-slicer.ts';
import { openPackage, type OpenPackage } from './source.ts';
import { verifier, type PackageSource } from './verifier.ts';

/** Files that were read lie outside the JavaScript heap until somebody looks. */
const CHECKING_BYTES = 150e6;

/** @throws ArchiveError CANCELLED; what is wrong with the package is in the answer */
export function checkSource(
  source: PackageSource,
  work: LongWork = {},
  known?: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Promise<PackageCheck> {
  const slicer = new TimeSlicer(work);
  const bytes = source.files.reduce((sum, { size }) => sum + size, 0);
  slicer.stage('核对数据包', bytes);
  const { checkPackage, nodeDigests } = verifier();
  return checkPackage(source, {
    digests: nodeDigests(),
    step: (done) => {
      collectIfLarge(CHECKING_BYTES);
      return slicer.step(done);
    },
    ...(known === undefined ? {} : { known }),
  });
}

/** What is said of a zip that cannot even be opened as one. */
function unopened(path: string, { message }: ArchiveError): PackageCheck {
  const nothing = { form: 0, letters: 0, versions: 0, files: 0, bytes: 0, sha256: '', algorithms: [] };
  return { ok: false, ...nothing, problems: [{ code: 'bag', path: basename(path), message }] };
}

/** @param path a package's folder or zip, or a folder that holds one @throws ArchiveError BAD_PATH, NO_PERMISSION, CANCELLED */
export async function checkPackageAt(path: string, work: LongWork = {}): Promise<PackageCheck> {
  let opened: OpenPackage;
  try {
    opened = openPackage(path);
  } catch (thrown) {
    if (thrown instanceof ArchiveError && thrown.code === 'PACKAGE_BAD') return unopened(path, thrown);
    throw thrown;
  }
  try {
    return await checkSource(opened, work);
  } finally {
    opened.close();
  }
}

/** What is wrong with a package that is to be taken in, as an error; the first problem is named. */
export function refuseBad(name: string, check: PackageCheck): void {
  const [first] = check.problems;
  if (check.form === 0 && first === undefined) throw new ArchiveError('PACKAGE_BAD', `${name}（不是本系统的数据包）`);
  if (first === undefined) return;
  const more = check.problems.length > 1 ? `，共 ${check.problems.length} 处` : '';
  const code = first.code === 'newer' ? 'PACKAGE_NEWER' : 'PACKAGE_BAD';
  throw new ArchiveError(code, `${name}（${first.path}：${first.message}${more}）`);
}
