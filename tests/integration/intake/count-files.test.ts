/** What an import would come upon is counted before it begins: kinds, packages, and what is left out and why. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine, temporaryFolder } from '../../support/engine.ts';
import { fileText } from '../../support/engine.ts';

test('files are counted by kind, packages whole, and what an import leaves out with its reason', async () => {
  const place = temporaryFolder();
  const engine = await openEngine(join(place, 'archive'));
  await fileText(engine, '青岚市水务局\n关于节水的答复\n李明委员：\n已办理。', '1.txt');
  const folder = join(place, '函件');
  mkdirSync(join(folder, '2023', '附件'), { recursive: true });
  for (const name of ['1.docx', '2.DOC', '2023/3.pdf', '2023/4.ofd', '2023/附件/5.xlsx', '2023/附件/6.dwg', '7.txt'])
    writeFileSync(join(folder, name), 'x');
  writeFileSync(join(folder, '8.docx.crdownload'), 'x');
  writeFileSync(join(folder, '~$1.docx'), 'x');
  writeFileSync(join(folder, 'Thumbs.db'), 'x');
  symlinkSync(join(folder, '7.txt'), join(folder, '9.txt'));
  await engine.call('export.package', { out: join(folder, '移交') });
  const counted = await engine.call('letters.countFiles', { paths: [folder] });
  expect(counted).toEqual({
    files: 7,
    packages: 1,
    kinds: [
      { kind: 'word', files: 2 },
      { kind: 'page', files: 2 },
      { kind: 'sheet', files: 1 },
      { kind: 'text', files: 1 },
      { kind: 'other', files: 1 },
    ],
    left_out: [
      { code: 'FILE_UNFINISHED', files: 2 },
      { code: 'READ_BEFORE', files: 1 },
    ],
  });
  const tried = await engine.call('letters.import', { paths: [folder], dry_run: true });
  const told = tried.items.filter(({ file }) => !file.includes('移交')).length;
  expect(told).toBe(counted.files + counted.left_out.reduce((sum, one) => sum + one.files, 0));
});

test('counting takes turns, tells how far it has come, and can be cancelled', async () => {
  const place = temporaryFolder();
  const engine = await openEngine(join(place, 'archive'));
  const folder = join(place, '函件');
  mkdirSync(folder);
  for (let number = 0; number < 450; number += 1) writeFileSync(join(folder, `${number}.txt`), 'x');
  const steps: number[] = [];
  const counted = await engine.call(
    'letters.countFiles',
    { paths: [folder] },
    { onProgress: ({ done }) => steps.push(done) },
  );
  expect(counted.files).toBe(450);
  expect(steps).toEqual([0, 200, 400]);
  const abort = new AbortController();
  const cancelled = engine.call(
    'letters.countFiles',
    { paths: [folder] },
    { signal: abort.signal, onProgress: ({ done }) => done === 200 && abort.abort() },
  );
  await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
});
