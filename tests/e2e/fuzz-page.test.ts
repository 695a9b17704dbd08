/**
 * Broken and random messages from the window's own page, through its bridge, the preload and the main process to the engine, as the app
 * runs: each gets an answer of data, the page and the app go on, and the archive verifies. The doors one by one: tests/integration/fuzz.
 */
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../shared/contract/index.ts';
import { makeCodec } from '../../tools/chromium-runtime/codec.ts';
import { FUZZ_PAGE_CALLS, FUZZ_SEED, FUZZ_TIMEOUT_MS } from '../support/fuzz-calls.ts';
import { FUZZ_NAMES, inputFor } from '../support/fuzz-messages.ts';
import { oddPaths, pathsGiven, spoiling, spoilt, tellsTooMuch, textOf } from '../support/fuzz-values.ts';
import type { LaunchedApp } from './fixtures.ts';
import { BOOT_TIMEOUT_MS, fileAll, openDesk, sample } from './window-steps.ts';

/** So many at once: a page need not wait for its answers. */
const AT_ONCE = 50;
const codec = makeCodec();

let app: LaunchedApp;
let page: Page;
let letter = '';
let attachment = '';

interface Decoding {
  fuzzCodec: ReturnType<typeof makeCodec>;
}

beforeAll(async () => {
  ({ app } = await openDesk());
  page = app.page;
  await fileAll(app, [sample('02 老旧小区加装电梯提案答复.txt')]);
  await page.evaluate(`window.fuzzCodec = (${String(makeCodec)})()`);
  const list = await value<{ letters: { id: string }[] }>('letters.list', {});
  letter = list.letters[0]?.id ?? '';
  const shown = await value<{ attachments: { id: string }[] }>('letters.show', { id: letter });
  attachment = shown.attachments[0]?.id ?? '';
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
});

let requests = 0;
async function value<T>(name: string, input: unknown): Promise<T> {
  requests += 1;
  const words = [name, input, `own-${requests}`] as const;
  const answer = await page.evaluate(([called, given, id]) => window.archive.call(called as never, given, id), words);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value as T;
}

/** What each call answers; 'none' where the bridge itself threw. */
const send = (batch: readonly string[]): Promise<(Answer<unknown> | 'none')[]> =>
  page.evaluate(
    (messages) =>
      Promise.all(
        messages.map(async (message) => {
          const words = (window as unknown as Decoding).fuzzCodec.decode(message) as [never, never, string];
          try {
            return await window.archive.call(...words);
          } catch {
            return 'none' as const;
          }
        }),
      ),
    batch,
  );

test(
  'every message from the page gets an answer of data, the app goes on, and the archive verifies',
  { timeout: FUZZ_TIMEOUT_MS },
  async () => {
    const address = page.url();
    const place = path.join(app.folder, '某处');
    const texts = [...oddPaths(place), app.archive, letter, attachment];
    const message = fc.record({
      name: fc.constantFrom(...FUZZ_NAMES.filter((name) => !name.startsWith('shell.choose'))),
      how: spoiling(texts),
      outer: spoiling(texts),
      spoilName: fc.nat(19).map((one) => one === 0),
      spoilId: fc.nat(9).map((one) => one === 0),
    });
    const tally = new Map<string, number>();
    const waiting: { words: unknown[]; text: string }[] = [];
    const flush = async (): Promise<void> => {
      const batch = waiting.splice(0);
      const answers = await send(batch.map(({ text }) => text));
      answers.forEach((answer, at) => {
        const code = answer === 'none' ? 'none' : answer.ok ? 'ok' : answer.error.code;
        tally.set(code, (tally.get(code) ?? 0) + 1);
        if (answer === 'none' || answer.ok) return;
        const words = batch[at]?.words ?? [];
        const what = textOf(words).slice(0, 300);
        expect(tellsTooMuch(answer.error, pathsGiven('', words), [tmpdir(), process.cwd()]), what).toBeUndefined();
      });
    };
    let number = 0;
    for (const { name, how, outer, spoilName, spoilId } of fc.sample(message, {
      seed: FUZZ_SEED,
      numRuns: FUZZ_PAGE_CALLS,
    })) {
      number += 1;
      const words = [
        spoilName ? outer.values[0] : name,
        spoilt(inputFor(name, { letter, attachment, handles: ['none'] }), how),
        spoilId ? outer.values[1] : `fuzz-${number}`,
      ];
      try {
        waiting.push({ words, text: codec.encode(words) });
      } catch {
        // No page can send it either: what structured clone refuses never leaves it.
        continue;
      }
      if (waiting.length >= AT_ONCE) await flush();
    }
    await flush();
    process.stdout.write(
      `fuzz from the page: ${[...tally]
        .sort(([, a], [, b]) => b - a)
        .map(([code, count]) => `${code} ${count}`)
        .join(', ')}\n`,
    );
    expect(tally.has('INTERNAL')).toBe(false);
    expect(tally.get('ok') ?? 0).toBeGreaterThan(0);
    expect(page.url()).toBe(address);
    expect(await value<{ ok: boolean }>('trust.verify', {})).toMatchObject({ ok: true });
  },
);
