/** How many files of which kinds an import would come upon, told before it is started. */
import { FILE_KINDS } from '../../../shared/model/intake.ts';
import type { CallState } from '../../archive/use-call.ts';
import type { OutputOf } from '../../archive/client.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { words } from './words.ts';

const reasonOf = (code: string): string =>
  code in words.leftOutWhy ? words.leftOutWhy[code as keyof typeof words.leftOutWhy] : words.leftOutOther;

export function Counted({ count }: { count: CallState<OutputOf<'letters.countFiles'>> }) {
  const { value, error, loading } = count;
  if (error !== undefined) return <ErrorNotice error={error} />;
  if (loading || value === undefined) return <div aria-live="polite">{words.counting}</div>;
  const { files, packages, kinds, left_out: leftOut } = value;
  const left = leftOut.reduce((sum, one) => sum + one.files, 0);
  const lines = [
    ...(files > 0 || packages === 0
      ? [
          words.counted(
            files,
            kinds.map((one) => ({ label: FILE_KINDS[one.kind].label, files: one.files })),
          ),
        ]
      : []),
    ...(packages > 0 ? [words.countedPackages(packages)] : []),
    ...(left > 0
      ? [
          words.countedLeftOut(
            left,
            leftOut.map((one) => `${reasonOf(one.code)} ${one.files}`),
          ),
        ]
      : []),
  ];
  return <div aria-live="polite">{lines.join('')}</div>;
}
