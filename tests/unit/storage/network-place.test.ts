/** Which places are network shares. */
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { isUncPath, networkShare, networkType } from '../../../main/archive/storage/network-place.ts';

test('file systems of servers are known by their numbers, local ones are not among them', () => {
  expect(networkType(0x6969)).toBe('NFS');
  expect(networkType(0xff534d42)).toBe('CIFS');
  // The same number as a signed 32-bit value, as some systems answer it.
  expect(networkType(0xff534d42 | 0)).toBe('CIFS');
  for (const local of [0xef53, 0x58465342, 0x01021994, 0x65735546]) expect(networkType(local)).toBeUndefined();
});

test('UNC paths are told from local and device paths', () => {
  for (const share of ['\\\\server\\archive', '\\\\?\\UNC\\server\\archive'])
    expect(isUncPath(share), share).toBe(true);
  for (const local of ['C:\\archive', '\\\\?\\C:\\archive', '\\\\.\\pipe\\x', '/mnt/archive'])
    expect(isUncPath(local), local).toBe(false);
});

test('this machine’s temporary folder is local, and a place that is not there is not guessed at', () => {
  expect(networkShare(tmpdir())).toBeUndefined();
  expect(networkShare('/no/such/place')).toBeUndefined();
});
