import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Scenarios take minutes: they run by `npm run scenarios` alone.
    include: [
      process.env['FUHAN_SCENARIOS'] === '1'
        ? 'tests/scenarios/**/*.test.ts'
        : 'tests/{unit,integration,corpus,e2e}/**/*.test.{ts,tsx}',
    ],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['tests/setup.ts'],
  },
});
