/** The help of the command line: all commands, and each with its options, an example and its exit codes. */
import { ELEMENT_NAMES, choicesOf, elementSpec } from '../../shared/model/elements.ts';
import type { Command } from './command.ts';
import { COMMON_OPTIONS, optionWords, type OptionWords } from './option-words.ts';

type Commands = Readonly<Record<string, Command>>;

const HEAD =
  '复函档案命令行\n用法：fuhan 命令 … [--archive 文件夹] [--user 用户名] [--json] [--encoding utf8|gbk|gb18030]\n' +
  '一个命令的选项、示例和退出码：fuhan 命令 --help。函件可用编号、档号或发文字号写明。\n';

/** All commands, or those of a group (`appraise`). */
export function helpText(commands: Commands): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(
    ([name, command]) =>
      `  ${name.padEnd(width)}  ${command.does}\n  ${' '.repeat(width)}    fuhan ${name} ${command.usage}\n`,
  );
  return `${HEAD}\n${lines.join('')}`;
}

function optionLines(options: readonly (readonly [string, OptionWords])[]): string {
  const heads = options.map(([name, [value]]) => `--${name}${value === '' ? '' : ` ${value}`}`);
  const width = Math.min(30, Math.max(...heads.map((head) => head.length)));
  return options.map(([, [, does]], at) => `  ${(heads[at] ?? '').padEnd(width)}  ${does}\n`).join('');
}

const KINDS = { line: '', text: '', choice: '', date: '日期', list: '列表', lines: '列表' } as const;

/** What `--set` may name, from the table of elements. */
function fieldLines(): string {
  const width = Math.max(...ELEMENT_NAMES.map((name) => name.length));
  return ELEMENT_NAMES.map((name) => {
    const { label, kind } = elementSpec(name);
    const may = choicesOf(name)?.join('、') ?? KINDS[kind];
    return `  ${name.padEnd(width)}  ${label}${may === '' ? '' : `（${may}）`}\n`;
  }).join('');
}

const OFFLINE = ['extract', 'check-package'];

/** One command: what it does, its options, an example, its exit codes. */
export function commandHelp(name: string, command: Command): string {
  const own = Object.keys(command.options).map((option) => [option, optionWords(name, option) ?? ['', '']] as const);
  const common = Object.entries(COMMON_OPTIONS);
  const exits = {
    0: '完成',
    1: '部分完成，或被拒绝',
    2: '用法不正确',
    ...(OFFLINE.includes(name) ? {} : { 3: '档案库未能打开，或未登录' }),
    ...command.exits,
  };
  return (
    `${command.does}\n\n用法：fuhan ${name} ${command.usage}\n` +
    (own.length === 0 ? '' : `\n选项：\n${optionLines(own)}`) +
    (command.options['set'] === 'texts' ? `\n字段（--set 可用左右两种名称）：\n${fieldLines()}` : '') +
    `\n各命令共有的选项：\n${optionLines(common)}` +
    `\n示例：\n  fuhan ${command.example}\n` +
    `\n退出码：\n${Object.entries(exits)
      .map(([code, means]) => `  ${code}  ${means}\n`)
      .join('')}`
  );
}
