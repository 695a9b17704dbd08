/** The command line: the same engine as the window, for batch work, scheduled jobs and auditors. See docs/spec/cli.md. */
import { keepYoungHeapSmall } from './archive/work/memory.ts';
import { silenceNativeCode } from './archive/work/silence.ts';
import { writeText } from './cli/output-encoding.ts';
import { runCommandLine } from './cli/run.ts';

silenceNativeCode();
keepYoungHeapSmall();

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text, json) => writeText(process.stdout, text, { json }),
  err: (text) => writeText(process.stderr, text),
});
