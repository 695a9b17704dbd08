/** The whole day by the command line; the same words on every system. */
import fs from 'node:fs';
import path from 'node:path';
import type { Tools } from './driver.ts';

export async function steps({ app, root, cmd, check }: Tools): Promise<void> {
  const samples = path.join(app, 'dist/resources/samples');
  const archive = path.join(root, '档案 库');
  const a = ['--archive', archive];
  const out = path.join(root, '导出 文件');
  fs.mkdirSync(out);
  const docx = path.join(samples, '01 社区养老服务提案答复.docx');
  await cmd('init', 'init', ...a);
  await cmd('extract txt', 'extract', path.join(samples, '02 老旧小区加装电梯提案答复.txt'));
  await cmd('extract docx', 'extract', docx);
  await cmd('extract pdf', 'extract', path.join(samples, '01 社区养老服务提案答复.pdf'));
  await cmd('extract a scan (OCR)', 'extract', path.join(path.dirname(root), 'scan.jpg'));
  await cmd('extract a telefax (tiff)', 'extract', path.join(path.dirname(root), 'fax.tif'));
  await cmd('import a folder', 'import', samples, ...a);
  await cmd('import it again', 'import', samples, ...a);
  const found = await cmd('search', 'search', '养老', ...a);
  const id = String((found.json as { hits?: { id: string }[] }).hits?.[0]?.id);
  await cmd('search by field', 'search', '标题:养老', ...a);
  await cmd('show', 'show', id, ...a);
  await cmd('edit', 'edit', id, '--reason', '校对', '--set', 'title=测试题名一', ...a);
  const attachment = path.join(root, '说明 附件.txt');
  fs.writeFileSync(attachment, '第一行\r\n第二行\r\n');
  await cmd('attach', 'attach', id, attachment, '--reason', '补附件', ...a);
  await cmd('diff', 'diff', id, '1', '2', ...a);
  await cmd('diff printed', 'diff', id, '1', '2', '--print', out, ...a);
  await cmd('history', 'history', id, ...a);
  await cmd('stats', 'stats', ...a);
  await cmd('export pdf', 'export', 'pdf', id, '--out', out, ...a);
  await cmd(
    'export pdf by query',
    'export',
    'pdf',
    '--query',
    '提案',
    '--with-attachments',
    '--cover',
    '--out',
    out,
    ...a,
  );
  await cmd(
    'export register xlsx',
    'export',
    'register',
    '--format',
    'xlsx',
    '--out',
    path.join(root, '目录.xlsx'),
    ...a,
  );
  await cmd('export register csv', 'export', 'register', '--format', 'csv', '--out', path.join(root, '目录.csv'), ...a);
  await cmd('export table', 'export', 'table', '--query', '提案', '--out', path.join(root, '表.csv'), ...a);
  const kept = path.join(root, '备份');
  fs.mkdirSync(kept);
  const backup = await cmd('backup', 'backup', '--to', kept, ...a);
  await cmd('backups', 'backups', ...a);
  await cmd('restore-backup', 'restore-backup', String((backup.json as { file?: string }).file), ...a);
  await cmd('undo-restore', 'undo-restore', ...a);
  await cmd('verify', 'verify', ...a);
  await cmd('verify deep', 'verify', '--deep', id, '--out', out, ...a);
  await cmd('audit', 'audit', '--out', path.join(root, '日志.jsonl'), ...a);
  await cmd('audit verified', 'audit', '--verify', path.join(root, '日志.jsonl'));
  await cmd('reindex', 'reindex', ...a);
  process.env['FUHAN_NEW_PASSWORD'] = 'Ce4shi-Mima-2026!';
  await cmd('user add', 'user', 'add', 'wangwu', '--display', '王五', '--role', '安全管理员', ...a);
  await cmd('user list', 'user', 'list', ...a);
  check('nothing half-written is left', () => {
    const left = fs
      .readdirSync(root, { recursive: true })
      .filter((name) => /\.tmp$|\.half$|archive\.lock/.test(String(name)));
    return left.length === 0 ? true : left.join(', ');
  });
}
