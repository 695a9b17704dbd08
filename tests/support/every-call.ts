/** For each call of the contract an input that is valid in the office that tests/integration/accounts/every-call.test.ts makes. A new call does not compile without one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import { emptyElements } from '../../shared/model/elements.ts';
import { DEFAULT_SETTINGS } from '../../shared/model/settings.ts';
import { passwordOf } from './accounts.ts';
import { temporaryFolder } from './engine.ts';
import { PLAIN_LETTER } from './letters.ts';

/** What calls are about: letters and people that are there, files outside, and what earlier calls have answered. */
export interface World {
  /** A letter with two versions and a picture attached, and another one. */
  letter: string;
  other: string;
  picture: string;
  /** A mail attached to the same. */
  mail: string;
  /** The newest version of the first letter. */
  version: () => number;
  /** Accounts that nobody signs in with, to be acted on. */
  spares: readonly [string, string, string];
  /** Who signs in, and his password; a spare's where nobody does. */
  self: { name: string; password: string };
  secadmin: { name: string; password: string };
  recoveryCode: string;
  backup: string;
  /** A package of another archive in which `other` was changed too. */
  packed: string;
  /** A folder outside the archive. */
  place: string;
  made: Partial<{ [N in CallName]: CallOutput<N> }>;
}

type Inputs = { [N in CallName]: (world: World) => CallInput<N> };

/** A person's password; without his name, which no password may hold. */
export const secretOf = (name: string, word = ''): string => passwordOf(`${word}${[...name].reverse().join('')}`);

const person = (name: string) => ({ name, password: secretOf(name, 'new') });

/** A letter in a file of its own; no two are the same. */
let files = 0;
function letterFile(): string {
  files += 1;
  const path = join(temporaryFolder(), `来文${files}.txt`);
  writeFileSync(path, PLAIN_LETTER.replaceAll('0236', String(3000 + files)).replace('14条', `${files}4条`));
  return path;
}

export const INPUTS: Inputs = {
  'archive.info': () => ({}),
  'settings.show': () => ({}),
  'settings.change': () => ({ backup: { ...DEFAULT_SETTINGS.backup, daily: 9 } }),
  'reading.extract': () => ({ source: { path: letterFile() } }),
  'desk.read': () => ({ source: { path: letterFile() } }),
  'desk.file': ({ made }) => ({
    draft_id: made['desk.read']?.draft_id ?? 'x',
    elements: made['desk.read']?.elements ?? emptyElements(),
  }),
  'desk.page': ({ made }) => ({ draft_id: made['desk.read']?.draft_id ?? 'x' }),
  'desk.preview': ({ made }) => ({ draft_id: made['desk.read']?.draft_id ?? 'x' }),
  'desk.number': () => ({ issued_on: '2023-05-06' }),
  'review.reopen': ({ other }) => ({ id: other }),
  'letters.listIds': () => ({ only: 'no_date' }),
  'letters.rows': ({ letter }) => ({ ids: [letter] }),
  'letters.find': ({ letter }) => ({ words: [letter] }),
  'letters.told': ({ letter }) => ({ letters: [{ id: letter, version: 2 }] }),
  'letters.today': () => ({}),
  'letters.pageWords': ({ letter, picture }) => ({ id: letter, attachment: picture, page: 1 }),
  'desk.discard': () => ({ draft_id: 'x' }),
  'desk.clear': () => ({}),
  'letters.countFiles': () => ({ paths: [letterFile()] }),
  'letters.import': () => ({ paths: [letterFile()] }),
  'letters.watch': ({ place }) => ({ folder: place, rounds: 1, settle_seconds: 0, interval_seconds: 0.05 }),
  'letters.nearDuplicates': ({ letter }) => ({ id: letter }),
  'reading.vocabulary': () => ({}),
  'reading.forgetWord': () => ({ kind: 'office', word: '临溪县民政局' }),
  'review.list': () => ({}),
  'review.show': ({ letter }) => ({ id: letter }),
  'review.confirm': ({ letter, version }) => ({ id: letter, base_version: version() }),
  'letters.list': () => ({}),
  'letters.show': ({ letter }) => ({ id: letter }),
  'letters.edit': ({ letter }) => ({ id: letter, set: { result_code: 'A' }, reason: '更正' }),
  'letters.attach': ({ letter }) => ({ id: letter, attachments: [{ source: { path: letterFile() } }], reason: '补充' }),
  'letters.detach': ({ letter, made }) => ({
    id: letter,
    attachment: made['letters.attach']?.attachments.at(-1)?.id ?? 'x',
    reason: '误附',
  }),
  'letters.saveAttachment': ({ letter, picture, place }) => ({
    id: letter,
    attachment: picture,
    out: join(place, 'saved.png'),
  }),
  'letters.history': ({ letter }) => ({ id: letter }),
  'letters.diff': ({ letter }) => ({ id: letter, from: 1, to: 2 }),
  'letters.compare': ({ letter, other }) => ({ id: letter, other }),
  'letters.printDiff': ({ letter, place }) => ({ id: letter, from: 1, to: 2, out: place }),
  'letters.restore': ({ letter }) => ({ id: letter, version: 1, reason: '恢复' }),
  'letters.finalise': ({ letter }) => ({ id: letter, reason: '审核完毕' }),
  'letters.unlock': ({ letter }) => ({ id: letter, reason: '发现错字' }),
  'letters.previewBulk': ({ letter }) => ({ ids: [letter], set: { result_code: 'C' } }),
  'letters.editBulk': ({ letter, version }) => ({
    letters: [{ id: letter, version: version() }],
    set: { result_code: 'C' },
    reason: '更正',
  }),
  'letters.undoBulk': ({ made }) => ({ batch: made['letters.editBulk']?.batch ?? 'x', reason: '改错了' }),
  'letters.numbering': () => ({}),
  'letters.secrecy': () => ({}),
  'letters.stats': () => ({}),
  'letters.retention': () => ({}),
  'letters.setRetention': ({ other }) => ({ ids: [other], retention: 'Y', reason: '重要' }),
  'letters.attachmentPage': ({ letter, picture }) => ({ id: letter, attachment: picture }),
  'letters.preview': ({ letter, mail }) => ({ id: letter, attachment: mail }),
  'search.query': () => ({ query: '公交' }),
  'search.ids': () => ({ query: '公交' }),
  'search.marks': ({ letter }) => ({ query: '公交', id: letter }),
  'search.attachmentText': ({ letter, picture }) => ({ id: letter, attachment: picture, version: 2 }),
  'search.similar': ({ letter }) => ({ id: letter }),
  'search.citedBy': ({ letter }) => ({ id: letter }),
  'search.saved': () => ({}),
  'search.save': () => ({ name: '公交', request: { query: '公交' } }),
  'search.seen': ({ made }) => ({ id: made['search.save']?.id ?? 'x' }),
  'search.unsave': ({ made }) => ({ id: made['search.save']?.id ?? 'x' }),
  'search.history': () => ({}),
  'search.remember': () => ({ query: '公交' }),
  'search.forget': () => ({}),
  'search.suggest': () => ({ prefix: '云溪' }),
  'search.reindex': () => ({}),
  'export.pdf': ({ other, place }) => ({ selection: { ids: [other] }, out: join(place, 'pdf') }),
  'export.table': ({ other, place }) => ({ selection: { ids: [other] }, out: join(place, '清单.xlsx') }),
  'export.register': ({ place }) => ({ out: join(place, '目录.xlsx') }),
  'export.package': ({ other, place }) => ({ selection: { ids: [other] }, out: join(place, '数据包') }),
  'package.check': ({ packed }) => ({ path: packed }),
  'package.compare': ({ packed, other }) => ({ path: packed, id: other }),
  'package.decide': ({ packed, other }) => ({ path: packed, id: other, take: 'local', reason: '以本库为准' }),
  'public.show': ({ letter }) => ({ id: letter }),
  'public.decide': ({ letter, version }) => ({
    id: letter,
    base_version: version(),
    decisions: [{ mark: '儿童课后托管点', verdict: 'hide' }],
  }),
  'public.review': ({ letter, version }) => ({ id: letter, base_version: version(), agreed: true }),
  'public.publish': ({ letter, version }) => ({ id: letter, base_version: version() }),
  'public.withdraw': ({ letter }) => ({ id: letter, reason: '误公开' }),
  'public.due': () => ({}),
  'export.public': ({ other, place }) => ({ selection: { ids: [other] }, out: join(place, '公开版') }),
  'disposal.expiring': () => ({}),
  'disposal.list': () => ({}),
  'disposal.show': () => ({ id: 'x' }),
  'disposal.open': ({ letter }) => ({ ids: [letter], reason: '到期' }),
  'disposal.opine': ({ letter }) => ({ id: 'x', opinions: [{ letter, verdict: 'destroy' }] }),
  'disposal.approve': () => ({ id: 'x', agreed: true }),
  'disposal.sign': () => ({ id: 'x' }),
  'disposal.cancel': () => ({ id: 'x', reason: '撤回' }),
  'disposal.execute': () => ({ id: 'x' }),
  'export.disposal': ({ place }) => ({ id: 'x', out: join(place, '清册.xlsx') }),
  'trust.verify': () => ({}),
  'trust.audit': () => ({}),
  'trust.inspect': () => ({}),
  'trust.checkSheet': ({ place }) => ({ month: '2026-11', out: place }),
  'trust.exportAudit': ({ place }) => ({ out: join(place, 'log.json') }),
  'trust.tip': () => ({}),
  'trust.checkHead': () => ({ head: { seq: 1, hash: '0'.repeat(64) } }),
  'trust.acceptHead': () => ({ seq: 1, reason: '已查明' }),
  'trust.acknowledgeRestore': () => ({ seq: 1, reason: '已查明' }),
  'trust.backup': ({ place }) => ({ to: join(place, 'usb') }),
  'trust.backups': () => ({}),
  'trust.restoreBackup': ({ backup, secadmin }) => ({ file: backup, second: secadmin }),
  'trust.undoRestore': ({ secadmin }) => ({ second: secadmin }),
  'session.current': () => ({}),
  'session.signIn': ({ self }) => self,
  'session.signOut': () => ({}),
  'accounts.list': () => ({}),
  'accounts.add': () => person('新人'),
  'accounts.tryPassword': () => ({ password: passwordOf('tried'), names: ['新安全'] }),
  'accounts.enable': () => ({ secadmin: person('新安全'), archivist: person('新档案') }),
  'accounts.setDisabled': ({ spares }) => ({ name: spares[0], disabled: true }),
  'accounts.setRoles': ({ spares }) => ({ name: spares[1], roles: ['reader'] }),
  'accounts.changePassword': ({ spares }) => ({
    name: spares[2],
    current: secretOf(spares[2]),
    password: passwordOf('changed'),
  }),
  'accounts.recoverySheet': () => ({}),
  'accounts.makeRecoverySheet': ({ self }) => ({ current: self.password }),
  'accounts.recover': ({ secadmin, recoveryCode, made }) => ({
    name: secadmin.name,
    code: made['accounts.makeRecoverySheet']?.code ?? recoveryCode,
    password: passwordOf('recovered'),
  }),
  'accounts.unlock': ({ spares }) => ({ name: spares[1] }),
};
