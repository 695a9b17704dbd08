/** What a trace of strace (`-e trace=%network`) says of sockets; pure. */

export interface Sockets {
  /** Between processes of this machine: pairs, and files in the file system. */
  local: number;
  /** Calls that make or use any other, as they stand in the trace. */
  network: string[];
  /** Process and thread numbers that asked for any. */
  processes: Set<string>;
}

const MAKES = /^(?<pid>\d+)\s+(?:socket|socketpair)\((?<family>AF_\w+|0x[0-9a-f]+|\d+)/;
/** An address of another family, in whatever call. */
const ADDRESS = /sa_family=(?<family>AF_\w+)/;

export function readSockets(trace: string): Sockets {
  const found: Sockets = { local: 0, network: [], processes: new Set() };
  for (const line of trace.split('\n')) {
    const family = MAKES.exec(line)?.groups ?? ADDRESS.exec(line)?.groups;
    if (family === undefined) continue;
    const made = MAKES.exec(line)?.groups;
    if (made?.['pid'] !== undefined) found.processes.add(made['pid']);
    if (family['family'] === 'AF_UNIX' || family['family'] === 'AF_LOCAL') {
      if (made !== undefined) found.local += 1;
    } else found.network.push(line.trim());
  }
  return found;
}
