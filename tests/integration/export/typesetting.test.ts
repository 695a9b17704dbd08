/** Pages set in a process of their own are the same as set here; what fails keeps its code; the process comes and goes. */
import { afterEach, expect, test, vi } from 'vitest';
import { typesettingHere, typesettingApart } from '../../../main/archive/print/typesetting.ts';
import type { Report } from '../../../main/archive/print/report.ts';
import { letterOf } from '../../unit/export/letters.ts';

let apart: ReturnType<typeof typesettingApart> | undefined;
afterEach(async () => {
  await apart?.close();
});

const REPORT: Report = {
  title: '四性检测报告',
  subtitle: '云溪市民政局',
  foot: '链尾 0123',
  date: new Date('2024-03-01T00:00:00Z'),
  blocks: [{ kind: 'text', text: '共检测 3 项。' }],
};

test('letters and reports are byte for byte those that are set without it', async () => {
  apart = typesettingApart();
  const title = '关于某项提案答复的函';
  const letter = letterOf(`${title}\n某某委员：\n收悉，现答复如下。`, { title }, {});
  const [set, report] = await Promise.all([apart.letter(letter, { cover: true }), apart.report(REPORT)]);
  const here = await typesettingHere.letter(letter, { cover: true });
  expect(Buffer.from(set.pdf).equals(here.pdf)).toBe(true);
  expect({ ...set, pdf: null }).toEqual({ ...here, pdf: null });
  expect(Buffer.from(report.pdf).equals((await typesettingHere.report(REPORT)).pdf)).toBe(true);
});

test('what cannot be set fails with the same words', async () => {
  apart = typesettingApart();
  const broken: Report = { ...REPORT, date: new Date(Number.NaN) };
  const here = await typesettingHere.report(broken).catch((thrown: unknown) => thrown);
  expect(here).toMatchObject({ code: 'EXPORT_FAILED' });
  await expect(apart.report(broken)).rejects.toMatchObject({
    code: 'EXPORT_FAILED',
    message: (here as Error).message,
  });
});

test('it is started by the first page, lets go when idle, and starts again', async () => {
  apart = typesettingApart(1);
  const running = apart.running;
  expect(running()).toBe(false);
  await apart.report(REPORT);
  await vi.waitUntil(() => !running());
  expect((await apart.report(REPORT)).pages).toBe(1);
});

test('who waits when it ends hears so', async () => {
  apart = typesettingApart();
  const waiting = apart.report(REPORT);
  const heard = expect(waiting).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
  await apart.close();
  await heard;
});
