/** Public versions from end to end: found, decided, reviewed by another, made, proved by other programs (docs/spec/public.md). */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { LISTS_FOLDER } from '../../../main/archive/export/public/export-public.ts';
import { foldText } from '../../../shared/text/fold.ts';
import type { Engine } from '../../../main/archive/engine.ts';
import { openEngine, fileText, temporaryFolder } from '../../support/engine.ts';
import { textOfPdf } from '../../support/pdf-text.ts';
import { runTool } from '../../support/other-tools.ts';
import { PRIVATE_LETTER, SECRETS, publicOffice, type PublicOffice } from '../../support/public-versions.ts';

const engines: Engine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});
async function made(text?: string, name?: string): Promise<PublicOffice> {
  const one = await publicOffice(text, name);
  engines.push(one.engine);
  return one;
}
const code = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (thrown: unknown) => (thrown as { code?: string }).code ?? String(thrown),
  );

describe('a public version', () => {
  test('holds nothing of what was hidden, by pdf.js, pdftotext, qpdf and its name, and the list never says what', async (context) => {
    const { engine, id, decideAll, review } = await made();
    await decideAll();
    await review();
    const out = temporaryFolder();
    const { files, failed } = await engine.call('export.public', { selection: { ids: [id] }, out });
    expect(failed).toEqual([]);
    const [file] = files;
    const path = file?.file ?? '';
    expect(path).toMatch(/云民函〔2023〕41号 关于.*（公开版）\.pdf$/);
    const [shown, list] = [foldText(await textOfPdf(path)), foldText(await textOfPdf(file?.list ?? ''))];
    const plain = runTool(context, 'pdftotext', path, '-');
    const stored = runTool(context, 'qpdf', '--qdf', '--object-streams=disable', path, '-');
    for (const secret of Object.values(SECRETS)) {
      for (const where of [shown, foldText(plain), foldText(path), list]) expect(where).not.toContain(foldText(secret));
      expect(stored).not.toContain(secret);
    }
    expect(shown).toContain(foldText('周若兰委员'));
    expect(shown).toContain(foldText('68岁以上老人4120人'));
    expect(shown).toContain('[已隐去]');
    expect(stored).not.toContain(id);
    expect(readdirSync(out).toSorted()).toEqual([LISTS_FOLDER, path.slice(out.length + 1)].toSorted());
    expect(list).toContain(foldText('王档案'));
    expect(list).toContain(foldText('孙复核'));
    expect(list).toContain(foldText('《个人信息保护法》第二十八条'));
  });
});
