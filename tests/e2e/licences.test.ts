/** Under 设置 the licences of everything that is handed out are listed, each with its text. */
import { expect, test } from 'vitest';
import { launchApp } from './fixtures.ts';

const START_MS = 180_000;

test('the licences are listed when somebody asks, and each is read', { timeout: START_MS }, async () => {
  const app = await launchApp();
  try {
    const { page } = app;
    await page.getByRole('navigation').getByRole('button', { name: '设置' }).click();
    const section = page.getByRole('region', { name: '许可证' });
    await section.getByRole('button', { name: '显示清单' }).click();
    const entry = section.getByText(/^flexsearch \d+\.\d+\.\d+\s+Apache-2\.0$/);
    await entry.click();
    await section.getByText('Apache License').first().waitFor();
    expect(await section.getByText(/^react-dom /).count()).toBe(1);
    expect(await section.getByText(/^vite /).count()).toBe(0);
  } finally {
    await app.close();
  }
});
