/** `import`: files, folders, zips and packages into the archive, which the first one creates. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { beginReading } from '../archive/reading/process/read-apart.ts';
import { realDisk } from '../archive/storage/disk.ts';
import { archiveExists } from '../archive/storage/open-checks.ts';
import type { Engine } from '../archive/engine.ts';
import type { ImportResult } from '../../shared/contract/index.ts';
import { ArchiveError, reportError } from '../../shared/errors.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { longCall, retentionNamed } from './common-options.ts';
import { printImport } from './print.ts';
import { forLines } from './visible.ts';
import { withEngine } from './with-engine.ts';

/** So many names of a folder tell what it holds. */
const LOOKED_AT = 50;

/** A guess by name: whether a path is, or holds, what the reading process takes apart. Wrong, it costs a moment and no more. */
function holdsMoreThanText(path: string): boolean {
  try {
    const names = statSync(path).isDirectory() ? readdirSync(path).slice(0, LOOKED_AT) : [path];
    return names.some((name) => /\.[a-z0-9]{1,5}$/i.test(name) && !/\.(?:txt|csv|md)$/i.test(name));
  } catch {
    return false;
  }
}

/** An import into an archive, with the archive that was made for it. */
export type Imported = ImportResult & { archive_created?: string };

/**
 * Opens the archive, or makes it and says so: a mistyped folder is then seen at once.
 * @param create false where nothing of what was named is there: then no archive is made for it
 */
export async function intoArchive(
  args: Arguments,
  create: boolean,
  act: (engine: Engine) => Promise<ImportResult>,
): Promise<Imported> {
  const folder = resolve(args.archive);
  const before = archiveExists(realDisk(), folder);
  return withEngine(
    args,
    async (engine) => {
      if (before) return act(engine);
      args.tell(`已新建档案库：${folder}`);
      return { ...(await act(engine)), archive_created: folder };
    },
    { create },
  );
}

/** Nothing of what was named is there, and no archive either. */
function nothingThere(paths: readonly string[]): ImportResult {
  const items = paths.map((file) => {
    const { code, message } = new ArchiveError('BAD_PATH', basename(file));
    return { file, status: 'refused' as const, code, message };
  });
  return { filed: 0, duplicates: 0, refused: items.length, review: 0, items };
}

/** What was done till then is safe, and an import that is begun again goes on. */
const cancelledInWords = ({ filed, dry_run: trial }: ImportResult, left: number): string =>
  trial === true
    ? `已取消试读，其余 ${left} 个文件未读。未写入任何内容。`
    : `已取消：归档 ${filed} 件，其余 ${left} 个文件未处理。已归档的保留在库中，再次导入会接着做，不会重复归档。`;

export const IMPORT_COMMAND: Command = {
  usage:
    'PATH… [--dry-run] [--no-ocr] [--allow-duplicates] [--as-version] [--retention Y|D30|D10] [--register TABLE] [--report FILE]',
  does: '归档文件、文件夹、压缩包、交接数据包（--allow-duplicates 库中已有的文件也入库；--as-version 当时没有收全的函件，完整文件作为其新版本）',
  example: 'import 来件 --archive ./档案 --report 结果.xlsx',
  exits: { 1: '有文件未入库，有待决定的文件或数据包中的函件，或试读时著录表有误' },
  options: {
    'dry-run': 'flag',
    'no-ocr': 'flag',
    'allow-duplicates': 'flag',
    'as-version': 'flag',
    retention: 'text',
    register: 'text',
    report: 'text',
  },
  arity: [1, Number.MAX_SAFE_INTEGER],
  run: async (args, context) => {
    const register = args.text('register');
    const report = args.text('report');
    const retention = retentionNamed(args.text('retention'), 'retention');
    const input = {
      ...(retention === undefined ? {} : { retention }),
      ...(register === undefined ? {} : { register: resolve(register) }),
      ...(report === undefined ? {} : { report: resolve(report) }),
      paths: args.positionals.map((path) => resolve(path)),
      dry_run: args.flag('dry-run'),
      ocr: !args.flag('no-ocr'),
      allow_duplicates: args.flag('allow-duplicates'),
      as_version: args.flag('as-version'),
      answer_cancelled: true,
    };
    const anyThere = input.paths.some((path) => existsSync(path));
    if (input.paths.some(holdsMoreThanText)) beginReading();
    const result = await intoArchive(args, anyThere, (engine) =>
      engine.call('letters.import', input, longCall(context)),
    ).catch((thrown: unknown) => {
      if (anyThere || reportError(thrown).code !== 'ARCHIVE_NOT_FOUND') throw thrown;
      args.tell(`这里没有档案库，也没有可归档的文件，因此没有新建：${resolve(args.archive)}`);
      return nothingThere(input.paths);
    });
    if (result.cancelled !== undefined) {
      const words = cancelledInWords(result, result.cancelled.left);
      args.tell(`[CANCELLED] ${words}`);
      // What was answered before there was a result to tell stays in it.
      const value = { error: { code: 'CANCELLED', message: words }, ...result };
      return { value, text: printImport(forLines(result)), exit: 1 };
    }
    const waiting = result.items.some(({ status }) => status === 'differs');
    const wrongRegister = result.dry_run === true && (result.register?.problems.length ?? 0) > 0;
    const exit = result.refused > 0 || waiting || wrongRegister ? 1 : 0;
    return { value: result, text: printImport(forLines(result)), exit };
  },
};
