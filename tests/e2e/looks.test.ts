/** Every place in every look: nothing serious for who cannot see or use a mouse, type that can be read, keys for every act. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMAND_IDS, commandSpec, keyOf } from '../../renderer/app/commands/table.ts';
import type { LaunchedApp } from './fixtures.ts';
import {
  BOOT_TIMEOUT_MS,
  callThroughWindow,
  dropAndRead,
  fileAll,
  found,
  openDesk,
  part,
  sample,
  search,
  visit,
} from './window-steps.ts';

let app: LaunchedApp;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  ({ app, complaints } = await openDesk());
  page = app.page;
  await fileAll(app, ['02 老旧小区加装电梯提案答复.txt', '03 农村客运公交化建议答复.docx'].map(sample));
  // A letter that waits says so over its text.
  const { ids } = (await callThroughWindow(page, 'letters.listIds', {})) as { ids: string[] };
  for (const id of ids) await callThroughWindow(page, 'review.reopen', { id });
  await page.reload();
  await visit(page, '归档');
  await dropAndRead(app, [sample('09 夜市油烟噪声信访处理意见书.txt')]);
}, BOOT_TIMEOUT_MS);
afterAll(async () => {
  await app.close();
});

const PLACES: Readonly<Record<string, () => Promise<void>>> = {
  今日: () => visit(page, '今日'),
  归档: () => visit(page, '归档'),
  待核对: () => visit(page, '待核对'),
  全部复函: async () => {
    await visit(page, '全部复函');
    await page.getByRole('article').waitFor();
  },
  检索: async () => {
    await search(page, '云溪市');
    await found(page, 2);
    await page.getByRole('article').waitFor();
    await page.keyboard.press('Escape');
  },
  公开版: async () => {
    await part(page, '公开版');
    await page.getByRole('table', { name: '可能不宜公开的内容' }).waitFor();
  },
  历史: async () => {
    await part(page, '历史');
    await page.getByText('只有一个版本', { exact: false }).waitFor();
  },
  统计: async () => {
    await visit(page, '统计');
    await page.getByRole('region', { name: '各年件数' }).waitFor();
  },
  整理: () => visit(page, '整理'),
  公开期限: async () => {
    await page.getByRole('tab', { name: '公开' }).click();
    await page.getByRole('textbox', { name: '节假日表' }).waitFor();
  },
  交接数据包: async () => {
    await page.getByRole('tab', { name: '交接数据包' }).click();
    await page.getByRole('button', { name: '校验数据包' }).waitFor();
  },
  到期与鉴定: async () => {
    await visit(page, '审计');
    await page.getByRole('tab', { name: '到期与鉴定' }).click();
    await page.getByRole('region', { name: '到期待鉴定' }).waitFor();
  },
  审计: async () => {
    await visit(page, '审计');
    await page.getByRole('tab', { name: '日志' }).click();
    await page.getByRole('list', { name: '审计记录' }).waitFor();
  },
  设置: () => visit(page, '设置'),
};

async function look(name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+p');
  await page.getByRole('combobox', { name: '命令面板' }).fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: '命令面板' }).waitFor({ state: 'detached' });
}

/** What axe finds that is serious or worse, each with the elements. */
async function serious(): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const { violations } = await checker.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
}

/** Text that is shown smaller than can be read. */
function tooSmall(): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || node.textContent?.trim() === '' || parent.getClientRects().length === 0) continue;
      const size = Number.parseFloat(getComputedStyle(parent).fontSize);
      if (size < 12) found.push(`${size} ${node.textContent?.trim().slice(0, 40) ?? ''}`);
    }
    return found;
  });
}

for (const [name, root] of [
  ['浅色', 'light'],
  ['深色', 'dark'],
  ['高对比度', 'high'],
] as const) {
  describe(name, () => {
    test('is chosen by its name in the palette', async () => {
      await look(name);
      expect(await page.evaluate(() => document.documentElement.dataset['look'])).toBe(root);
    });

    test('a field that has the keyboard is framed in the colour of what is chosen, not in that of an error', async () => {
      await visit(page, '整理');
      const field = page.getByRole('textbox', { name: '检索词' });
      await field.click();
      const [frame, focus] = await field.evaluate((input) => {
        const probe = document.createElement('i');
        probe.style.color = 'var(--focus)';
        document.body.append(probe);
        const colours = [getComputedStyle(input).borderColor, getComputedStyle(probe).color];
        probe.remove();
        return colours;
      });
      expect(frame).toBe(focus);
    });

    for (const [place, go] of Object.entries(PLACES)) {
      test(`${place}: nothing serious, no type under 12 px`, async () => {
        await go();
        expect(await serious()).toEqual([]);
        expect(await tooSmall()).toEqual([]);
      });
    }
  });
}

test('F1 lists every key that the table of commands knows', async () => {
  await page.keyboard.press('F1');
  const dialog = page.getByRole('dialog', { name: '帮助' });
  const told = (await dialog.innerText()).replaceAll(/\s+/g, ' ');
  for (const id of COMMAND_IDS.filter((one) => keyOf(one) !== '')) {
    expect(told).toContain(commandSpec(id).label);
    expect(told).toContain(keyOf(id));
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

test('a menu shows what is not possible now in grey, with the reason', async () => {
  await visit(page, '今日');
  await page.getByRole('navigation', { name: '菜单' }).getByRole('button', { name: '函件' }).click();
  const edit = page.getByRole('menuitem', { name: /^修改/ });
  await edit.waitFor();
  expect(await edit.getAttribute('aria-disabled')).toBe('true');
  expect(await edit.getAttribute('title')).toBe('请先选中一件函件');
  await page.keyboard.press('Escape');
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
