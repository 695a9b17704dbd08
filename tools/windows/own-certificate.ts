/** A certificate of one's own and a program that signs with it: what a real certificate does at packing is tried with it, and nothing else. */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export interface OwnCertificate {
  /** A program as `npm run pack -- --sign` takes it. */
  signer: string;
  /** Whether a file's signature holds and was made with this certificate. */
  holds: (file: string) => boolean;
}

export function makeOwnCertificate(folder: string): OwnCertificate {
  fs.mkdirSync(folder, { recursive: true });
  const [key = '', certificate = '', signer = ''] = ['key.pem', 'certificate.pem', 'sign'].map((name) =>
    path.join(folder, name),
  );
  const subject = ['-subj', '/CN=trial', '-addext', 'extendedKeyUsage=codeSigning', '-days', '30'];
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject];
  execFileSync('openssl', words, { stdio: 'ignore' });
  const script = [
    '#!/bin/sh',
    'set -e',
    `osslsigncode sign -h sha256 -certs '${certificate}' -key '${key}' -in "$1" -out "$1.signed" > /dev/null`,
    'mv "$1.signed" "$1"',
    '',
  ];
  fs.writeFileSync(signer, script.join('\n'), { mode: 0o755 });
  const holds = (file: string): boolean =>
    spawnSync('osslsigncode', ['verify', '-CAfile', certificate, '-in', file]).status === 0;
  return { signer, holds };
}
