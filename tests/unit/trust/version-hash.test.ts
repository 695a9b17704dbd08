/** The hash of a version covers everything that the version says. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { versionHash } from '../../../main/archive/trust/version-hash.ts';
import type { HashedVersion } from '../../../main/archive/trust/version-hash.ts';

const version: HashedVersion = {
  letter_id: 'L1',
  version: 2,
  at: '2026-03-01T08:00:00.000Z',
  actor: '王档案',
  reason: '更正题名',
  elements: { title: '题名', addressees: ['周若兰'] },
  text_sha256: 'a'.repeat(64),
  attachments: [
    { id: 'A1', name: '附件.pdf', role: 'ATTACHMENT', mime: 'application/pdf', size: 12, sha256: 'b'.repeat(64) },
  ],
  previous_sha256: 'c'.repeat(64),
};

test('it is the SHA-256 of the documented JSON, written out here by hand', () => {
  const json =
    `{"actor":"王档案","at":"2026-03-01T08:00:00.000Z","attachments":[{"id":"A1","mime":"application/pdf",` +
    `"name":"附件.pdf","role":"ATTACHMENT","sha256":"${'b'.repeat(64)}","size":12}],` +
    `"elements":{"addressees":["周若兰"],"title":"题名"},"letter_id":"L1","previous_sha256":"${'c'.repeat(64)}",` +
    `"reason":"更正题名","text_sha256":"${'a'.repeat(64)}","version":2}`;
  expect(versionHash(version)).toBe(createHash('sha256').update(json, 'utf8').digest('hex'));
});

test('a change of any part changes it', () => {
  const [attachment] = version.attachments;
  if (attachment === undefined) throw new Error('the version has an attachment');
  const changed: HashedVersion[] = [
    { ...version, letter_id: 'L2' },
    { ...version, version: 3 },
    { ...version, at: '2026-03-01T08:00:00.001Z' },
    { ...version, actor: '李文书' },
    { ...version, reason: '更正题名。' },
    { ...version, elements: { title: '题名', addressees: ['周若蘭'] } },
    { ...version, text_sha256: `b${'a'.repeat(63)}` },
    { ...version, attachments: [] },
    ...(['id', 'name', 'role', 'mime', 'sha256'] as const).map((key) => ({
      ...version,
      attachments: [{ ...attachment, [key]: 'x' }],
    })),
    { ...version, attachments: [{ ...attachment, size: 13 }] },
    { ...version, previous_sha256: '' },
  ];
  expect(new Set([version, ...changed].map(versionHash)).size).toBe(changed.length + 1);
});
