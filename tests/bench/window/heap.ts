/** What the page's heap holds: in all, and without what the engine compiled of the program, which grows while functions are used more often. */
import type { CDPSession } from 'playwright-core';

interface Snapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } };
  nodes: number[];
}

export interface Heap {
  bytes: number;
  /** Objects, strings and nodes of the document, without code. */
  withoutCode: number;
}

/** Bytes by kind of what a snapshot has, without code. Pure. */
export function bytesWithoutCode({ snapshot, nodes }: Snapshot): number {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  const code = types[0].indexOf('code');
  let sum = 0;
  for (let at = 0; at < nodes.length; at += fields.length) if (nodes[at + type] !== code) sum += nodes[at + size] ?? 0;
  return sum;
}

async function takeSnapshot(session: CDPSession): Promise<Snapshot> {
  const chunks: string[] = [];
  const take = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  return JSON.parse(chunks.join('')) as Snapshot;
}

/** Of what is still used: the rubbish is collected first. The page's thread stands still for some seconds meanwhile. */
export async function heapOf(session: CDPSession): Promise<Heap> {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const bytes = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
  const withoutCode = bytesWithoutCode(await takeSnapshot(session));
  // The numbers that it gave to all objects are forgotten again.
  await session.send('HeapProfiler.disable');
  return { bytes, withoutCode };
}
