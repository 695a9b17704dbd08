/** What `npm start` does on a machine without a display: the main job as a demonstration, to its end. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { BOOT_TIMEOUT_MS } from './window-steps.ts';

const ROOT = join(import.meta.dirname, '../..');

test(
  'the demonstration goes through the main job and leaves its pictures and the PDF',
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['tools/demo.ts'], { cwd: ROOT });
    expect(stdout).toContain('演示完成');
    const made = readdirSync(join(ROOT, 'demo-output'));
    expect(made.filter((name) => name.endsWith('.png'))).toHaveLength(4);
    expect(made.filter((name) => name.endsWith('.pdf'))).toHaveLength(1);
  },
  2 * BOOT_TIMEOUT_MS,
);
