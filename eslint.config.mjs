// Lint: type-aware rules for TypeScript, and the layer rule of the house (see docs/decisions/0001-layers.md):
//   shared <- main/archive <- main ; shared <- renderer. Never the other way.
import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';

const NODE_BUILTINS = ['node:*', 'fs', 'path', 'os', 'crypto', 'child_process', 'worker_threads', 'url', 'http', 'https', 'net'];
const NETWORK = ['http', 'https', 'net', 'tls', 'dgram', 'node:http', 'node:https', 'node:net', 'node:tls', 'node:dgram', 'node:http2'];

const restricted = (group, message) => ({ group, message });
const layer = (...patterns) => ['error', { patterns }];

const onlyWrappers = [
  { name: 'electron', importNames: ['ipcMain', 'ipcRenderer'], message: 'Raw IPC belongs to main/ipc.ts and main/preload.ts only.' },
];

export default tseslint.config(
  { ignores: ['node_modules/**', 'dist/**', 'release/**', 'demo-output/**', 'resources/**'] },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'No default exports: names stay greppable.' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-control-regex': 'off',
    },
  },
  {
    files: ['shared/**/*.ts'],
    rules: {
      'no-restricted-imports': layer(
        restricted(['**/main/**', '**/renderer/**'], 'shared knows neither main nor renderer.'),
        restricted(['electron', 'electron/*', 'react', 'react-dom', 'antd', ...NODE_BUILTINS], 'shared is pure: no Node, DOM or Electron.'),
      ),
      'no-restricted-globals': ['error', 'window', 'document', 'navigator', 'process', 'Buffer', 'require', '__dirname'],
    },
  },
  {
    files: ['main/archive/**/*.ts'],
    rules: {
      'no-restricted-imports': layer(
        restricted(['electron', 'electron/*'], 'The engine is plain TypeScript on Node.'),
        restricted(['**/renderer/**', '**/main/*.ts', '../../*.ts', '!../../shared/**'], 'The engine does not know its doors.'),
        restricted(NETWORK, 'No byte leaves the machine.'),
      ),
    },
  },
  {
    files: ['main/*.ts'],
    ignores: ['main/ipc.ts', 'main/preload.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: onlyWrappers, patterns: [restricted(['**/renderer/**'], 'main never imports the window.'), restricted(NETWORK, 'No byte leaves the machine.')] }],
    },
  },
  {
    files: ['main/ipc.ts', 'main/preload.ts'],
    rules: { 'no-restricted-imports': layer(restricted(['**/renderer/**'], 'main never imports the window.'), restricted(NETWORK, 'No byte leaves the machine.')) },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'no-restricted-imports': layer(
        restricted(['**/main/**'], 'The window knows only shared/ and window.archive.'),
        restricted(['electron', 'electron/*', ...NODE_BUILTINS], 'The window runs in a sandbox: no Node, no Electron.'),
      ),
    },
  },
  { files: ['main/cli.ts', 'main/cli/**/*.ts', 'tests/bench/**/*.ts', 'tests/faults/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['*.config.ts', 'tests/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
