/** An engine on an archive of its own in a temporary folder, closed and removed after each test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { Engine } from '../../main/archive/engine.ts';
import './checked-outputs.ts';

const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuhan-test-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new archive, or the one in `folder` opened again. */
export async function openEngine(folder: string = join(temporaryFolder(), 'archive')): Promise<Engine> {
  const engine = await Engine.open({ folder, actor: '王档案', create: true, inProcess: true });
  let open = true;
  const close = engine.close.bind(engine);
  engine.close = async () => {
    if (open) await close();
    open = false;
  };
  cleanups.push(() => engine.close());
  return engine;
}

/** Writes a file into a temporary folder of its own and answers its path. */
export function temporaryFile(name: string, content: string | Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** Files one letter from text, as the desk does: read, confirm, file. Answers its id. */
export async function fileText(engine: Engine, text: string, name = '答复函.txt'): Promise<string> {
  const read = await engine.call('desk.read', { source: { name, bytes: new TextEncoder().encode(text) } });
  const made = await engine.call('desk.file', { draft_id: read.draft_id, elements: read.elements });
  return made.id;
}
