/** The rules of docs/spec/history.md, on a real archive. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { fileText, openEngine, temporaryFile, temporaryFolder } from '../../support/engine.ts';
import { WRAPPED_LETTER } from '../../support/letters.ts';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describe('versions', () => {
  test('version 1 is the state at import, with the bytes of the file', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, WRAPPED_LETTER);
    const letter = await engine.call('letters.show', { id });
    expect(letter.version).toBe(1);
    expect(letter.elements.doc_number).toBe('云教函〔2023〕41号');
    expect(letter.ref_code).toBe('Z001-WS·2023-D30-0001');
    const [original] = letter.attachments;
    expect(original).toMatchObject({ name: '答复函.txt', role: 'ORIGINAL' });
    const out = join(temporaryFolder(), 'original.txt');
    await engine.call('letters.saveAttachment', { id, attachment: original?.id ?? '', out });
    expect(readFileSync(out, 'utf8')).toBe(WRAPPED_LETTER);
    await expect(
      engine.call('letters.detach', { id, attachment: original?.id ?? '', reason: '试着移除原件' }),
    ).rejects.toThrow(code('BAD_VALUE'));
  });

  test('every save is a full new version with who, when and why', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, WRAPPED_LETTER);
    const before = await engine.call('letters.show', { id });
    const text = before.text.replace('新建托管点12个', '新建托管点15个');
    expect(text).not.toBe(before.text);
    await engine.call('letters.edit', { id, set: { result_code: 'A' }, text, reason: '按办结情况更正' });
    const history = await engine.call('letters.history', { id });
    expect(history.map((row) => [row.version, row.actor, row.reason, row.changes])).toEqual([
      [1, '王档案', '归档', []],
      [2, '王档案', '按办结情况更正', ['result_code', 'text']],
    ]);
    expect(await engine.call('letters.show', { id, version: 1 })).toEqual({ ...before, versions: 2 });
    const diff = await engine.call('letters.diff', { id, from: 1, to: 2 });
    expect(diff.fields).toEqual([{ field: 'result_code', from: 'B', to: 'A' }]);
    expect(diff.text.filter((op) => op.op !== 'equal')).toEqual([
      { op: 'delete', text: '2' },
      { op: 'insert', text: '5' },
    ]);
  });

  test('a reason is required, and a save that changes nothing makes no version', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, WRAPPED_LETTER);
    await expect(engine.call('letters.edit', { id, set: { result_code: 'C' }, reason: '  ' })).rejects.toThrow(
      code('REASON_REQUIRED'),
    );
    await expect(engine.call('letters.edit', { id, set: { result_code: 'B' }, reason: '无变化' })).rejects.toThrow(
      code('NOTHING_CHANGED'),
    );
    expect(await engine.call('letters.history', { id })).toHaveLength(1);
  });

  test('a change on an old version is refused where a newer one exists', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, WRAPPED_LETTER);
    await engine.call('letters.edit', { id, base_version: 1, set: { contact: '陈启铭' }, reason: '更正姓名' });
    await expect(
      engine.call('letters.edit', { id, base_version: 1, set: { contact: '程启明' }, reason: '更正姓名' }),
    ).rejects.toThrow(code('VERSION_CONFLICT'));
  });

  test('a restore is a new version on top', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, WRAPPED_LETTER);
    const first = await engine.call('letters.show', { id });
    await engine.call('letters.edit', { id, text: '改坏了', reason: '误改' });
    const made = await engine.call('letters.restore', { id, version: 1, reason: '恢复误改' });
    expect(made.version).toBe(3);
    const restored = await engine.call('letters.show', { id });
    expect(restored.text).toBe(first.text);
    expect((await engine.call('letters.show', { id, version: 2 })).text).toBe('改坏了');
  });

  test('a detached file stays in the history and can be written out again', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, WRAPPED_LETTER);
    const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 31) & 255);
    const path = temporaryFile('附表.bin', bytes);
    const attached = await engine.call('letters.attach', {
      id,
      attachments: [{ source: { path } }],
      reason: '补充附表',
    });
    const file = attached.attachments.find((a) => a.name === '附表.bin');
    await engine.call('letters.detach', { id, attachment: file?.id ?? '', reason: '附错文件' });
    expect((await engine.call('letters.show', { id })).attachments).toHaveLength(1);
    expect((await engine.call('letters.show', { id, version: 2 })).attachments).toHaveLength(2);
    const out = join(temporaryFolder(), 'out.bin');
    await engine.call('letters.saveAttachment', { id, attachment: file?.id ?? '', out });
    expect(readFileSync(out).equals(bytes)).toBe(true);
    await expect(engine.call('letters.saveAttachment', { id, attachment: file?.id ?? '', out })).rejects.toThrow(
      code('TARGET_EXISTS'),
    );
  });

  test('the database itself refuses to change or delete versions and the audit log', async () => {
    const folder = join(temporaryFolder(), 'archive');
    const engine = await openEngine(folder);
    await fileText(engine, WRAPPED_LETTER);
    await engine.close();
    const other = new DatabaseSync(join(folder, 'archive.sqlite'));
    for (const table of ['version', 'audit', 'content', 'attachment']) {
      expect(() => other.exec(`DELETE FROM ${table}`)).toThrow(/never/);
    }
    expect(() => other.exec(`UPDATE version SET reason = 'x'`)).toThrow(/never/);
    expect(() => other.exec(`UPDATE audit SET actor = 'x'`)).toThrow(/never/);
    other.close();
  });

  test('everything is there after the archive was closed and opened again', async () => {
    const folder = join(temporaryFolder(), 'archive');
    const engine = await openEngine(folder);
    const id = await fileText(engine, WRAPPED_LETTER);
    await engine.call('letters.edit', { id, set: { contact: '陈启铭' }, reason: '更正姓名' });
    const before = await engine.call('letters.show', { id });
    await engine.close();
    const again = await openEngine(folder);
    expect(await again.call('letters.show', { id })).toEqual(before);
    expect(await again.call('trust.verify', {})).toMatchObject({ ok: true, problems: [] });
  });

  test('filing the same letter twice is refused until it is asked for', async () => {
    const engine = await openEngine();
    const id = await fileText(engine, WRAPPED_LETTER);
    const bytes = new TextEncoder().encode(WRAPPED_LETTER);
    const read = await engine.call('desk.read', { source: { name: '另存.txt', bytes } });
    expect(read.duplicate_of.map((d) => d.id)).toEqual([id]);
    const filing = { draft_id: read.draft_id, elements: read.elements };
    await expect(engine.call('desk.file', filing)).rejects.toThrow(code('DUPLICATE'));
    await expect(engine.call('desk.file', { ...filing, allow_duplicate: true })).resolves.toMatchObject({ version: 1 });
  });

  test('a file that changed after it was read is not filed', async () => {
    const engine = await openEngine();
    const path = temporaryFile('答复.txt', WRAPPED_LETTER);
    const read = await engine.call('desk.read', { source: { path } });
    writeFileSync(path, `${WRAPPED_LETTER}补记`);
    await expect(engine.call('desk.file', { draft_id: read.draft_id, elements: read.elements })).rejects.toThrow(
      code('FILE_CHANGED'),
    );
    expect((await engine.call('letters.list', {})).total).toBe(0);
  });
});
