/** Which sockets of a process and its children take connections or datagrams, from Linux's /proc. */
import fs from 'node:fs';

/** @returns one line a socket: protocol, local address in hex, process name */
export function listeningSockets(pid: number): string[] {
  const owners = new Map<string, string>();
  for (const each of processTree(pid)) {
    for (const inode of socketsOf(each)) owners.set(inode, fs.readFileSync(`/proc/${each}/comm`, 'utf8').trim());
  }
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) =>
    fs
      .readFileSync(`/proc/net/${protocol}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      // State 0A is LISTEN; a UDP socket that is bound takes datagrams from anybody.
      .filter(
        ([, , , state, , , , , , inode]) => (protocol.startsWith('udp') || state === '0A') && owners.has(inode ?? ''),
      )
      .map(([, local, , , , , , , , inode]) => `${protocol} ${local} ${owners.get(inode ?? '')}`),
  );
}

function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The process name in parentheses may hold blanks; the parent is the second field after it.
      const fields = fs
        .readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      parents.set(Number(name), Number(fields[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const below = (pid: number): boolean => pid === root || (parents.has(pid) && pid > 1 && below(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(below);
}

function socketsOf(pid: number): string[] {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(fs.readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}
