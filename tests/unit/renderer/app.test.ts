import { describe, expect, test } from 'vitest';
import { drawnLook, parseAppearance } from '../../../renderer/app/appearance.ts';
import { isComposingStroke, strokeName } from '../../../renderer/app/keys.ts';
import { pushRoute, type Route } from '../../../renderer/app/navigation.tsx';
import { fileName } from '../../../renderer/archive/files.ts';
import { formatSize, formatTime } from '../../../renderer/components/format.ts';
import { percentOf } from '../../../renderer/components/progress-line.tsx';
import { detailParts } from '../../../renderer/features/audit/detail-words.ts';
import { auditInput } from '../../../renderer/features/audit/log.tsx';

describe('keys', () => {
  const stroke = (key: string, more: object = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    isComposing: false,
    keyCode: 0,
    ...more,
  });

  test('a stroke is named with its modifiers, the Mac’s command key as Ctrl', () => {
    expect(strokeName(stroke('k', { ctrlKey: true }))).toBe('Ctrl+K');
    expect(strokeName(stroke('Enter', { metaKey: true }))).toBe('Ctrl+Enter');
    expect(strokeName(stroke('F3', { shiftKey: true }))).toBe('Shift+F3');
    expect(strokeName(stroke('/'))).toBe('/');
    expect(strokeName(stroke('P', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+P');
  });

  test('strokes of an input method are known by both of their signs', () => {
    expect(isComposingStroke(stroke('Enter', { isComposing: true }))).toBe(true);
    expect(isComposingStroke(stroke('Process', { keyCode: 229 }))).toBe(true);
    expect(isComposingStroke(stroke('Enter', { keyCode: 13 }))).toBe(false);
  });
});

describe('routes', () => {
  test('going where one already is adds nothing, and the stack has an end', () => {
    const letter: Route = { view: 'letter', id: 'a' };
    const stack = pushRoute([{ view: 'desk' }], letter);
    expect(pushRoute(stack, { ...letter })).toBe(stack);
    const long = Array.from({ length: 80 }, (_, i): Route => ({ view: 'letter', id: String(i) }));
    expect(long.reduce<readonly Route[]>(pushRoute, []).length).toBe(50);
  });
});

describe('appearance', () => {
  test('anything odd that was remembered gives the standard look', () => {
    const standard = { size: 'standard', look: 'system' };
    expect([null, 'x', '[]', '{"size":"giant"}', 'null', '{"look":"neon"}'].map(parseAppearance)).toEqual(
      Array(6).fill(standard),
    );
    expect(parseAppearance('{"size":"huge","look":"dark"}')).toEqual({ size: 'huge', look: 'dark' });
  });

  test('high contrast as windows before this one remembered it is high contrast still', () => {
    expect(parseAppearance('{"size":"large","contrast":true}')).toEqual({ size: 'large', look: 'high' });
  });

  test('the system decides only where the person does not', () => {
    const dark = { dark: true, contrast: false };
    expect([
      drawnLook('system', dark),
      drawnLook('light', dark),
      drawnLook('system', { dark: true, contrast: true }),
    ]).toEqual(['dark', 'light', 'high']);
  });
});

describe('words for numbers', () => {
  test('sizes', () => {
    expect([0, 1023, 1024, 12_600, 3 * 1024 ** 3].map(formatSize)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KB',
      '12 KB',
      '3.0 GB',
    ]);
  });

  test('a moment is shown by China’s clock, whatever the machine’s is; what is none as it is', () => {
    expect(formatTime('2022-06-27T01:05:03.000Z')).toBe('2022-06-27 09:05:03');
    expect(formatTime('不详')).toBe('不详');
  });

  test('per cent only where the total is known', () => {
    expect([
      percentOf(undefined),
      percentOf({ done: 3, total: 0, message: '' }),
      percentOf({ done: 1, total: 3, message: '' }),
      percentOf({ done: 4, total: 3, message: '' }),
    ]).toEqual([undefined, undefined, 33, 100]);
  });

  test('a file’s name is the last part of its path, on any system', () => {
    expect([fileName('/a/b/函.docx'), fileName('C:\\案卷\\函.docx'), fileName('函')]).toEqual([
      '函.docx',
      '函.docx',
      '函',
    ]);
  });
});

describe('the audit log', () => {
  test('only what was filled in is asked, the newest first', () => {
    expect(auditInput({ from: null, to: '2022-06-27', actor: ' 王 ', action: '', subject: '' }, 200)).toEqual({
      limit: 200,
      newest_first: true,
      to: '2022-06-27',
      actor: '王',
    });
  });

  test('details are told in words, what cannot be read as it is', () => {
    expect(detailParts('{"version":2,"reason":"更正","x":["a","b"]}')).toEqual([
      ['版本', '2'],
      ['理由', '更正'],
      ['x', 'a、b'],
    ]);
    expect(detailParts('{"changes":["openness","text"],"ok":true,"files":[{"file":"a.pdf","version":1}]}')).toEqual([
      ['改动', '公开属性、正文'],
      ['通过', '是'],
      ['文件', '文件：a.pdf，版本：1'],
    ]);
    expect(detailParts('坏')).toEqual([['', '坏']]);
  });
});
