/** The archive that is attacked: something in every table, people who sign in, an index on disk, backups, heads kept elsewhere. */
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { Engine } from '../../main/archive/engine.ts';
import { headPath } from '../../main/archive/storage/kept-head.ts';
import { PLACES_NAME } from '../../main/archive/storage/open-checks.ts';
import type { Role } from '../../shared/contract/index.ts';
import { OLD_LETTER } from '../support/old-letter.ts';
import { PLAIN_LETTER, WRAPPED_LETTER } from '../support/letters.ts';

export interface Sample {
  /** Holds everything below. */
  place: string;
  /** The archive's folder; `usb` has its backups, `older` the archive of an earlier day with its head, `before-accounts` one still earlier. */
  folder: string;
  archiveId: string;
  /** Ids: `edited` has many versions, `attached` an attachment with a text, `final` is 定稿, `doubtful` waits for a review. */
  edited: string;
  attached: string;
  final: string;
  doubtful: string;
  /** Has a history of another archive beside its own; came with a package like `foreign`. */
  joined: string;
  foreign: string;
  batch: string;
  undone: string;
  /** The head of the log as it was written down, and the number of rows then. */
  head: { seq: number; hash: string };
  backup: string;
  exported: string;
}

const passwordOf = (name: string): string =>
  `Hetang-${name.length}-Yuese7-${Buffer.from(name).toString('hex').slice(0, 6)}`;
/** Verifies, reads the log, and holds heads against it. */
export const AUDITOR = '周审计';
const SECADMIN = '陈安全';
export const SYSADMIN = '赵系统';

/** Signs in where the archive still has accounts. @throws ArchiveError as session.signIn */
export async function signInAs(engine: Engine, name: string): Promise<void> {
  const { accounts } = await engine.call('session.current', {});
  if (accounts) await engine.call('session.signIn', { name, password: passwordOf(name) });
}

async function file(engine: Engine, text: string, name: string): Promise<string> {
  const read = await engine.call('desk.read', { source: { name, bytes: new TextEncoder().encode(text) } });
  return (await engine.call('desk.file', { draft_id: read.draft_id, elements: read.elements })).id;
}

/** Days of work before there were accounts. */
async function work(
  engine: Engine,
  place: string,
): Promise<Pick<Sample, 'edited' | 'attached' | 'final' | 'doubtful' | 'joined' | 'foreign' | 'batch' | 'undone'>> {
  const edited = await file(engine, PLAIN_LETTER, '答复函.txt');
  const attached = await file(engine, WRAPPED_LETTER, '另一件.txt');
  const source = { name: '会办意见.txt', bytes: new TextEncoder().encode('会办意见：同意设置乒乓球台两张。') };
  await engine.call('letters.attach', { id: attached, attachments: [{ source, role: 'CO_OPINION' }], reason: '补充' });
  // Bytes that are no text and cannot be packed; the first in two parts.
  const drawings = [1_200_000, 3000, 3000].map((size, at) => {
    const bytes = new Uint8Array(
      createHash('shake256', { outputLength: size })
        .update(`图纸${at + 1}`)
        .digest(),
    );
    bytes.fill(0xf0 + at, 0, 16);
    return { source: { name: `图纸${at + 1}.bin`, bytes }, role: 'ATTACHMENT' as const };
  });
  await engine.call('letters.attach', { id: attached, attachments: drawings, reason: '补图纸' });
  // So many that earlier versions are indexed in a file of their own.
  for (let i = 1; i <= 34; i++)
    await engine.call('letters.edit', { id: edited, set: { case_title: `公交线路第${i}稿` }, reason: `第${i}次更正` });
  const bulk = async (issuer: string): Promise<string> => {
    const set = { issuer };
    const letters = await engine.call('letters.previewBulk', { ids: [edited, attached], set });
    return (await engine.call('letters.editBulk', { letters, set, reason: '机关更名' })).batch;
  };
  const batch = await bulk('云溪市交通局');
  const undone = await bulk('云溪市交通运输管理局');
  await engine.call('letters.undoBulk', { batch: undone, reason: '改错' });
  const inbox = join(place, 'inbox');
  mkdirSync(inbox);
  writeFileSync(join(inbox, '收到.txt'), '关于老旧小区停车的情况\n收悉，正在研究。\n');
  const watched = await engine.call('letters.watch', {
    folder: inbox,
    rounds: 3,
    settle_seconds: 0,
    interval_seconds: 0.05,
  });
  const doubtful = watched.items[0]?.id ?? '';
  const final = await file(engine, PLAIN_LETTER.replaceAll('城东片区', '河西片区').replace('8号', '9号'), '定稿.txt');
  await engine.call('letters.finalise', { id: final, reason: '审核完毕' });
  await engine.call('letters.setRetention', { ids: [attached], retention: 'Y', reason: '重要' });
  const came = await packages(engine, place);
  const { ref_code } = await engine.call('settings.show', {});
  await engine.call('settings.change', { ref_code: { ...ref_code, fonds: 'Z007' } });
  await engine.call('letters.nearDuplicates', { id: edited });
  const request = { query: '公交', filters: {}, versions: false } as const;
  await engine.call('search.save', { name: '公交', request });
  await engine.call('search.remember', { query: '公交' });
  await engine.call('search.query', { query: '公交线路第3稿', versions: true });
  const decisions = [{ mark: '公交线路', verdict: 'hide' as const }];
  await engine.call('public.decide', {
    id: edited,
    base_version: (await engine.call('letters.show', { id: edited })).version,
    decisions,
  });
  return { edited, attached, final, doubtful, ...came, batch, undone };
}

/** Another archive goes on with a letter of this one and files another; both come back with a package, and the first is joined. */
async function packages(engine: Engine, place: string): Promise<Pick<Sample, 'joined' | 'foreign'>> {
  const joined = await file(engine, PLAIN_LETTER.replaceAll('城东片区', '城南片区').replace('8号', '18号'), '两边.txt');
  const [there, ours, theirs] = ['there', 'ours', 'theirs'].map((name) => join(place, name)) as [
    string,
    string,
    string,
  ];
  await engine.call('export.package', { selection: { ids: [joined] }, out: ours });
  const other = await Engine.open({ folder: there, actor: '李档案', create: true, inProcess: true });
  await other.call('letters.import', { paths: [ours] });
  await other.call('letters.edit', { id: joined, set: { result_code: 'C' }, reason: '那边更正' });
  const foreign = await file(other, PLAIN_LETTER.replaceAll('城东片区', '城北片区').replace('8号', '19号'), '那边.txt');
  await other.call('export.package', { out: theirs });
  await other.close();
  await engine.call('letters.edit', { id: joined, set: { result_code: 'A' }, reason: '这边更正' });
  await engine.call('letters.import', { paths: [theirs] });
  await engine.call('package.decide', { path: theirs, id: joined, take: 'local', reason: '以本库为准' });
  for (const folder of [there, ours, theirs]) rmSync(folder, { recursive: true });
  return { joined, foreign };
}

async function fails(engine: Engine, name: string): Promise<void> {
  await engine.call('session.signIn', { name, password: 'wrong' }).catch(() => undefined);
}

/** People: each gets a first password and changes it; one has failed twice, one is locked. */
async function people(engine: Engine): Promise<void> {
  const join_ = async (name: string, role: Role): Promise<void> => {
    const first = `Shouci-${passwordOf(name)}`;
    await signInAs(engine, name === SYSADMIN ? SECADMIN : SYSADMIN);
    await engine.call('accounts.add', {
      name,
      display_name: `${name}同志`,
      password: first,
      roles: name === SYSADMIN ? [role] : [],
    });
    if (name !== SYSADMIN) {
      await signInAs(engine, SECADMIN);
      await engine.call('accounts.setRoles', { name, roles: [role] });
    }
    await engine.call('accounts.changePassword', { name, current: first, password: passwordOf(name) });
  };
  await engine.call('accounts.add', { name: SECADMIN, password: passwordOf(SECADMIN) });
  await signInAs(engine, SECADMIN);
  await engine.call('accounts.makeRecoverySheet', { current: passwordOf(SECADMIN) });
  await join_(SYSADMIN, 'sysadmin');
  for (const [name, role] of [
    [AUDITOR, 'auditor'],
    ['李查阅', 'reader'],
    ['孙查阅', 'reader'],
    ...Object.entries(STAFF),
  ] as const)
    await join_(name, role);
  await dispose(engine);
  await fails(engine, '查无此人');
  for (const name of ['李查阅', '李查阅', ...Array<string>(5).fill('孙查阅')]) await fails(engine, name);
}

/** Who appraises, approves, supervises and executes; the auditor gives an opinion too. */
const STAFF = {
  吴档案: 'archivist',
  郑主任: 'archivist',
  何业务: 'reader',
  吕业务: 'reader',
  钱业务: 'reader',
} as const satisfies Readonly<Record<string, Role>>;

/** A letter whose retention has ended goes as the rules ask. */
async function dispose(engine: Engine): Promise<void> {
  await signInAs(engine, '吴档案');
  const source = { name: '到期.txt', bytes: new TextEncoder().encode(OLD_LETTER) };
  const { draft_id, elements } = await engine.call('desk.read', { source });
  const { id: letter } = await engine.call('desk.file', { draft_id, elements, retention: 'D10' });
  const { id } = await engine.call('disposal.open', { ids: [letter], reason: '保管期限届满' });
  for (const name of ['吴档案', '何业务', AUDITOR]) {
    await signInAs(engine, name);
    await engine.call('disposal.opine', { id, opinions: [{ letter, verdict: 'destroy' }] });
  }
  await signInAs(engine, '郑主任');
  await engine.call('disposal.approve', { id, agreed: true });
  for (const name of ['吕业务', '钱业务']) {
    await signInAs(engine, name);
    await engine.call('disposal.sign', { id });
  }
  await signInAs(engine, '吴档案');
  await engine.call('disposal.execute', { id });
  // The index is written out anew, also that of earlier versions, so that it can be attacked.
  await engine.call('search.query', { query: '公交线路第3稿', versions: true });
  await engine.call('search.reindex', {});
}

/** A copy of the archive as it is now, with the head beside it. */
function keepAside(path: string, folder: string): void {
  mkdirSync(folder);
  for (const file of [path, headPath(path)]) copyFileSync(file, join(folder, basename(file)));
}

/** Makes the archive below a folder. */
export async function makeSample(place: string): Promise<Sample> {
  const made = await makeAt(`${place}-made`);
  // The log tells where backups went: that is no place where copies of the sample, or what is left when theirs are gone, have them.
  renameSync(made.place, place);
  return movedTo(made, place);
}

/** The paths of a sample whose files lie in another folder. */
function movedTo(sample: Sample, place: string): Sample {
  const there = (path: string): string => join(place, relative(sample.place, path));
  const [folder, backup, exported] = [there(sample.folder), there(sample.backup), there(sample.exported)];
  return { ...sample, place, folder, backup, exported };
}

async function makeAt(place: string): Promise<Sample> {
  mkdirSync(place, { recursive: true });
  const folder = join(place, 'archive');
  const path = join(folder, 'archive.sqlite');
  const open = (): Promise<Engine> => Engine.open({ folder, actor: '王档案', create: true, inProcess: true });
  let engine = await open();
  const worked = await work(engine, place);
  const { archive_id: archiveId } = await engine.call('archive.info', {});
  await engine.call('search.reindex', {});
  await engine.close();
  keepAside(path, join(place, 'before-accounts'));
  engine = await open();
  await people(engine);
  await engine.close();
  keepAside(path, join(place, 'older'));
  engine = await open();
  try {
    await signInAs(engine, SYSADMIN);
    const { file: backup } = await engine.call('trust.backup', { to: join(place, 'usb') });
    await signInAs(engine, AUDITOR);
    const { seq, hash } = await engine.call('trust.tip', {});
    const exported = join(place, 'log.json');
    await engine.call('trust.exportAudit', { out: exported });
    return { ...worked, place, folder, archiveId, head: { seq, hash }, backup, exported };
  } finally {
    await engine.close();
  }
}

/** The same sample in another folder, which is made; there it can be attacked. */
export function copyOf(sample: Sample, place: string): Sample {
  cpSync(sample.place, place, { recursive: true });
  const copy = movedTo(sample, place);
  // A copied folder is open to others.
  chmodSync(copy.folder, 0o700);
  // Where backups went is noted with the whole path.
  writeFileSync(join(copy.folder, PLACES_NAME), JSON.stringify([join(place, 'usb')]));
  return copy;
}
