/** The whole table of rights, written out by hand: a change of rights shows in the difference of this file. */
import { expect, test } from 'vitest';
import { isOpen, mayCall } from '../../../main/archive/trust/accounts/rights.ts';
import { CALL_NAMES, ROLES, type Role } from '../../../shared/contract/index.ts';

/** A archivist, R reader, U auditor; Y sysadmin, S secadmin, D auditadmin; `*` also before anybody has signed in. */
const LETTERS: Readonly<Record<Role, string>> = {
  archivist: 'A',
  reader: 'R',
  auditor: 'U',
  sysadmin: 'Y',
  secadmin: 'S',
  auditadmin: 'D',
};

const EXPECTED: Readonly<Record<string, string>> = {
  'archive.info': 'ARUYSD',
  'reading.extract': 'ARU',
  'desk.read': 'A',
  'desk.discard': 'A',
  'desk.file': 'A',
  'letters.import': 'A',
  'letters.watch': 'A',
  'letters.nearDuplicates': 'ARU',
  'review.list': 'A',
  'review.show': 'A',
  'review.confirm': 'A',
  'letters.list': 'ARU',
  'letters.show': 'ARU',
  'letters.edit': 'A',
  'letters.attach': 'A',
  'letters.detach': 'A',
  'letters.attachmentPage': 'ARU',
  'letters.saveAttachment': 'ARU',
  'letters.history': 'ARU',
  'letters.diff': 'ARU',
  'letters.compare': 'ARU',
  'letters.printDiff': 'ARU',
  'letters.restore': 'A',
  'letters.finalise': 'A',
  'letters.unlock': 'A',
  'letters.previewBulk': 'A',
  'letters.editBulk': 'A',
  'letters.undoBulk': 'A',
  'letters.numbering': 'ARU',
  'letters.retention': 'ARU',
  'letters.setRetention': 'A',
  'settings.show': 'ARUYSD',
  'settings.change': 'AY',
  'search.query': 'ARU',
  'search.marks': 'ARU',
  'search.suggest': 'ARU',
  'search.attachmentText': 'ARU',
  'search.similar': 'ARU',
  'search.citedBy': 'ARU',
  'search.saved': 'ARU',
  'search.save': 'ARU',
  'search.seen': 'ARU',
  'search.unsave': 'ARU',
  'search.history': 'ARU',
  'search.remember': 'ARU',
  'search.forget': 'ARU',
  'search.reindex': 'A',
  'export.pdf': 'ARU',
  'letters.stats': 'ARU',
  'export.table': 'ARU',
  'export.register': 'ARU',
  'trust.verify': 'AUD',
  'trust.audit': 'AUD',
  'trust.inspect': 'AUD',
  'trust.checkSheet': 'AUD',
  'trust.exportAudit': 'AUD',
  'trust.tip': 'AUD',
  'trust.checkHead': 'AUD',
  'trust.backup': 'AY',
  'trust.backups': 'AY',
  'trust.restoreBackup': 'AY',
  'trust.undoRestore': 'AY',
  'session.current': 'ARUYSD*',
  'session.signIn': 'ARUYSD*',
  'session.signOut': 'ARUYSD*',
  'accounts.list': 'YSD',
  'accounts.add': 'YS',
  'accounts.setDisabled': 'YS',
  'accounts.setRoles': 'S',
  'accounts.changePassword': 'ARUYSD*',
  'accounts.unlock': 'S',
};

test('each role may use exactly the calls that the table gives it', () => {
  const actual = Object.fromEntries(
    CALL_NAMES.map((name) => [
      name,
      ROLES.filter((role) => mayCall([role], name))
        .map((role) => LETTERS[role])
        .join('') + (isOpen(name) ? '*' : ''),
    ]),
  );
  expect(actual).toEqual(EXPECTED);
});

test('several roles may use what any of them may; no role, nothing', () => {
  expect(mayCall(['reader', 'auditor'], 'trust.audit')).toBe(true);
  expect(mayCall(['reader', 'auditor'], 'letters.edit')).toBe(false);
  for (const name of CALL_NAMES) expect(mayCall([], name)).toBe(false);
});

test('no administrator may read or change a letter', () => {
  for (const name of CALL_NAMES.filter((one) => /^(letters|desk|search|reading|export)\./.test(one))) {
    for (const role of ['sysadmin', 'secadmin', 'auditadmin'] as const) expect(mayCall([role], name), name).toBe(false);
  }
});
