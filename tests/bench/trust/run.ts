/**
 * `npm run bench -- trust`: how long it takes to file a letter durably, to check an archive beside `sha256sum` on the same
 * file, and to back it up beside `cp`, while somebody searches. `--letters N` (2000), `--kib N` of attachment each (200),
 * `--folder DIR` on the disk to be measured (the system's temporary folder), `--write` puts the tables into
 * docs/benchmarks/trust.md.
 */
import { execFileSync } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { CallInput, CallName, CallOutput } from '../../../shared/contract/index.ts';
import { emptyElements } from '../../../shared/model/elements.ts';
import { fileLetter } from '../../../main/archive/letters/filing.ts';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { EngineClient } from '../../../main/app/engine-client.ts';
import { Tables } from '../tables.ts';

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '2000' },
    kib: { type: 'string', default: '200' },
    folder: { type: 'string', default: tmpdir() },
    write: { type: 'boolean', default: false },
  },
});
const letters = Number(values.letters);
const attachmentBytes = Number(values.kib) * 1024;
const place = mkdtempSync(join(values.folder, 'fuhan-bench-trust-'));
const folder = join(place, 'archive');
const file = join(folder, 'archive.sqlite');

const MB = 1_000_000;
const tables = new Tables();
const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
function quantile(values_: readonly number[], share: number): number {
  const sorted = [...values_].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
function timed(act: () => void): number {
  const began = performance.now();
  act();
  return performance.now() - began;
}

/** What the medium takes for a small write that is to last: part of every filing, whatever the program. */
function fsyncMs(): number {
  const path = join(place, 'fsync');
  const fd = openSync(path, 'w');
  const bytes = Buffer.alloc(4096, 1);
  const times = Array.from({ length: 200 }, (_, i) =>
    timed(() => {
      writeSync(fd, bytes, 0, bytes.length, i * bytes.length);
      fsyncSync(fd);
    }),
  );
  closeSync(fd);
  rmSync(path);
  return quantile(times, 0.5);
}

const PLACES = ['城东片区', '北站街道', '云溪新区', '河西社区', '南湖片区'];
const TOPICS = ['公交线路优化', '养老服务设施', '学校周边停车', '老旧小区改造', '农村饮水安全'];

/** One invented reply of about 2,000 characters. */
function letterText(number: number): { title: string; text: string } {
  const where = PLACES[number % PLACES.length] ?? '';
  const what = TOPICS[Math.floor(number / 7) % TOPICS.length] ?? '';
  const title = `关于政协云溪市十三届二次会议第${132_000 + number}号提案的答复`;
  const body = Array.from(
    { length: 24 },
    (_, i) =>
      `${where}${what}工作第${i + 1}项：已安排资金${number * 3 + i}.5万元，计划于${2023 + (i % 3)}年底前完成，惠及群众${number + i * 17}人，由市直有关部门按职责分工落实。`,
  );
  return {
    title,
    text: `${title}\n周若兰委员：\n您提出的关于${where}${what}的提案收悉，现答复如下：\n${body.join('\n')}`,
  };
}

async function fileAll(): Promise<void> {
  const db = await openArchiveDb(folder, { create: true });
  const times: number[] = [];
  const small: number[] = [];
  try {
    for (let number = 1; number <= letters; number++) {
      const { title, text } = letterText(number);
      const bytes = Buffer.from(`${text}\n`);
      const withAttachment = number % 2 === 0;
      const attachment = withAttachment ? randomFillSync(Buffer.alloc(2 * attachmentBytes)) : undefined;
      const took = timed(() => {
        fileLetter(db, 'bench', {
          elements: { ...emptyElements(), title, issuer: '云溪市民政局', issued_on: '2024-04-12' },
          text,
          original: { name: `${number}.txt`, bytes: new Uint8Array(bytes) },
          originalSha256: createHash('sha256').update(bytes).digest('hex'),
          source: {
            fileName: `${number}.txt`,
            format: 'txt',
            rawText: text,
            map: [],
            pages: [],
            evidence: {},
            warnings: [],
          },
          attachments:
            attachment === undefined
              ? []
              : [{ source: { name: '附件.bin', bytes: new Uint8Array(attachment) }, role: 'ATTACHMENT' }],
          reason: '归档',
          review: false,
        });
      });
      (withAttachment ? times : small).push(took);
    }
  } finally {
    db.close();
  }
  const fsync = fsyncMs();
  tables.row('fsync of 4 KiB, p50', ms(fsync));
  const filed = quantile(small, 0.5);
  tables.row('filing a letter, p50', ms(filed), `≤ 5 ms + fsync = ${ms(5 + fsync)}`, filed <= 5 + fsync);
  tables.row('filing a letter, p95', ms(quantile(small, 0.95)));
  tables.row(`filing with ${Math.round((2 * attachmentBytes) / 1024)} KiB attached, p50`, ms(quantile(times, 0.5)));
}

async function verifying(): Promise<void> {
  const db = await openArchiveDb(folder);
  try {
    const contentBytes = db.read.get<{ n: number }>('SELECT sum(size) AS n FROM content')?.n ?? 0;
    const runs: { verify: number; cpu: number; sum: number }[] = [];
    for (let run = 0; run < 3; run++) {
      const sum = timed(() => execFileSync('sha256sum', [file]));
      const began = performance.now();
      const used = process.cpuUsage();
      const result = await verifyArchive(db);
      if (!result.ok) throw new Error(JSON.stringify(result.problems.slice(0, 3)));
      const { user, system } = process.cpuUsage(used);
      runs.push({ verify: performance.now() - began, cpu: (user + system) / 1000, sum });
    }
    const best = (of: 'verify' | 'cpu' | 'sum'): number => Math.min(...runs.map((run) => run[of]));
    tables.row(
      'content',
      `${(contentBytes / MB).toFixed(0)} MB in a file of ${(statSync(file).size / MB).toFixed(0)} MB`,
    );
    const speed = contentBytes / MB / (best('verify') / 1000);
    tables.row('verify', `${speed.toFixed(0)} MB/s`, '≥ 200 MB/s of content', speed >= 200);
    // What a machine does that has nothing else to do: other programs take time, not work.
    tables.row('verify, by its own CPU time', `${(contentBytes / MB / (best('cpu') / 1000)).toFixed(0)} MB/s`);
    tables.row('sha256sum of the file', `${(statSync(file).size / MB / (best('sum') / 1000)).toFixed(0)} MB/s`);
  } finally {
    db.close();
  }
}

/** How long the thread that does the backup answers nobody, at the longest: what a search that comes just then waits. */
async function stalling(): Promise<void> {
  const db = await openArchiveDb(folder);
  const gaps: number[] = [];
  let stage = '';
  let longest = { ms: 0, stage };
  let last = performance.now();
  let busy = true;
  const tick = (): void => {
    const now = performance.now();
    gaps.push(now - last);
    if (now - last > longest.ms) longest = { ms: now - last, stage };
    last = now;
    if (busy) setImmediate(tick);
  };
  setImmediate(tick);
  try {
    for (const run of [1, 2]) {
      await backupArchive(db, join(place, `stall-${run}.sqlite`), {
        onProgress: ({ message, done }) => {
          stage = `${run}: ${message ?? ''} ${done}`;
        },
      });
    }
  } finally {
    busy = false;
    db.close();
    // Not while it is measured: removing a large file takes a turn of its own.
    for (const run of [1, 2]) rmSync(join(place, `stall-${run}.sqlite`), { force: true });
  }
  tables.row(
    'longest turn of the engine in two backups',
    `${ms(longest.ms)} (${longest.stage})`,
    '≤ 50 ms',
    longest.ms <= 50,
  );
  tables.row('turns of the engine in two backups, p99.9', ms(quantile(gaps, 0.999)));
}

class Window {
  readonly #engine: EngineClient;
  constructor(engine: EngineClient) {
    this.#engine = engine;
  }
  async call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const answer = await this.#engine.call(name, input);
    if (!answer.ok) throw new Error(`${answer.error.code} ${answer.error.details ?? ''}`);
    return answer.value as CallOutput<N>;
  }
}

/** Searches as fast as somebody types, until the work is done. @returns how long each took, in ms */
async function searchingWhile(window: Window, work: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let busy = true;
  const done = work.finally(() => {
    busy = false;
  });
  const queries = [...PLACES, ...TOPICS, '资金', '落实', '132045'];
  for (let i = 0; busy; i++) {
    const began = performance.now();
    await window.call('search.query', { query: queries[i % queries.length] ?? '', limit: 20 });
    times.push(performance.now() - began);
    await pause(30);
  }
  await done;
  return times;
}

/** Both are to be on the medium: cp alone leaves that to later. */
function cpMs(run: number): number {
  const copy = join(place, `cp-${run}`);
  return timed(() => {
    execFileSync('cp', [file, copy]);
    const fd = openSync(copy, 'r+');
    fsyncSync(fd);
    closeSync(fd);
  });
}

async function backingUp(): Promise<void> {
  const engine = new EngineClient({ folder, actor: 'bench' });
  await engine.ready;
  const window = new Window(engine);
  try {
    while ((await window.call('search.query', { query: '资金' })).total < letters) await pause(100);
    const quiet = await searchingWhile(window, pause(3000));
    const size = statSync(file).size;
    const cp = Math.min(...[1, 2, 3].map(cpMs));
    const copies: number[] = [];
    const wholes: number[] = [];
    const searches: number[] = [];
    for (const run of [1, 2, 3]) {
      const to = join(place, `backup-${run}.sqlite`);
      const began = performance.now();
      let copied = 0;
      const work = engine
        .call(
          'trust.backup',
          { to },
          {
            onProgress: ({ message }) => {
              if (copied === 0 && message !== '复制档案库') copied = performance.now() - began;
            },
          },
        )
        .then((answer) => {
          if (!answer.ok) throw new Error(answer.error.code);
        });
      searches.push(...(await searchingWhile(window, work)));
      wholes.push(performance.now() - began);
      copies.push(copied);
      rmSync(to);
    }
    const speed = (time: number): string => `${(size / MB / (time / 1000)).toFixed(0)} MB/s`;
    tables.row('cp and fsync', speed(cp));
    tables.row(
      'backup: the copy, on the medium and hashed',
      `${speed(Math.min(...copies))}, ${Math.round((100 * cp) / Math.min(...copies))} % of cp`,
      '≥ 50 % of cp',
      cp / Math.min(...copies) >= 0.5,
    );
    tables.row(
      'backup: all of it, with opening and verifying',
      `${speed(Math.min(...wholes))}, ${Math.round((100 * cp) / Math.min(...wholes))} % of cp`,
    );
    tables.row('search, nothing else going on, p95', ms(quantile(quiet, 0.95)));
    const p95 = quantile(searches, 0.95);
    tables.row(`search during backup, p95 of ${searches.length}`, ms(p95), '< 100 ms', p95 < 100);
    tables.row('search during backup, longest', ms(Math.max(...searches)));
    const increments = join(place, 'increments');
    const whole = await window.call('trust.backup', { to: increments, incremental: true });
    await pause(1100);
    const again = performance.now();
    const next = await window.call('trust.backup', { to: increments, incremental: true });
    tables.row('incremental backup, first', `${(whole.written / MB).toFixed(0)} MB written`);
    tables.row(
      'incremental backup, nothing new',
      `${(next.written / MB).toFixed(1)} MB written in ${ms(performance.now() - again)}`,
    );
  } finally {
    await engine.close();
  }
}

try {
  tables.begin('filing', `${letters} letters`);
  await fileAll();
  tables.begin('verify', 'Best of three');
  await verifying();
  tables.begin('turns', 'How long the thread of the engine answers nobody');
  await stalling();
  tables.begin('backup', 'Best of three');
  await backingUp();
} finally {
  for (const name of readdirSync(place)) rmSync(join(place, name), { recursive: true, force: true });
  rmSync(place, { recursive: true, force: true });
}
if (values.write) tables.write({ name: 'trust', title: 'Trust, measured', command: 'npm run bench -- trust --write' });
