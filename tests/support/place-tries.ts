/** For each call that takes places of this machine an input with paths in them, as an attacker in the window's page would send it. */
import type { CallName } from '../../shared/contract/index.ts';
import { DEFAULT_SETTINGS } from '../../shared/model/settings.ts';
import { emptyElements } from '../../shared/model/elements.ts';

/** What the tries are about. */
export interface Target {
  letter: string;
  attachment: string;
  draft: string;
  /** The handle of a file that a person did choose. */
  readable: string;
}

/** One try: the call, which of its places it is about, and its input with `place` there. */
export interface PlaceTry {
  name: CallName;
  at: string;
  input: (place: string) => unknown;
}

export function placeTries({ letter, attachment, draft, readable }: Target): PlaceTry[] {
  const selection = { ids: [letter] };
  const tries: [CallName, string, (place: string) => unknown][] = [
    ['settings.change', 'backup.to', (to) => ({ backup: { ...DEFAULT_SETTINGS.backup, to } })],
    ['reading.extract', 'source.path', (path) => ({ source: { path } })],
    ['desk.read', 'source.path', (path) => ({ source: { path } })],
    [
      'desk.file',
      'attachments.*.source.path',
      (path) => ({ draft_id: draft, elements: emptyElements(), attachments: [{ source: { path } }] }),
    ],
    ['letters.countFiles', 'paths.*', (path) => ({ paths: [path] })],
    ['letters.import', 'paths.*', (path) => ({ paths: [path] })],
    ['letters.import', 'register', (register) => ({ paths: [readable], register })],
    ['letters.import', 'report', (report) => ({ paths: [readable], report })],
    ['letters.watch', 'folder', (folder) => ({ folder, rounds: 1 })],
    [
      'letters.attach',
      'attachments.*.source.path',
      (path) => ({ id: letter, attachments: [{ source: { path } }], reason: '补充' }),
    ],
    ['letters.saveAttachment', 'out', (out) => ({ id: letter, attachment, out })],
    ['letters.printDiff', 'out', (out) => ({ id: letter, from: 1, to: 1, out })],
    ['export.pdf', 'out', (out) => ({ selection, out })],
    ['export.public', 'out', (out) => ({ selection, out })],
    ['export.table', 'out', (out) => ({ selection, out })],
    ['export.register', 'out', (out) => ({ out })],
    ['export.package', 'out', (out) => ({ selection, out })],
    ['export.disposal', 'out', (out) => ({ id: 'x', out })],
    ['disposal.execute', 'places.*', (path) => ({ id: 'x', places: [path] })],
    ['package.check', 'path', (path) => ({ path })],
    ['package.compare', 'path', (path) => ({ path, id: letter })],
    ['package.decide', 'path', (path) => ({ path, id: letter, take: 'local', reason: '核对' })],
    ['trust.inspect', 'out', (out) => ({ out })],
    ['trust.checkSheet', 'out', (out) => ({ month: '2026-11', out })],
    ['trust.exportAudit', 'out', (out) => ({ out })],
    ['trust.checkHead', 'file', (file) => ({ file })],
    ['trust.backup', 'to', (to) => ({ to })],
    ['trust.backups', 'in', (folder) => ({ in: folder })],
    ['trust.restoreBackup', 'file', (file) => ({ file })],
    ['trust.undoRestore', 'kept', (kept) => ({ kept })],
    ['accounts.makeRecoverySheet', 'out', (out) => ({ current: 'x', out })],
  ];
  return tries.map(([name, at, input]) => ({ name, at, input }));
}
