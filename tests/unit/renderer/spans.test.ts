import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markSpans, paragraphsOf, runsOf, spansWithin, type Span } from '../../../renderer/components/spans.ts';

const anySpans = fc.array(
  fc.record({ start: fc.integer({ min: -2, max: 14 }), end: fc.integer({ min: -2, max: 14 }), tag: fc.nat(5) }),
  { maxLength: 6 },
);

describe('runs of a text under spans', () => {
  test('a span inside another gives three runs, the inner tag first', () => {
    const spans: Span<string>[] = [
      { start: 0, end: 6, tag: 'title' },
      { start: 2, end: 4, tag: 'number' },
    ];
    expect(runsOf('关于第九号函件', spans)).toEqual([
      { start: 0, text: '关于', tags: ['title'] },
      { start: 2, text: '第九', tags: ['number', 'title'] },
      { start: 4, text: '号函', tags: ['title'] },
      { start: 6, text: '件', tags: [] },
    ]);
  });

  test('the runs joined are the text, whatever the spans', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), anySpans, (text, spans) => {
        expect(
          runsOf(text, spans)
            .map((run) => run.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test('each character carries the tags of exactly the spans that cover it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), anySpans, (text, spans) => {
        for (const run of runsOf(text, spans)) {
          for (let at = run.start; at < run.start + run.text.length; at += 1) {
            const covering = spans.filter((span) => span.start <= at && at < span.end).map((span) => span.tag);
            expect([...run.tags].sort()).toEqual(covering.sort());
          }
        }
      }),
    );
  });
});

describe('paragraphs', () => {
  test('each paragraph knows its place in the text', () => {
    const text = '一、现状\n\n二、打算';
    expect(paragraphsOf(text)).toEqual([
      { start: 0, text: '一、现状' },
      { start: 5, text: '' },
      { start: 6, text: '二、打算' },
    ]);
  });

  test('a mark across a line break is drawn in both paragraphs', () => {
    const text = '居民社\n区服务';
    const marks = markSpans([[2, 5]]);
    const drawn = paragraphsOf(text).map((paragraph) =>
      runsOf(paragraph.text, spansWithin(paragraph, marks))
        .filter((run) => run.tags.length > 0)
        .map((run) => run.text),
    );
    expect(drawn).toEqual([['社'], ['区']]);
  });
});
