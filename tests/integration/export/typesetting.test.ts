/** Pages set in a thread of their own are the same as set here; what fails keeps its code; the thread comes and goes. */
import { afterEach, expect, test, vi } from 'vitest';
import { typesettingHere, typesettingThread } from '../../../main/archive/print/typesetting.ts';
import type { Report } from '../../../main/archive/print/report.ts';
import { letterOf } from '../../unit/export/letters.ts';

let thread: ReturnType<typeof typesettingThread> | undefined;
afterEach(async () => {
  await thread?.close();
});

const REPORT: Report = {
  title: '四性检测报告',
  subtitle: '云溪市民政局',
  foot: '链尾 0123',
  date: new Date('2024-03-01T00:00:00Z'),
  blocks: [{ kind: 'text', text: '共检测 3 项。' }],
};

test('letters and reports are byte for byte those that are set without it', async () => {
  thread = typesettingThread();
  const title = '关于某项提案答复的函';
  const letter = letterOf(`${title}\n某某委员：\n收悉，现答复如下。`, { title }, {});
  const [set, report] = await Promise.all([thread.letter(letter, { cover: true }), thread.report(REPORT)]);
  const here = await typesettingHere.letter(letter, { cover: true });
  expect(Buffer.from(set.pdf).equals(here.pdf)).toBe(true);
  expect({ ...set, pdf: null }).toEqual({ ...here, pdf: null });
  expect(Buffer.from(report.pdf).equals((await typesettingHere.report(REPORT)).pdf)).toBe(true);
});

test('what cannot be set fails with the same words', async () => {
  thread = typesettingThread();
  const broken: Report = { ...REPORT, date: new Date(Number.NaN) };
  const here = await typesettingHere.report(broken).catch((thrown: unknown) => thrown);
  expect(here).toMatchObject({ code: 'EXPORT_FAILED' });
  await expect(thread.report(broken)).rejects.toMatchObject({
    code: 'EXPORT_FAILED',
    message: (here as Error).message,
  });
});

test('it is started by the first page, lets go when idle, and starts again', async () => {
  thread = typesettingThread(1);
  const running = thread.running;
  expect(running()).toBe(false);
  await thread.report(REPORT);
  await vi.waitUntil(() => !running());
  expect((await thread.report(REPORT)).pages).toBe(1);
});

test('who waits when it ends hears so', async () => {
  thread = typesettingThread();
  const waiting = thread.report(REPORT);
  const heard = expect(waiting).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
  await thread.close();
  await heard;
});
