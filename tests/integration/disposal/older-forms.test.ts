/** Letters go from copies of every form: from what an older program kept in pieces as from what is packed. */
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { rewriteCopy, tidyBlocks } from '../../../main/archive/disposal/rewrite-copy.ts';
import { compactArchive } from '../../../main/archive/disposal/sweep.ts';
import { ARCHIVE_NAME } from '../../../main/archive/storage/open-checks.ts';
import { backupArchive, openBackup } from '../../../main/archive/trust/backup.ts';
import { listBackups } from '../../../main/archive/trust/backup-list.ts';
import { carryDisposals, readDisposals } from '../../../main/archive/trust/disposed/carry.ts';
import type { StubRow } from '../../../main/archive/trust/disposed/records.ts';
import { verifyArchive } from '../../../main/archive/trust/verify.ts';
import { SCHEMA_VERSIONS } from '../../fixtures/schema-versions/archives.ts';
import { fileSample } from '../../faults/acts.ts';
import { archiveIn, emptyFolder } from '../../support/archive.ts';
import { actsOf } from '../../support/disposal-acts.ts';
import { filesWith } from '../../support/disposals.ts';
import { folderOfVersion } from '../../support/earlier-archives.ts';

const ACTOR = '王档案';

const stubFor = (letter_id: string, number: number): StubRow => ({
  ...{ letter_id, disposal_id: 'x', number, ref_code: null, archive_year: 2012, retention: 'D10', item_no: number },
  ...{ filed_at: '', title: null, doc_number: null, issuer: null, issued_on: null, reply_kind: null },
  ...{ file_sha256: null, disposed_at: '', record: '{"files":[],"gone":[],"kept":[],"notes":[],"versions":[]}' },
});

/** The first eight characters of a sentence that the first of the earlier program's letters has, and of one in what is filed today. */
const IN_PIECES = '截至2023年5月，已建成';
const PACKED = '方便群众换乘；继续';

test.each(SCHEMA_VERSIONS)(
  'an archive that began as schema version %i, and its copies of then and now, keep nothing of a letter in pieces or of one that is packed',
  async (schema) => {
    const folder = folderOfVersion(schema);
    const backups = emptyFolder();
    copyFileSync(join(folder, ARCHIVE_NAME), join(backups, 'then.sqlite'));
    const db = await archiveIn(folder);
    const old = db.read.get<{ id: string }>('SELECT id FROM letter ORDER BY number LIMIT 1')?.id ?? '';
    const fresh = fileSample(db, 90);
    const places = (): unknown =>
      db.read.get(
        'SELECT count(*) AS n FROM content c JOIN version v ON v.text_sha256 = c.sha256 WHERE c.place IS NOT NULL',
      );
    expect(places()).toEqual({ n: 1 });
    await backupArchive(db, join(backups, 'now.sqlite'));
    await backupArchive(db, backups, { incremental: true });
    const files = listBackups(db.disk, folder, [backups]).map(({ file }) => file);
    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(filesWith(backups, [IN_PIECES]).length).toBeGreaterThan(2);
    expect(filesWith(backups, [PACKED]).length).toBeGreaterThan(1);

    const going = { acts: actsOf('x'), stubs: [stubFor(old, 1), stubFor(fresh, 90)] };
    db.transaction((tx) => carryDisposals(tx, going, ACTOR));
    const disposals = readDisposals(db.read);
    for (const file of files)
      expect(await rewriteCopy(db, file, { disposals, actor: ACTOR, announce: () => undefined }, {})).toBeDefined();
    for (const folderOfCopies of new Set(files.map((file) => dirname(file)))) await tidyBlocks(db.disk, folderOfCopies);
    expect((await verifyArchive(db, { deep: true })).problems).toEqual([]);
    db.holdStill()();
    db.close();
    await compactArchive(db.disk, folder);

    for (const where of [folder, backups]) expect(filesWith(where, [IN_PIECES, PACKED])).toEqual([]);
    for (const file of files) {
      const copy = await openBackup(file);
      expect((await verifyArchive(copy, { ofBackup: true, deep: true })).problems).toEqual([]);
      expect(copy.read.get('SELECT count(*) AS n FROM letter')).toEqual({ n: 3 });
      copy.close();
    }
  },
);
