/**
 * Every migration with an archive that the program before it made: old data in, new data out. What all of them owe is
 * checked by `rise` (tests/support/migration.ts); here stands what each brings.
 */
import { showLetter } from '../../../main/archive/letters/catalogue.ts';
import { refreshKeys } from '../../../main/archive/letters/near-keys.ts';
import { readSource } from '../../../main/archive/trust/letter-source.ts';
import { folderOfVersion } from '../../support/earlier-archives.ts';
import { tamper } from '../../support/tamper.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openArchiveDb } from '../../../main/archive/storage/database.ts';
import { LOCK_NAME } from '../../../main/archive/storage/lock.ts';
import { MIGRATIONS } from '../../../main/archive/storage/migrations/index.ts';
import { ARCHIVE_NAME } from '../../../main/archive/storage/open-checks.ts';
import { auditTip } from '../../../main/archive/trust/audit.ts';
import { backupArchive } from '../../../main/archive/trust/backup.ts';
import { restoreBackup } from '../../../main/archive/trust/restore.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { LATER, fileSample } from '../../faults/acts.ts';
import { SimulatedDisk } from '../../faults/simulated-disk.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';
import { SCHEMA_VERSIONS } from '../../fixtures/schema-versions/archives.ts';
import { rise, type Rise } from '../../support/migration.ts';

const count = ({ db }: Pick<Rise, 'db'>, table: string): number =>
  db.read.get<{ n: number }>(`SELECT count(*) AS n FROM archive.${table}`)?.n ?? -1;
const refuses = ({ db }: Pick<Rise, 'db'>, sql: string, why: string): void => {
  expect(() => db.transaction((tx) => tx.run(sql)), sql).toThrow(why);
};

describe('1 foundation', () => {
  test('a new archive has the tables, and what is filed can neither be changed nor taken out', async () => {
    const db = await archiveIn(emptyFolder(), { create: true, migrations: MIGRATIONS.slice(0, 1) });
    const tables = db.read
      .all<{ name: string }>("SELECT name FROM archive.sqlite_schema WHERE type = 'table' ORDER BY name")
      .map(({ name }) => name);
    expect(tables).toEqual(
      expect.arrayContaining(['attachment', 'audit', 'content', 'letter', 'letter_source', 'meta', 'version']),
    );
    db.transaction((tx) => {
      tx.run("INSERT INTO content VALUES ('c', 'text', 0)");
      tx.run(
        "INSERT INTO letter (id, number, filed_at, version, text_sha256, text_key, archive_year, retention, item_no) VALUES ('l', 1, '', 1, 'c', '', 2024, 'Y', 1)",
      );
      tx.run("INSERT INTO version VALUES ('l', 1, '', '', '', '[]', '{}', 'c', '[]', '', '')");
      tx.run("INSERT INTO audit VALUES (1, '', '', '', NULL, '{}', '', '')");
    });
    refuses({ db }, "UPDATE version SET at = 'x'", 'never changes');
    refuses({ db }, "UPDATE audit SET at = 'x'", 'never changes');
    refuses({ db }, 'UPDATE content SET size = 1', 'never changes');
    for (const table of ['version', 'content']) refuses({ db }, `DELETE FROM ${table}`, 'never deleted');
    refuses({ db }, 'DELETE FROM audit', 'never cut');
  });
});

describe('2 accounts', () => {
  test('nobody has an account yet, and one is never deleted or renamed', async () => {
    const risen = await rise(2);
    expect([count(risen, 'account'), count(risen, 'account_password')]).toEqual([0, 0]);
    risen.db.transaction((tx) =>
      tx.run(
        "INSERT INTO account (name_key, name, display_name, roles, created, changed) VALUES ('a', 'a', 'a', '[]', '', '')",
      ),
    );
    refuses(risen, 'DELETE FROM account', 'never deleted');
    refuses(risen, "UPDATE account SET name = 'b'", 'never renamed');
  });
});

describe('3 final letters and bulk edits', () => {
  test('no letter is final, no bulk edit is known, and a letter that is made final takes no version', async () => {
    const risen = await rise(3);
    expect(risen.db.read.all('SELECT DISTINCT final_version FROM letter')).toEqual([{ final_version: null }]);
    expect([count(risen, 'batch'), count(risen, 'batch_letter')]).toEqual([0, 0]);
    risen.db.transaction((tx) => tx.run('UPDATE letter SET final_version = version'));
    refuses(
      risen,
      `INSERT INTO version SELECT letter_id, version + 100, at, actor, reason, changes, elements, text_sha256, attachments,
         previous_sha256, sha256 FROM version LIMIT 1`,
      'takes no new version',
    );
  });

  test('accounts stay', async () => {
    const risen = await rise(3, { kind: 'accounts' });
    expect(risen.db.read.all('SELECT name, roles FROM account ORDER BY created')).toEqual([
      { name: '陈安全', roles: '["secadmin"]' },
      { name: '王档案', roles: '["archivist"]' },
    ]);
  });
});

describe('4 SM3', () => {
  test('rows of before have none, and the chain begins behind them', async () => {
    const risen = await rise(4, { adds: ['meta'] });
    const tip = auditTip(risen.db.read);
    expect(risen.db.read.all('SELECT DISTINCT sm3 FROM audit')).toEqual([{ sm3: '' }]);
    expect(risen.db.read.get("SELECT value FROM meta WHERE key = 'sm3_from'")).toEqual({ value: String(tip.seq + 1) });
  });

  test('in an archive without any row it begins with the first', async () => {
    const folder = emptyFolder();
    (await archiveIn(folder, { create: true, migrations: MIGRATIONS.slice(0, 3) })).close();
    const db = await archiveIn(folder, { migrations: MIGRATIONS.slice(0, 4) });
    expect(db.read.get("SELECT value FROM meta WHERE key = 'sm3_from'")).toEqual({ value: '1' });
  });
});

describe('5 kept searches', () => {
  test('nobody has kept or asked anything yet; a name or a query stands once a person', async () => {
    const risen = await rise(5);
    expect([count(risen, 'saved_search'), count(risen, 'search_history')]).toEqual([0, 0]);
    const keep = (id: string): string =>
      `INSERT INTO saved_search VALUES ('${id}', '王档案', '托管', '{"query":"托管"}', '', 0)`;
    risen.db.transaction((tx) => tx.run(keep('1')));
    refuses(risen, keep('2'), 'UNIQUE');
  });
});

describe('6 intake', () => {
  test('near keys are made later, nothing was watched, letters to be looked at are found by an index', async () => {
    const risen = await rise(6);
    expect(['near_key', 'near_piece', 'watched'].map((table) => count(risen, table))).toEqual([0, 0, 0]);
    const plan = risen.db.read.all<{ detail: string }>('EXPLAIN QUERY PLAN SELECT id FROM letter WHERE review = 1');
    expect(plan.map(({ detail }) => detail).join()).toMatch(/letter_for_review/);
  });
});

describe('7 indexes of the log', () => {
  test('the log is asked by them', async () => {
    const risen = await rise(7);
    const plan = (sql: string): string =>
      risen.db.read
        .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .map(({ detail }) => detail)
        .join();
    expect(plan("SELECT * FROM audit WHERE action = 'letter.edit' ORDER BY seq DESC")).toMatch(/audit_by_action/);
    expect(plan("SELECT action, count(*) FROM audit WHERE at >= '1' AND at < '2' GROUP BY action")).toMatch(
      /audit_by_time/,
    );
  });
});

describe('8 the contact address', () => {
  test('stored letters stay as they are: the element is empty in them until somebody fills it in', async () => {
    const { db, before } = await rise(8);
    expect(before.prepare("SELECT count(*) AS n FROM version WHERE elements LIKE '%contact_address%'").get()).toEqual({
      n: 0,
    });
    const { id } = db.read.get<{ id: string }>('SELECT id FROM letter LIMIT 1') ?? { id: '' };
    expect(showLetter(db.read, id).elements.contact_address).toBeNull();
  });
});

describe('9 recovery', () => {
  test('there is no recovery sheet yet and nobody has tried a name; accounts stay', async () => {
    const risen = await rise(9, { kind: 'accounts' });
    expect([count(risen, 'recovery_sheet'), count(risen, 'unknown_sign_in')]).toEqual([0, 0]);
    expect(count(risen, 'account')).toBe(2);
    const sheet = (id: number): string => `INSERT INTO recovery_sheet VALUES (${id}, 1, '', '')`;
    risen.db.transaction((tx) => tx.run(sheet(1)));
    refuses(risen, sheet(2), 'CHECK');
    refuses(risen, 'INSERT INTO unknown_sign_in VALUES (4096, 1, NULL)', 'CHECK');
  });
});

describe('10 evidence', () => {
  test('what was put down at filing can no longer be changed or taken out', async () => {
    const risen = await rise(10);
    const steps: [string, string][] = [
      ["UPDATE letter_source SET file_name = 'x'", 'never changes'],
      ['DELETE FROM letter_source', 'never deleted'],
      ['UPDATE attachment_text SET code = NULL', 'never changes'],
      ['DELETE FROM attachment_text', 'never deleted'],
      ['DELETE FROM letter', 'never deleted'],
      ['UPDATE letter SET number = number + 1', 'never changes'],
    ];
    for (const [sql, why] of steps) refuses(risen, sql, why);
    risen.db.transaction((tx) => tx.run('UPDATE letter SET review = 1 - review'));
  });

  test('accounts stay', async () => {
    const risen = await rise(10, { kind: 'accounts' });
    expect(count(risen, 'account')).toBe(2);
  });
});

describe('11 joint letters', () => {
  test('stored letters stay as they are; the elements that there were not yet are empty in them', async () => {
    const { db } = await rise(11);
    const ids = db.read.all<{ id: string }>('SELECT id FROM archive.letter');
    expect(ids.length).toBeGreaterThan(0);
    for (const { id } of ids) {
      const { case_numbers, signers, draft_unit } = showLetter(db.read, id).elements;
      expect([case_numbers, signers, draft_unit]).toEqual([[], [], null]);
    }
  });
});

describe('12 packages', () => {
  test('nothing has come with a package yet, and what comes can neither be changed nor taken out', async () => {
    const risen = await rise(12);
    for (const table of ['package', 'version_origin', 'foreign_version']) expect(count(risen, table)).toBe(0);
    const id = risen.db.read.get<{ id: string }>('SELECT id FROM letter LIMIT 1')?.id ?? '';
    const text = risen.db.read.get<{ sha256: string }>('SELECT sha256 FROM content LIMIT 1')?.sha256 ?? '';
    risen.db.transaction((tx) => {
      tx.run("INSERT INTO package VALUES ('p', '甲局', 'a', '', '')");
      tx.run("INSERT INTO version_origin VALUES (?, 1, 'p')", [id]);
      tx.run("INSERT INTO foreign_version VALUES ('p', ?, 2, ?, 1, '', '', '', '[]', '{}', ?, '[]', '', 's')", [
        id,
        id,
        text,
      ]);
    });
    for (const table of ['package', 'version_origin', 'foreign_version']) {
      refuses(risen, `DELETE FROM ${table}`, 'never deleted');
      const column = table === 'package' ? 'name' : 'version';
      refuses(risen, `UPDATE ${table} SET ${column} = 9`, 'never changes');
    }
  });
});

describe('13 public versions', () => {
  test('nothing has been decided yet, and what is decided can neither be changed nor taken out', async () => {
    const risen = await rise(13);
    expect(count(risen, 'public_act')).toBe(0);
    const act = (kind: string): string =>
      `INSERT INTO public_act SELECT 1, id, 1, '${kind}', '', '', '{}' FROM letter LIMIT 1`;
    refuses(risen, act('other'), 'CHECK');
    risen.db.transaction((tx) => tx.run(act('decide')));
    refuses(risen, 'DELETE FROM public_act', 'never deleted');
    refuses(risen, "UPDATE public_act SET detail = '[]'", 'never changes');
    const plan = risen.db.read.all<{ detail: string }>(
      "EXPLAIN QUERY PLAN SELECT * FROM public_act WHERE letter_id = 'x' ORDER BY seq",
    );
    expect(plan.map(({ detail }) => detail).join()).toMatch(/public_act_by_letter/);
  });
});

describe('14 disposal', () => {
  test('nothing was disposed of; a letter goes only where its stub is, its content only where that is noted, and it does not come back', async () => {
    const risen = await rise(14);
    for (const table of ['disposal_act', 'stub', 'disposed_content']) expect(count(risen, table)).toBe(0);
    const { id, text } = risen.db.read.get<{ id: string; text: string }>(
      'SELECT id, text_sha256 AS text FROM letter LIMIT 1',
    ) ?? { id: '', text: '' };
    for (const [table, key] of [
      ['version', 'letter_id'],
      ['letter_source', 'letter_id'],
      ['attachment', 'letter_id'],
      ['letter', 'id'],
    ] as const)
      refuses(risen, `DELETE FROM ${table} WHERE ${key} = '${id}'`, 'never deleted');
    for (const table of ['text_chunk', 'byte_chunk', 'content'])
      refuses(risen, `DELETE FROM ${table}`, 'content is never deleted');
    risen.db.transaction((tx) => {
      tx.run("INSERT INTO disposal_act VALUES ('d', 1, 'open', '', '', '{}')");
      tx.run(
        "INSERT INTO stub SELECT id, 'd', number, ref_code, archive_year, retention, item_no, filed_at, NULL, NULL, NULL, NULL, NULL, file_sha256, '', '{}' FROM letter WHERE id = ?",
        [id],
      );
      tx.run('INSERT INTO disposed_content VALUES (?, ?)', [text, id]);
    });
    refuses(risen, "INSERT INTO disposal_act VALUES ('d', 2, 'other', '', '', '{}')", 'CHECK');
    for (const table of ['disposal_act', 'stub', 'disposed_content']) {
      refuses(risen, `DELETE FROM ${table}`, 'never deleted');
      refuses(risen, `UPDATE ${table} SET ${table === 'disposal_act' ? 'actor' : 'letter_id'} = 'x'`, 'never changes');
    }
    // The other letters are guarded as before.
    refuses(risen, 'DELETE FROM version', 'never deleted');
    refuses(risen, `INSERT OR REPLACE INTO letter SELECT * FROM letter WHERE id = '${id}'`, 'does not come back');
    risen.db.transaction((tx) => tx.run('DELETE FROM text_chunk WHERE sha256 = ?', [text]));
    refuses(risen, 'DELETE FROM text_chunk', 'content is never deleted');
    const plan = (sql: string): string =>
      risen.db.read
        .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .map(({ detail }) => detail)
        .join();
    expect(plan("SELECT 1 FROM version WHERE text_sha256 = 'x'")).toMatch(/version_by_text/);
    expect(plan("SELECT 1 FROM stub WHERE file_sha256 = 'x'")).toMatch(/stub_by_file/);
  });
});

describe('15 packed', () => {
  const turnsOver = ['near_key', 'near_piece'];

  test('what is there stays as it is and is read; near keys are the same, as bytes and by number', async () => {
    const { db, before } = await rise(15, { turnsOver });
    const was = before
      .prepare('SELECT l.number, n.text_sha256, n.key FROM near_key n JOIN letter l ON l.id = n.letter_id ORDER BY 1')
      .all() as { number: number; text_sha256: string; key: string }[];
    expect(was.length).toBeGreaterThan(0);
    const is = db.read.all<{ number: number; text_sha256: string; key: Uint8Array }>('SELECT * FROM near_key');
    expect(is.map((row) => ({ ...row, key: Buffer.from(row.key).toString('hex') }))).toEqual(was);
    const pieces = 'SELECT p.piece, l.number FROM near_piece p JOIN letter l ON l.id = p.letter_id ORDER BY 1, 2';
    expect(db.read.all('SELECT piece, number FROM near_piece ORDER BY 1, 2')).toEqual(
      before
        .prepare(pieces)
        .all()
        .map((row) => ({ ...row })),
    );
    expect(db.read.get('SELECT count(place) AS n FROM content')).toEqual({ n: 0 });
    expect(db.read.get('SELECT count(packed) AS n FROM letter_source')).toEqual({ n: 0 });
    for (const { id } of db.read.all<{ id: string }>('SELECT id FROM letter')) {
      expect(showLetter(db.read, id).text).not.toBe('');
      expect(readSource(db.read, id)?.evidence).toMatch(/^\{/);
    }
  });

  test('what is filed behind it is packed, and can neither be changed nor taken out', async () => {
    const risen = await rise(15, { turnsOver });
    fileSample(risen.db, 90);
    expect(count(risen, 'packed_content')).toBeGreaterThan(0);
    refuses(risen, "UPDATE packed_content SET data = x'00'", 'never changes');
    refuses(risen, 'DELETE FROM packed_content', 'never deleted');
    refuses(risen, 'UPDATE content SET place = 1 WHERE place IS NULL', 'never changes');
    expect((await verifyArchive(risen.db, { deep: true })).problems).toEqual([]);
  });

  test('what is packed goes only where its content is noted as gone with a letter, and that is found by an index', async () => {
    const risen = await rise(15, { turnsOver });
    const letter = fileSample(risen.db, 90);
    fileSample(risen.db, 91);
    const { text, place } = risen.db.read.get<{ text: string; place: number }>(
      'SELECT l.text_sha256 AS text, c.place FROM letter l JOIN content c ON c.sha256 = l.text_sha256 WHERE l.id = ?',
      [letter],
    ) ?? { text: '', place: 0 };
    const others = count(risen, 'packed_content') - 1;
    refuses(risen, `DELETE FROM packed_content WHERE place = ${place}`, 'content is never deleted');
    risen.db.transaction((tx) => {
      tx.run(
        "INSERT INTO stub SELECT id, 'd', number, ref_code, archive_year, retention, item_no, filed_at, NULL, NULL, NULL, NULL, NULL, file_sha256, '', '{}' FROM letter WHERE id = ?",
        [letter],
      );
      tx.run('INSERT INTO disposed_content VALUES (?, ?)', [text, letter]);
    });
    refuses(risen, 'DELETE FROM packed_content', 'content is never deleted');
    risen.db.transaction((tx) => tx.run('DELETE FROM packed_content WHERE place = ?', [place]));
    expect(count(risen, 'packed_content')).toBe(others);
    const plan = risen.db.read.all<{ detail: string }>(
      'EXPLAIN QUERY PLAN SELECT 1 FROM content c JOIN disposed_content d ON d.sha256 = c.sha256 WHERE c.place = 1',
    );
    expect(plan.map(({ detail }) => detail).join()).toMatch(/content_by_place/);
  });

  test('a near key that is none is left out, to be made anew', async () => {
    const folder = folderOfVersion(14);
    tamper(
      join(folder, ARCHIVE_NAME),
      "UPDATE near_key SET key = 'x' || key WHERE letter_id = (SELECT min(letter_id) FROM near_key)",
    );
    const db = await archiveIn(folder);
    const keys = (): number => count({ db }, 'near_key');
    const before = keys();
    refreshKeys(db);
    expect(keys()).toBe(before + 1);
    expect((await verifyArchive(db, { deep: true })).problems).toEqual([]);
  });
});

describe('what every migration owes', () => {
  // Behind the newest schema version of which there is an archive.
  const number = Math.max(...SCHEMA_VERSIONS) + 1;
  const next = (up: string): Promise<Rise> =>
    rise(number, { migrations: [...MIGRATIONS.slice(0, number - 1), { number, name: 'next', up }] });

  test('a schema version that only says that there is something new in it needs no step', async () => {
    const { db } = await next('');
    expect(db.read.get('PRAGMA archive.user_version')).toEqual({ user_version: number });
  });

  test('one that touches what it should not is found out', async () => {
    await expect(next("UPDATE archive.letter SET title = 'x'")).rejects.toThrow();
    await expect(next("UPDATE archive.letter_source SET warnings = '[1]'")).rejects.toThrow('never changes');
    await expect(
      next("DROP TRIGGER archive.letter_source_is_final; UPDATE archive.letter_source SET warnings = '[1]'"),
    ).rejects.toThrow("kind: 'letter'");
    await expect(next('DELETE FROM archive.search_history')).rejects.toThrow('search_history');
    await expect(next("INSERT INTO archive.meta VALUES ('x', 'y')")).rejects.toThrow('meta');
  });

  test('one that only the journal of a crash has is not taken again, whoever opens the archive', async () => {
    const disk = new SimulatedDisk();
    const folder = '/data/archive';
    disk.mkdir('/backups');
    const first = await openArchiveDb(folder, { create: true, disk });
    fileSample(first, 1);
    const { file } = await backupArchive(first, '/backups/b.sqlite');
    first.close();
    // Never closed: the rise is on the medium, but in the journal alone.
    const risen = await openArchiveDb(folder, { disk, migrations: LATER });
    const crashed = disk.afterCut(disk.changes, 'kept', () => 0);
    risen.close();
    crashed.unlink(join(folder, LOCK_NAME));
    const header = crashed.content(join(folder, ARCHIVE_NAME)).readUInt32BE(60);
    expect(header).toBe(MIGRATIONS.length);
    await restoreBackup(file, folder, { disk: crashed, migrations: LATER, actor: '王档案' });
    const db = await openArchiveDb(folder, { disk: crashed, migrations: LATER });
    expect((await verifyArchive(db)).problems).toEqual([]);
    db.close();
  });

  test('each has its part here', () => {
    const own = readFileSync(import.meta.filename, 'utf8');
    for (const migration of MIGRATIONS) expect(own).toMatch(new RegExp(`^describe\\('${migration.number} `, 'm'));
  });
});
