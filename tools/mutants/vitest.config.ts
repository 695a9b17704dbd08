/** The tests that a mutant must get past: the project's own, those of one room. */
import { defineConfig } from 'vitest/config';

const tests = JSON.parse(process.env['FUHAN_MUTANT_TESTS'] ?? '[]') as string[];

export default defineConfig({
  test: {
    include: tests.map((one) => (one.endsWith('.ts') ? one : `${one}/*.test.ts`)),
    environment: 'node',
    testTimeout: 600_000,
    hookTimeout: 600_000,
    setupFiles: ['tests/setup.ts'],
  },
});
