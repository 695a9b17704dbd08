/** Which files a call wrote: only these may the window show in the file manager. */
import path from 'node:path';
import { CONTRACT, type CallName } from '../../shared/contract/index.ts';

/** The absolute paths that a call's answer says were written: its `out`, and each `file`, also in a list of `files`. */
export function exportedPaths(name: CallName, input: unknown, value: unknown): string[] {
  if (!('writesFiles' in CONTRACT[name])) return [];
  const out = textOf(input, 'out');
  const files: unknown = isRecord(value) ? value['files'] : undefined;
  const written = [value, ...(Array.isArray(files) ? (files as unknown[]) : [])]
    .flatMap((item) => (typeof item === 'string' ? [item] : [textOf(item, 'file'), textOf(item, 'dir')]))
    .filter((file) => file !== undefined);
  return [out, ...written.map((file) => path.resolve(out ?? '.', file))]
    .filter((file) => file !== undefined)
    .map((file) => path.resolve(file));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown, key: string): string | undefined {
  const text = isRecord(value) ? value[key] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
