/** What is packed for: a system and a processor. */

export interface Target {
  name: 'win-x64' | 'win-arm64' | 'linux-x64' | 'linux-arm64';
  /** As npm names them. */
  os: 'win32' | 'linux';
  cpu: 'x64' | 'arm64';
  format: 'pe' | 'elf';
}

export const TARGETS: readonly Target[] = [
  { name: 'win-x64', os: 'win32', cpu: 'x64', format: 'pe' },
  { name: 'win-arm64', os: 'win32', cpu: 'arm64', format: 'pe' },
  { name: 'linux-x64', os: 'linux', cpu: 'x64', format: 'elf' },
  { name: 'linux-arm64', os: 'linux', cpu: 'arm64', format: 'elf' },
];

/** The newest glibc that UOS 20 and Kylin V10 have. */
export const NEWEST_GLIBC = '2.28';
