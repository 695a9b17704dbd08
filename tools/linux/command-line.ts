/** The command line of an installed deb, by a clerk's account in a minimal Debian: filing, recognition, typesetting, an upgrade, removal. */
import fs from 'node:fs';
import path from 'node:path';
import { writeTestScans } from '../windows/scans.ts';
import type { FreshDebian, Ran } from './fresh-debian.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
export type Expect = (what: string, ran: Ran, code?: number, holds?: (text: string) => boolean) => void;

export async function tryCommandLine({ folder, run }: FreshDebian, deb: string, expectRun: Expect): Promise<void> {
  fs.copyFileSync(deb, path.join(folder, 'fuhan.deb'));
  const samples = path.join(folder, 'srv/letters');
  fs.cpSync(path.join(ROOT, 'resources/samples'), samples, { recursive: true });
  await writeTestScans(samples);
  const none = (text: string): boolean => text.trim() === '0';
  expectRun('dpkg -i, without a network', run('dpkg -i /fuhan.deb'));
  expectRun(
    'all files are whole and belong to root',
    run('dpkg -V fuhan-archive && find /opt/fuhan-archive ! -user root | wc -l'),
    0,
    none,
  );
  expectRun('nobody else may change them', run('find /opt/fuhan-archive -perm /022 ! -type l | wc -l'), 0, none);
  expectRun('fuhan --version, by a clerk', run('fuhan --version', 'clerk'), 0, (text) =>
    /^\d+\.\d+\.\d+\n$/.test(text),
  );
  expectRun(
    'letters are filed, a scan among them',
    run('fuhan import /srv/letters/*.docx /srv/letters/*.txt /srv/letters/scan.jpg --json', 'clerk'),
    0,
    (text) => text.includes('"filed": 9'),
  );
  expectRun('the scan was recognised', run('fuhan search 供水管网 --json', 'clerk'), 0, (text) =>
    text.includes('白水函'),
  );
  expectRun('a letter is typeset', run('fuhan export pdf --query 供水管网 --out ~/pdf --json', 'clerk'), 0, (text) =>
    text.includes('"failed": []'),
  );
  expectRun('wrong usage ends with 2', run('fuhan nosuch', 'clerk'), 2);
  expectRun('an archive that is not there ends with 3', run('fuhan stats --archive /srv/nowhere', 'clerk'), 3);
  expectRun(
    '--encoding gbk, through a pipe',
    run('fuhan stats --encoding gbk | iconv -f gbk -t utf-8', 'clerk'),
    0,
    (text) => text.includes('函件 9'),
  );
  expectRun(
    'the archive is its owner’s alone',
    run('stat -c %a ~/.config/fuhan-archive/archive', 'clerk'),
    0,
    (text) => text.trim() === '700',
  );
  expectRun('an upgrade', run('dpkg -i /fuhan.deb'));
  expectRun('verify', run('fuhan verify', 'clerk'));
  expectRun(
    'removed',
    run('dpkg -P fuhan-archive && ls /opt /usr/bin/fuhan'),
    2,
    (text) => !text.includes('fuhan-archive\n/'),
  );
  expectRun('the archive stays', run('ls ~/.config/fuhan-archive/archive/archive.sqlite', 'clerk'));
}
