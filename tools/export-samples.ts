/**
 * `npm run samples`: makes docs/samples, one of each export, of the invented letters in tools/sample-letters. Run by hand when an export
 * changes its looks; the results are committed. Identifiers and times are those of the run. `--out DIR` makes them elsewhere.
 */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Engine } from '../main/archive/engine.ts';

const ROOT = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { out: { type: 'string', default: join(ROOT, 'docs', 'samples') } } });
const SAMPLES = values.out;
const LETTERS = ['01', '02', '03'];
const PUBLIC_LETTER = 'public.txt';
const place = mkdtempSync(join(tmpdir(), 'fuhan-samples-'));
const out = join(place, 'out');

/** Moves the only new file of an export to its place among the samples. */
function keep(extension: string, name: string): void {
  const found = readdirSync(out).filter((file) => file.endsWith(extension));
  const [file] = found;
  if (file === undefined || found.length !== 1) throw new Error(`${found.length} files ${extension}`);
  renameSync(join(out, file), join(SAMPLES, name));
  for (const other of readdirSync(out)) rmSync(join(out, other));
}

/** Of accounts that live as long as the run. */
const PASSWORD = 'Hetang-Yuese7-Danbo';

/** A public version takes two persons with accounts: one decides, another reviews. */
async function makePublic(engine: Engine): Promise<void> {
  const signIn = (name: string): Promise<unknown> => engine.call('session.signIn', { name, password: PASSWORD });
  await engine.call('accounts.add', { name: '陈安全', password: PASSWORD });
  await signIn('陈安全');
  for (const name of ['王档案', '孙复核']) {
    const first = `${PASSWORD}-first`;
    await engine.call('accounts.add', { name, password: first, roles: ['archivist'] });
    await engine.call('accounts.changePassword', { name, current: first, password: PASSWORD });
  }
  await signIn('王档案');
  const text = readFileSync(join(ROOT, 'tools', 'sample-letters', PUBLIC_LETTER), 'utf8');
  const bytes = new Uint8Array(Buffer.from(text));
  const read = await engine.call('desk.read', { source: { name: PUBLIC_LETTER, bytes } });
  const { id } = await engine.call('desk.file', { draft_id: read.draft_id, elements: read.elements });
  const { version, items } = await engine.call('public.show', { id });
  const decisions = items
    .filter(({ required, covered }) => required && !covered)
    .map(({ item, kind }) => ({ item, verdict: kind === 'whole' ? ('keep' as const) : ('hide' as const) }));
  await engine.call('public.decide', { id, base_version: version, decisions });
  await signIn('孙复核');
  await engine.call('public.review', { id, base_version: version, agreed: true });
  await signIn('王档案');
  const { files } = await engine.call('export.public', { selection: { ids: [id] }, out });
  const [file] = files;
  if (file === undefined) throw new Error('no public version');
  renameSync(file.list, join(SAMPLES, `hidden-list${extname(file.list)}`));
  renameSync(file.file, join(SAMPLES, 'public.pdf'));
  for (const other of readdirSync(out)) rmSync(join(out, other), { recursive: true });
  await engine.call('public.publish', { id, base_version: version });
  await engine.call('export.register', { kind: 'public', out: join(out, '公开目录.xlsx') });
  keep('.xlsx', 'public-catalogue.xlsx');
}

const engine = await Engine.open({ folder: join(place, 'archive'), actor: '档案员', create: true, inProcess: true });
try {
  mkdirSync(SAMPLES, { recursive: true });
  const { ref_code: numbering } = await engine.call('settings.show', {});
  await engine.call('settings.change', { ref_code: { ...numbering, fonds: 'Z109', office: 'BGS' } });
  const ids: string[] = [];
  for (const number of LETTERS) {
    const bytes = new Uint8Array(readFileSync(join(ROOT, 'tools', 'sample-letters', `${number}.txt`)));
    const read = await engine.call('desk.read', { source: { name: `${number}.txt`, bytes } });
    ids.push((await engine.call('desk.file', { draft_id: read.draft_id, elements: read.elements })).id);
  }
  const [first = ''] = ids;
  const { text } = await engine.call('letters.show', { id: first });
  const lines = text.split('\n');
  const [moved = ''] = lines.splice(8, 1);
  lines.splice(10, 0, moved);
  await engine.call('letters.edit', {
    id: first,
    text: lines.join('\n').replace(/\d+(?=人)/u, '4215'),
    reason: '按办结情况更正人数，调整段落次序',
  });
  await engine.call('export.pdf', {
    selection: { ids: [first] },
    out,
    cover: true,
    history: true,
    stamp: true,
    list: false,
  });
  keep('.pdf', 'letter.pdf');
  await engine.call('export.pdf', {
    selection: { ids },
    out,
    volume: 'only',
    cover: true,
    revisions: true,
    list: false,
  });
  keep('.pdf', 'volume.pdf');
  await engine.call('letters.printDiff', { id: first, from: 1, to: 2, out });
  keep('.pdf', 'revisions.pdf');
  for (const [kind, extension] of [
    ['catalogue', 'xlsx'],
    ['catalogue', 'pdf'],
    ['catalogue', 'csv'],
    ['handling', 'xlsx'],
    ['transfer', 'pdf'],
    ['notes', 'pdf'],
    ['cover', 'pdf'],
  ] as const) {
    await engine.call('export.register', { kind, fonds_name: '云溪市民政局', out: join(out, `目录.${extension}`) });
    keep(`.${extension}`, `${kind}.${extension}`);
  }
  await engine.call('trust.inspect', { out });
  for (const file of readdirSync(out)) if (file.endsWith('.json')) rmSync(join(out, file));
  keep('.pdf', 'inspection.pdf');
  await engine.call('trust.checkSheet', { month: new Date().toISOString().slice(0, 7), out });
  keep('.pdf', 'check-sheet.pdf');
  await engine.call('export.package', { out: join(out, 'package.zip'), zip: true, organization: '云溪市民政局' });
  keep('.zip', 'package.zip');
  await makePublic(engine);
} finally {
  await engine.close();
  rmSync(place, { recursive: true, force: true });
}
