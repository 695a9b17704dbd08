/** What people read on a terminal shows every character: docs/spec/cli.md. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../../main/cli/run.ts';
import { commandJson, commandText } from '../../support/command.ts';
import { temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { PLAIN_LETTER } from '../../support/letters.ts';

const HOSTILE = 'x\u001b[1A\u001b[2K\r\n第 1 版  2025-03-06  王档案  导入\n\u009b8m\u202e倒';
const SHOWN = 'x［U+001B］[1A［U+001B］[2K⏎第 1 版  2025-03-06  王档案  导入⏎［U+009B］8m［U+202E］倒';
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u;

async function archived(): Promise<{ id: string; at: string[] }> {
  const at = ['--archive', join(temporaryFolder(), '档案')];
  const [, filed] = await commandJson('import', temporaryFile('函.txt', PLAIN_LETTER), ...at);
  return { id: (filed as { items: { id: string }[] }).items[0]?.id ?? '', at };
}

test('reasons and elements cannot hide a line nor make one up, and JSON has them as they are', async () => {
  const { id, at } = await archived();
  await commandJson('edit', id, '--set', `case_title=${HOSTILE}`, '--reason', HOSTILE, ...at);
  const [, rows] = await commandJson('history', id, ...at);
  expect((rows as { reason: string }[]).at(-1)?.reason).toBe(HOSTILE);
  const history = await commandText('history', id, ...at);
  expect(history.trimEnd().split('\n')).toHaveLength(2);
  expect(history).toContain(SHOWN);
  for (const words of [['history', id], ['show', id], ['diff', id, '1', '2'], ['audit']]) {
    const text = await commandText(...words, ...at);
    expect(text, words[0]).not.toMatch(CONTROLS);
    expect(text.split('\n'), words[0]).not.toContain('第 1 版  2025-03-06  王档案  导入');
  }
  // The letter's own text keeps its lines.
  expect(await commandText('show', id, ...at)).toContain(PLAIN_LETTER.trim().split('\n').slice(0, 3).join('\n'));
});

test.skipIf(process.platform === 'win32')(
  'names of files are seen whole, in answers, warnings and errors',
  async () => {
    const folder = temporaryFolder();
    const name = '\u001b[2Ka\r已归档  合同.txt\n归档 999 件，重复 0 件，未入库 0 件\u001b[8m.txt';
    mkdirSync(join(folder, 'n'));
    writeFileSync(join(folder, 'n', name), PLAIN_LETTER);
    execFileSync('mkfifo', [join(folder, 'n', `2${name}`)]);
    let all = '';
    const take = { out: (text: string) => (all += text), err: (text: string) => (all += text) };
    const words = [
      ['import', join(folder, 'n')],
      ['extract', join(folder, 'n', name)],
      ['show', name],
      ['desk', name],
    ];
    for (const one of words) await runCommandLine([...one, '--archive', join(folder, '档案')], take);
    expect(all).toContain('［U+001B］[2Ka［U+000D］已归档  合同.txt⏎归档 999 件');
    expect(all).not.toMatch(CONTROLS);
    expect(all.split('\n').filter((line) => line.startsWith('归档 999'))).toEqual([]);
  },
);
