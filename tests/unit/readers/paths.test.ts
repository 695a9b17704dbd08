/** What a path may lead to, and which files of a folder are taken. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathError } from '../../../main/archive/reading/load-file.ts';
import { readRaw } from '../../../main/archive/reading/read-raw.ts';
import { settled } from '../../../main/archive/reading/unfinished.ts';
import { walkFiles } from '../../../main/archive/reading/walk.ts';
import { codeOf } from './code-of.ts';
import { LETTER, ownFolder } from './make.ts';

describe('paths', () => {
  test('that lead nowhere, to a folder, or hold a nul', async () => {
    const folder = ownFolder();
    expect(await codeOf({ path: path.join(folder, 'nichts.txt') })).toBe('BAD_PATH');
    expect(await codeOf({ path: folder })).toBe('NOT_A_FILE');
    expect(await codeOf({ path: `${folder}/a\0b.txt` })).toBe('BAD_PATH');
    expect(await codeOf({ path: path.join(folder, 'x'.repeat(300)) })).toBe('BAD_PATH');
    writeFileSync(path.join(folder, 'a.txt'), '');
    expect(await codeOf({ path: path.join(folder, 'a.txt') })).toBe('EMPTY_FILE');
    expect(await codeOf({ path: path.join(folder, 'a.txt', 'b.txt') })).toBe('BAD_PATH');
  });

  test.skipIf(process.platform === 'win32')('to devices and pipes are never opened', async () => {
    const pipe = path.join(ownFolder(), 'pipe.txt');
    execFileSync('mkfifo', [pipe]);
    expect(await codeOf({ path: '/dev/zero' })).toBe('NOT_A_FILE');
    expect(await codeOf({ path: pipe })).toBe('NOT_A_FILE');
  });

  test('with a name of 255 bytes are read', async () => {
    const file = path.join(ownFolder(), `${'函'.repeat(83)}aa.txt`);
    expect(Buffer.byteLength(path.basename(file))).toBe(255);
    writeFileSync(file, LETTER);
    expect((await readRaw({ path: file })).raw.text).toBe(LETTER);
  });

  test('to a file far too large are refused without being read', async () => {
    const file = path.join(ownFolder(), 'a.txt');
    writeFileSync(file, '甲');
    truncateSync(file, 5 * 1024 ** 3);
    const started = performance.now();
    expect(await codeOf({ path: file })).toBe('FILE_TOO_LARGE');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('to 200 MB of text are refused at the first look', async () => {
    const file = path.join(ownFolder(), 'a.txt');
    writeFileSync(file, LETTER.repeat(200));
    truncateSync(file, 200 * 1024 ** 2);
    expect(await codeOf({ path: file })).toBe('FILE_TOO_LARGE');
  });

  test('a file that grows while it is read is not taken', async () => {
    const file = path.join(ownFolder(), 'a.txt');
    writeFileSync(file, Buffer.alloc(24 * 1024 * 1024, '函'));
    const reading = codeOf({ path: file });
    const grow = setInterval(() => {
      appendFileSync(file, '函');
    }, 0);
    expect(
      await reading.finally(() => {
        clearInterval(grow);
      }),
    ).toBe('FILE_CHANGED');
  });
});

describe('walking folders', () => {
  test('in order of names, once each, without what systems leave behind', () => {
    const folder = ownFolder();
    mkdirSync(path.join(folder, '下级'));
    for (const name of ['10.txt', '2.txt', '~$2.docx', '.DS_Store', 'Thumbs.db', 'desktop.ini', '下级/1.txt']) {
      writeFileSync(path.join(folder, name), 'x');
    }
    const found = [...walkFiles([folder, path.join(folder, '2.txt')])].filter(({ error }) => error === undefined);
    expect(found.map((file) => path.relative(folder, file.path))).toEqual([
      '2.txt',
      '10.txt',
      path.join('下级', '1.txt'),
    ]);
  });

  test.each([
    '下载丙.txt.crdownload',
    '下载.docx.part',
    '~$复函.docx',
    '.~lock.复函.odt#',
    '~WRL0003.tmp',
    '复函.pdf.downloading',
    '复函.pdf.xltd',
    '复函.tmp',
  ])('%s is named as unfinished and not opened', (name) => {
    const folder = ownFolder();
    writeFileSync(path.join(folder, name), LETTER);
    writeFileSync(path.join(folder, '复函.txt'), LETTER);
    const found = [...walkFiles([folder])].map((file) => [path.basename(file.path), file.error?.code]);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual([name, 'FILE_UNFINISHED']);
    expect(found).toContainEqual(['复函.txt', undefined]);
  });

  test('the folder of a download under way is not entered', () => {
    const folder = ownFolder();
    mkdirSync(path.join(folder, '复函.docx.download'));
    writeFileSync(path.join(folder, '复函.docx.download', '复函.docx'), LETTER);
    expect([...walkFiles([folder])].map(({ error }) => error?.code)).toEqual(['FILE_UNFINISHED']);
  });

  test('a file that grows between two looks is unfinished, others come in their order', async () => {
    const folder = ownFolder();
    for (const name of ['1.txt', '2.txt', '3.txt']) writeFileSync(path.join(folder, name), LETTER);
    const long = new Date(Date.now() - 60_000);
    utimesSync(path.join(folder, '3.txt'), long, long);
    const seen: (string | undefined)[][] = [];
    for await (const file of settled(walkFiles([folder]))) {
      // 3.txt is old and comes first: meanwhile the fresh 1.txt is written on.
      if (seen.length === 0) appendFileSync(path.join(folder, '1.txt'), '接着写');
      seen.push([path.basename(file.path), file.error?.code]);
    }
    expect(seen).toEqual([
      ['3.txt', undefined],
      ['1.txt', 'FILE_UNFINISHED'],
      ['2.txt', undefined],
    ]);
  });

  test('a file that another program holds is told as such', () => {
    const busy = pathError(Object.assign(new Error('busy'), { code: 'EBUSY' }), '复函.docx');
    expect(busy.code).toBe('FILE_IN_USE');
  });

  test('links that run in circles end and are named, broken links are reported', () => {
    const folder = ownFolder();
    mkdirSync(path.join(folder, 'a'));
    symlinkSync(folder, path.join(folder, 'a', 'back'));
    symlinkSync(path.join(folder, 'nichts'), path.join(folder, 'broken'));
    writeFileSync(path.join(folder, 'a', 'x.txt'), 'x');
    const found = [...walkFiles([folder])].map(({ path: place, error }) => [path.relative(folder, place), error?.code]);
    expect(found).toEqual([
      [path.join('a', 'back'), 'READ_BEFORE'],
      [path.join('a', 'x.txt'), undefined],
      ['broken', 'BAD_PATH'],
    ]);
  });

  test('a link to a file beside it is named, and its file is read once', () => {
    const folder = ownFolder();
    writeFileSync(path.join(folder, 'b.txt'), 'x');
    symlinkSync(path.join(folder, 'b.txt'), path.join(folder, 'a.txt'));
    const found = [...walkFiles([folder])].map(({ path: place, error }) => [path.basename(place), error?.code]);
    expect(found).toEqual([
      ['a.txt', undefined],
      ['b.txt', 'READ_BEFORE'],
    ]);
  });

  test('a path that is not there is reported and the others are walked', () => {
    const folder = ownFolder();
    writeFileSync(path.join(folder, 'x.txt'), 'x');
    const found = [...walkFiles([path.join(folder, 'nichts'), folder])];
    expect(found.map(({ error }) => error?.code)).toEqual(['BAD_PATH', undefined]);
  });
});

test('links that lead out of the named folder, and the archive’s own folder, are named and not followed', () => {
  const [inbox, elsewhere, archive] = [ownFolder(), ownFolder(), ownFolder()];
  mkdirSync(path.join(elsewhere, '私人'));
  mkdirSync(path.join(inbox, '里'));
  for (const file of [path.join(elsewhere, '私人/1.txt'), path.join(inbox, '里/2.txt'), path.join(archive, 'a.head')])
    writeFileSync(file, 'x');
  symlinkSync(path.join(elsewhere, '私人'), path.join(inbox, '链接'));
  symlinkSync(path.join(elsewhere, '私人/1.txt'), path.join(inbox, '链接.txt'));
  symlinkSync(path.join(inbox, '里'), path.join(inbox, '自己'));
  symlinkSync(inbox, path.join(elsewhere, '收件夹'));
  const told = (paths: string[]): [string, string | undefined][] =>
    [...walkFiles(paths, archive)].map((file) => [path.basename(file.path), file.error?.code]);
  expect(told([inbox])).toEqual([
    ['2.txt', undefined],
    ['链接', 'LINK_LEADS_OUT'],
    ['链接.txt', 'LINK_LEADS_OUT'],
    ['自己', 'READ_BEFORE'],
  ]);
  // What a person names is taken, by a link too.
  expect(told([path.join(elsewhere, '收件夹', '里'), path.join(inbox, '链接.txt')])).toEqual([
    ['2.txt', undefined],
    ['链接.txt', undefined],
  ]);
  expect(told([archive])).toEqual([[path.basename(archive), 'ARCHIVE_OWN_FILE']]);
  expect(told([path.join(archive, 'a.head')])).toEqual([['a.head', 'ARCHIVE_OWN_FILE']]);
});
