/** The help of each command is whole and true: options, an example that the command takes, fields, exit codes; wrong words name the right one. */
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../main/cli/commands.ts';
import { commandHelp } from '../../../main/cli/help.ts';
import { nearest } from '../../../main/cli/nearest.ts';
import { optionWords } from '../../../main/cli/option-words.ts';
import { parseArguments } from '../../../main/cli/parse-arguments.ts';
import { ELEMENT_LABELS, ELEMENT_NAMES } from '../../../shared/model/elements.ts';
import { commandJson, commandText } from '../../support/command.ts';

/** Words as a shell parts them: blanks, but for those in quotes. */
const shellWords = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

describe.each(Object.entries(COMMANDS))('%s', (name, command) => {
  test('says what each of its options does, and its example is one that it takes', () => {
    const help = commandHelp(name, command);
    for (const option of Object.keys(command.options)) {
      expect(optionWords(name, option)?.[1], `--${option}`).toMatch(/\S/);
      expect(help).toContain(`--${option}`);
      expect(command.usage, `--${option}`).toContain(`--${option}`);
    }
    expect(command.example.startsWith(`${name}`)).toBe(true);
    const words = shellWords(command.example).slice(name.split(' ').length);
    expect(parseArguments(name, command, words, () => undefined).positionals.length).toBeGreaterThanOrEqual(
      command.arity[0],
    );
    for (const part of ['示例：', '退出码：', command.does]) expect(help).toContain(part);
  });
});

test('a command with --help tells of itself and does nothing; a group tells its commands', async () => {
  const help = await commandText('import', '--help');
  expect(help).toContain('fuhan import PATH…');
  expect(help).toContain('--allow-duplicates');
  expect(await commandText('help', 'import')).toBe(help);
  expect(await commandText('import', '-h')).toBe(help);
  const group = await commandText('dispose', '--help');
  expect(group).toContain('fuhan dispose sign');
  expect(group).not.toContain('fuhan import');
  expect(await commandText('appraise', '--help')).toContain('另见：appraise list');
});

test('the help of edit names every element by both of its names', async () => {
  const help = await commandText('edit', '--help');
  for (const name of ELEMENT_NAMES) expect(help).toMatch(new RegExp(`^  ${name} +${ELEMENT_LABELS[name]}`, 'm'));
});

test.each([
  [['search', '养老', '--limt', '3'], 'USAGE', '没有选项 --limt，是否指 --limit？'],
  [['search', '养老', '--limit'], 'USAGE', '--limit 后面须写值'],
  [['search', '养老', '--versions=1'], 'USAGE', '--versions 不带值'],
  [['search', '养老', '--zzzzzz', '3'], 'USAGE', '没有选项 --zzzzzz。'],
  [['shwo', 'x'], 'UNKNOWN_COMMAND', '是否指 show？'],
  [['edit', 'x', '--reason', 'r', '--set', '电话=1'], 'UNKNOWN_FIELD', '电话（是否指 联系电话？）'],
  [['show'], 'USAGE', '缺少 ID（写法：fuhan show ID [--version N]）'],
  [['attach', 'x', '--reason', 'r'], 'USAGE', '缺少 FILE…'],
  [['import'], 'USAGE', '缺少 PATH…'],
  [['show', 'x', 'y'], 'USAGE', '多出“y”'],
  [['stats', 'x'], 'USAGE', '不带“x”这样的词'],
  [['search', '-养老'], 'USAGE', '写在 -- 之后（-- -养老）'],
  [['export', 'register', '--columns', '委员', '--out', 'x.csv'], 'UNKNOWN_FIELD', '没有“委员”一栏（可写：序号、'],
  [['export', 'register', '--kind', '台账', '--out', 'x.csv'], 'USAGE', '答复办理台账（handling）'],
  [['serach', '养老'], 'UNKNOWN_COMMAND', 'serach 养老（是否指 search？）'],
  [['export', 'pfd', 'x'], 'UNKNOWN_COMMAND', 'export 之后须写明：export pdf'],
  [['dispose', '--archive', '/nowhere'], 'UNKNOWN_COMMAND', 'dispose 之后须写明：dispose sign、dispose execute'],
  [['edit', 'x', '--reason', 'r', '--set', '成文日=2024'], 'UNKNOWN_FIELD', '成文日（是否指 成文日期？）'],
])('%j: %s', async (words, code, says) => {
  const [exit, answer] = await commandJson(...words);
  expect(exit).toBe(2);
  expect(answer).toMatchObject({ error: { code } });
  expect((answer as { error: { message: string } }).error.message).toContain(says);
});

test('options of every command may stand before its name', async () => {
  const [, answer] = await commandJson('--archive', '/nowhere', 'dispose', '--user', '甲', 'sign', 'x');
  expect(answer).toMatchObject({ error: { code: 'ARCHIVE_NOT_FOUND' } });
});

test('the nearest word is one that is near', () => {
  const known = ['archive', 'limit', 'offset'];
  expect(nearest('archve', known)).toBe('archive');
  expect(nearest('lim', known)).toBe('limit');
  expect(nearest('limits', known)).toBe('limit');
  expect(nearest('query', known)).toBeUndefined();
});
