/** A trace is read so that no socket of the network is missed. */
import { expect, test } from 'vitest';
import { readSockets } from '../../../tools/socket-trace.ts';

test('local pairs are counted, everything else is told as it stands', () => {
  const { local, network, processes } = readSockets(
    [
      '12    socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [17, 18]) = 0',
      '12    sendmsg(17, {msg_name=NULL, msg_namelen=0}, 0) = 9',
      '13    socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 19',
      '13    connect(19, {sa_family=AF_INET, sin_port=htons(53)}, 16) = 0',
      '14    socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 20',
      '14    socket(0x2c, SOCK_RAW, 0) = -1',
      '15    connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT',
    ].join('\n'),
  );
  expect(local).toBe(1);
  expect(network.map((line) => line.split(/\s+/)[1])).toEqual([
    'socket(AF_INET,',
    'connect(19,',
    'socket(AF_NETLINK,',
    'socket(0x2c,',
  ]);
  expect([...processes]).toEqual(['12', '13', '14']);
});
