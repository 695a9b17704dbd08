/** The rooms whose tests are held against mutants, and the tests that a mutant in each must get past. */
export interface Room {
  name: string;
  /** Files that are changed, as patterns from the project's root. */
  files: readonly string[];
  /** Files left out: what they hold is words and tables, of which no test repeats each. */
  except?: readonly string[];
  /** Test files that run, as patterns. */
  tests: readonly string[];
}

export const ROOMS: readonly Room[] = [
  {
    name: 'text',
    files: ['shared/text/**/*.ts'],
    tests: ['tests/unit/text/**', 'tests/unit/reading/**', 'tests/unit/search/**'],
  },
  {
    name: 'model',
    files: ['shared/model/**/*.ts', 'shared/contract/**/*.ts'],
    tests: ['letters', 'text', 'search', 'reading', 'trust', 'export'].map((name) => `tests/unit/${name}/**`),
  },
  {
    name: 'letters',
    files: ['main/archive/letters/**/*.ts'],
    tests: ['tests/unit/letters/**', 'tests/integration/letters/**'],
  },
  {
    name: 'trust',
    files: ['main/archive/trust/**/*.ts'],
    tests: [
      'tests/unit/trust/**',
      'tests/unit/accounts/**',
      'tests/integration/trust/**',
      'tests/integration/accounts/**',
    ],
  },
  {
    name: 'matching',
    files: ['main/archive/search/{matching,evaluate,together,postings,matches,hits}.ts'],
    tests: ['tests/unit/search/**', 'tests/integration/search/**'],
  },
];
