/** Commands on packages (交接数据包): making one, checking one, deciding on letters that two archives have changed apart. */
import { failedItemsInWords } from '../../shared/text/failed-items.ts';
import { resolve } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import type { CallInput } from '../../shared/contract/index.ts';
import { PACKAGE_CHOICES, packageChoiceSchema, type PackageChoice } from '../../shared/model/package.ts';
import { checkPackageAt } from '../archive/intake/package/check.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { longCall, reasonOf, required, selectionOf } from './common-options.ts';
import { chosenLetters } from './letters.ts';
import { printDiff } from './print.ts';
import { told } from './visible.ts';
import { withEngine } from './with-engine.ts';

const MANY = Number.MAX_SAFE_INTEGER;
const DAMAGED = 4;

/** A choice by its code or its Chinese name. */
function choiceOf(args: Arguments): PackageChoice {
  const named = required(args, 'take', '请用 --take 写明取哪一方：local、package 或 apart');
  const byName = Object.entries(PACKAGE_CHOICES).find(([, label]) => label === named)?.[0];
  const parsed = packageChoiceSchema.safeParse(byName ?? named);
  if (!parsed.success)
    throw new ArchiveError('USAGE', `--take 须为 local（以本库为准）、package（以数据包为准）或 apart（另立一件）`);
  return parsed.data;
}

export const PACKAGE_COMMANDS: Readonly<Record<string, Command>> = {
  'export package': {
    usage: '[ID… | --query Q] --out DIR [--zip] [--eep] [--organization NAME]',
    does: '制作交接数据包（不写明函件时为全部）',
    example: 'export package --query 年:2024 --out ./移交 --zip',
    exits: { 1: '有的正文未能排印' },
    options: { query: 'text', out: 'text', zip: 'flag', eep: 'flag', organization: 'text' },
    arity: [0, MANY],
    run: async (args, context) => {
      const out = resolve(required(args, 'out', '请用 --out 指定输出文件夹'));
      const named = args.positionals.length > 0 || args.text('query') !== undefined ? selectionOf(args) : undefined;
      const organization = args.text('organization');
      const input: CallInput<'export.package'> = {
        ...(organization === undefined ? {} : { organization }),
        out,
        zip: args.flag('zip'),
        eep: args.flag('eep'),
      };
      const made = await withEngine(args, async (engine) => {
        const chosen = named === undefined ? {} : { selection: await chosenLetters(engine, named) };
        return engine.call('export.package', { ...input, ...chosen }, longCall(context));
      });
      const lines = [
        `已制成：${made.dir}`,
        `函件 ${made.letters} 件，文件 ${made.files} 个，${made.bytes} 字节`,
        `四性检测：${made.inspected ? '没有不通过的项' : `不通过：${failedItemsInWords(made.failed_items)}，见数据包中的报告`}`,
        `数据包 SHA-256 ${made.sha256}`,
        ...(made.disposed === 0 ? [] : [`已销毁的 ${made.disposed} 件不在数据包中`]),
        ...made.unset.map(({ id, name, message }) => `正文未能排印：${id}  《${name}》  ${message}`),
      ];
      return { value: made, text: `${lines.join('\n')}\n`, exit: made.unset.length > 0 ? 1 : 0 };
    },
  },

  'check-package': {
    usage: 'DIR',
    does: '校验交接数据包（文件夹或 zip），不需要档案库',
    example: 'check-package ./移交/数据包.zip',
    exits: { 4: '数据包有问题' },
    options: {},
    arity: [1, 1],
    run: async (args, context) => {
      const check = told(args, await checkPackageAt(resolve(args.word(0)), longCall(context)));
      const problems = check.problems.map(({ code, path, message }) => `[${code}] ${path}：${message}\n`);
      const what = `函件 ${check.letters} 件，版本 ${check.versions} 个，文件 ${check.files} 个，${check.bytes} 字节`;
      const verdict = check.ok ? '通过' : `不通过，问题 ${check.problems.length} 处`;
      const text = `${problems.join('')}${verdict}：${what}\n数据包 SHA-256 ${check.sha256}\n`;
      return { value: check, text, exit: check.ok ? 0 : DAMAGED };
    },
  },

  'package compare': {
    usage: 'PACKAGE ID',
    does: '对照数据包中一件待决定的函件与本库的',
    example: 'package compare ./移交/数据包.zip 01HZX3Q4M5N6P7R8S9T0V1W2X3',
    options: {},
    arity: [2, 2],
    run: async (args) => {
      const input = { path: resolve(args.word(0)), id: args.word(1) };
      const found = await withEngine(args, (engine) => engine.call('package.compare', input));
      const { local, packed, diff, common } = found;
      const both = `本库 ${local.id} 第 ${local.version} 版，数据包 ${packed.id} 第 ${packed.version} 版，共有至第 ${common} 版\n`;
      return { value: found, text: `${both}${printDiff(diff)}` };
    },
  },

  'package decide': {
    usage: 'PACKAGE ID --take local|package|apart --reason TEXT [--version N] [--no-ocr]',
    does: '决定待决定的函件以哪一方为准（apart 另立一件）',
    example: 'package decide ./移交/数据包.zip 01HZX3Q4M5N6P7R8S9T0V1W2X3 --take local --reason 本库已核对',
    options: { take: 'text', reason: 'text', version: 'number', 'no-ocr': 'flag' },
    arity: [2, 2],
    run: async (args) => {
      const version = args.number('version');
      const input: CallInput<'package.decide'> = {
        path: resolve(args.word(0)),
        id: args.word(1),
        take: choiceOf(args),
        reason: reasonOf(args),
        ...(version === undefined ? {} : { base_version: version }),
        ocr: !args.flag('no-ocr'),
      };
      const made = await withEngine(args, (engine) => engine.call('package.decide', input));
      return { value: made, text: `已收入 ${made.id}，为第 ${made.version} 版\n` };
    },
  },
};
