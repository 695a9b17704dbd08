/** Which files a call wrote: only these may the window show in the file manager. */
import path from 'node:path';
import { CONTRACT, type CallName } from '../../shared/contract/index.ts';

/** The absolute paths that a call wrote: its `out`, where it has one, and each `file` of its answer, also in a list of `files`. */
export function exportedPaths(name: CallName, input: unknown, value: unknown): string[] {
  const call = CONTRACT[name];
  if (!('outputs' in call)) return [];
  const out = Object.hasOwn(call.outputs, 'out') ? textOf(input, 'out') : undefined;
  const listOf = (key: string): unknown[] => {
    const list: unknown = isRecord(value) ? value[key] : undefined;
    return Array.isArray(list) ? (list as unknown[]) : [];
  };
  const written = [value, ...listOf('files'), ...listOf('volumes')]
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
