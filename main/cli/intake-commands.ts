/** Commands round what comes in: the watched folder, the review queue, letters that may be the same. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import { WORD_KINDS } from '../../shared/model/vocabulary.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { parseFields } from './fields.ts';
import { intoArchive } from './import-command.ts';
import { letterId } from './letters.ts';
import { printImport } from './print.ts';
import { withEngine } from './with-engine.ts';

const MARK_PLACES = {
  text: '正文中',
  name: '文件名中',
  file: '文件内（页眉、批注、属性等）',
  elements: '要素中',
  reason: '理由中',
} as const;
const KINDS = { file: '原文件相同', text: '正文相同', near: '正文相近', number: '字号相同' } as const;

function seconds(args: Arguments, name: string): number | undefined {
  const value = args.text(name);
  if (value === undefined) return undefined;
  if (!/^\d{1,4}(?:\.\d{1,3})?$/.test(value)) throw new ArchiveError('USAGE', `--${name} 须为秒数`);
  return Number(value);
}

export const INTAKE_COMMANDS: Readonly<Record<string, Command>> = {
  watch: {
    usage: 'DIR [--interval S] [--settle S] [--once] [--no-ocr]',
    does: '守候收件夹，文件放稳后归档，直到中断（--once 只看一遍）',
    example: 'watch ./收件夹 --once --archive ./档案',
    exits: { 1: '有文件未入库，或有待决定的文件' },
    options: { interval: 'text', settle: 'text', once: 'flag', 'no-ocr': 'flag' },
    arity: [1, 1],
    run: async (args, context) => {
      const interval = seconds(args, 'interval');
      const settle = seconds(args, 'settle');
      const input = {
        folder: resolve(args.word(0)),
        ocr: !args.flag('no-ocr'),
        ...(interval === undefined ? {} : { interval_seconds: interval }),
        ...(settle === undefined ? {} : { settle_seconds: settle }),
        ...(args.flag('once') ? { rounds: 2 } : {}),
      };
      const onProgress = ({ done, message }: { done: number; message: string }): void => {
        if (message !== '') context.note(`${done} ${message}`);
      };
      if (!existsSync(input.folder)) throw new ArchiveError('BAD_PATH', args.word(0));
      const result = await intoArchive(args, true, (engine) =>
        engine.call('letters.watch', input, { signal: context.signal, onProgress }),
      );
      const waiting = result.items.some(({ status }) => status === 'differs');
      return { value: result, text: printImport(result), exit: result.refused > 0 || waiting ? 1 : 0 };
    },
  },

  secrecy: {
    usage: '',
    does: '已归档函件中，按现行规则会因涉密标志被拒收的（不识别图片）；只列出，不改动',
    example: 'secrecy --archive ./档案',
    exits: { 1: '有带涉密标志的函件' },
    options: {},
    arity: [0, 0],
    run: async (args, context) => {
      const onProgress = ({ done, total }: { done: number; total: number }): void => {
        if (done > 0 && done % 1000 === 0) context.note(`${done}/${total}`);
      };
      const found = await withEngine(args, (engine) =>
        engine.call('letters.secrecy', {}, { signal: context.signal, onProgress }),
      );
      const lines = found.letters.map(({ id, where }) => `${id}  ${MARK_PLACES[where]}\n`);
      const unread = found.unread > 0 ? `，${found.unread} 个文件未能复核` : '';
      const files = found.unread_files.map(({ id, name }) => `${id}  未能复核  ${name}\n`);
      const head = `已核查 ${found.checked} 件，${found.letters.length} 件带有涉密标志${unread}。\n`;
      const advice = found.letters.length > 0 ? '请联系本单位保密员处理。\n' : '';
      return {
        value: found,
        text: head + lines.join('') + files.join('') + advice,
        exit: found.letters.length > 0 ? 1 : 0,
      };
    },
  },

  review: {
    usage: '[--limit N] [--offset N] | confirm ID [--version N] [--set field=value]…',
    does: '待核对的函件，疑问多的在前；confirm 核对一件',
    example: 'review confirm 云民函〔2024〕12号 --set 成文日期=2024-05-06',
    options: { limit: 'number', offset: 'number', version: 'number', set: 'texts' },
    arity: [0, 2],
    run: async (args) => {
      if (args.positionals.length > 0) return confirm(args);
      const input = { limit: args.number('limit') ?? 100, offset: args.number('offset') ?? 0 };
      const queue = await withEngine(args, (engine) => engine.call('review.list', input));
      const lines = queue.letters.map((letter) => {
        const why = letter.why === '' ? '归档时列入，要素和提示均已处理，请确认' : letter.why;
        return `${letter.id}  ${letter.name}  ${letter.file}\n    ${why}\n`;
      });
      return { value: queue, text: `${lines.join('')}待核对 ${queue.total} 件\n` };
    },
  },

  vocabulary: {
    usage: '[forget KIND WORD]',
    does: '从核对中学到的本单位用语（机关、委员、科室、代字）和登记的办理结果分类方案；forget 不再使用一个',
    example: 'vocabulary forget section 康养专班',
    options: {},
    arity: [0, 3],
    run: async (args) => {
      if (args.positionals.length > 0) return forget(args);
      const known = await withEngine(args, (engine) => engine.call('reading.vocabulary', {}));
      const lines = known.words.map(({ kind, word, name }) => `${kind}  ${word}  （${name}）\n`);
      const schemes = known.schemes.map(({ name, places }) => `方案 ${name}（${places.join('、')}）\n`);
      return { value: known, text: `${lines.join('')}${schemes.join('')}用语 ${known.words.length} 个\n` };
    },
  },

  twins: {
    usage: 'ID',
    does: '可能与此件相同的函件及理由',
    example: 'twins 云民函〔2024〕12号',
    options: {},
    arity: [1, 1],
    run: async (args) => {
      const near = await withEngine(args, async (engine) =>
        engine.call('letters.nearDuplicates', { id: await letterId(engine, args.word(0)) }),
      );
      const lines = near.map((one) => `${one.id}  [${KINDS[one.kind]}] ${one.name}  ${one.reason}\n`);
      return { value: near, text: lines.length === 0 ? '没有发现相同或相近的函件\n' : lines.join('') };
    },
  },
};

async function forget(args: Arguments): ReturnType<Command['run']> {
  const kind = WORD_KINDS.find((one) => one === args.positionals[1]);
  if (args.word(0) !== 'forget' || args.positionals.length !== 3 || kind === undefined)
    throw new ArchiveError(
      'USAGE',
      `vocabulary ${INTAKE_COMMANDS['vocabulary']?.usage ?? ''}；KIND：${WORD_KINDS.join(' ')}`,
    );
  const word = args.word(2);
  await withEngine(args, (engine) => engine.call('reading.forgetWord', { kind, word }));
  return { value: { kind, word }, text: `不再使用：${word}\n` };
}

async function confirm(args: Arguments): ReturnType<Command['run']> {
  if (args.word(0) !== 'confirm' || args.positionals.length !== 2)
    throw new ArchiveError('USAGE', `review ${INTAKE_COMMANDS['review']?.usage ?? ''}`);
  const made = await withEngine(args, async (engine) => {
    const id = await letterId(engine, args.word(1));
    const version = args.number('version') ?? (await engine.call('letters.show', { id })).version;
    return engine.call('review.confirm', { id, base_version: version, set: parseFields(args.texts('set')) });
  });
  return { value: made, text: `已核对 ${made.id}（第 ${made.version} 版）\n` };
}
