/** Every test works in a folder of its own below the system's temporary folder; nothing reads the user's data folder. */
import { afterEach } from 'vitest';
import { SHOWN_PAGES } from './support/shown-pages.ts';

process.env['FUHAN_DATA'] = '/nonexistent/fuhan-data';
delete process.env['FUHAN_ARCHIVE'];

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const tell of SHOWN_PAGES) process.stderr.write(`the window of “${task.name}” shows:\n${await tell()}\n`);
});
