import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Specs, the contract that several specs share, and what they all lean on. */
const SPECS = ['**/*.spec.ts', '**/*.contract.ts', '**/testing/**/*.ts', 'test/**/*.ts'];
/** The rules themselves: what they need comes with the command. */
const DOMAIN = ['libs/kernel/src/**/*.ts', 'libs/*/src/domain/**/*.ts'];
/** They show what happened and must not be able to record anything. */
const READERS = [
  'apps/auditor/**/*.ts',
  'libs/coordination-board/**/*.ts',
  'libs/history/**/*.ts',
  'libs/integrity/**/*.ts',
];
const RECORDING = ['EmbeddedEventStore', 'Transact', 'encode', 'openLog'];
const COMMAND_LINES = ['apps/auditor/**/*.ts', 'apps/operator/**/*.ts', 'bench/**', 'scripts/**'];

const focusedTests = ['it', 'test', 'describe'].flatMap((object) =>
  ['skip', 'only', 'todo'].map((property) => ({
    object,
    property,
    message: 'Every test runs, always.',
  })),
);
const fromTheCommand = (what) => `${what} comes with the command.`;
const impureProperties = [
  { object: 'Date', property: 'now', message: fromTheCommand('The time') },
  { object: 'Math', property: 'random', message: fromTheCommand('Chance') },
];
const impureGlobals = [
  ...['Buffer', 'console', 'crypto', 'fetch', 'performance', 'process'],
  ...['queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout'],
].map((name) => ({ name, message: 'The domain is values and pure functions.' }));
const impureSyntax = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: fromTheCommand('The time'),
  },
  { selector: 'CallExpression[callee.name="Date"]', message: fromTheCommand('The time') },
  {
    selector: 'SwitchCase[test=null]',
    message: 'Name every case, so that a forgotten one does not compile.',
  },
];

export default defineConfig(
  { ignores: ['**/dist/', 'data/', 'coverage/', 'docs/', '**/node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      // A switch counts once: a decider is a table of its commands.
      complexity: ['error', { max: 15, variant: 'modified' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-depth': ['error', 3],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'no-console': 'error',
      'no-restricted-properties': ['error', ...focusedTests],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      // One program for all: a third faster here than a project service.
      parserOptions: { project: 'tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],

      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Outside the domain a default may answer for the rest.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // There are no enums: they are not erasable.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // Ports return promises; an adapter of them may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // `freshId<EventId>()`: the caller names the brand.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // GraphQL types are classes for their decorators; their values are plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // Ports and options are interfaces of functions, taken apart where they arrive.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: SPECS,
    rules: {
      'max-lines': ['error', 400],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Answers over HTTP arrive as any.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: DOMAIN,
    ignores: SPECS,
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-properties': ['error', ...focusedTests, ...impureProperties],
      'no-restricted-syntax': ['error', ...impureSyntax],
    },
  },
  {
    files: READERS,
    ignores: SPECS,
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: '#event-store', importNames: RECORDING, message: 'Read only.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'MemberExpression[property.name="append"]', message: 'Read only.' },
      ],
    },
  },
  // Peers are installed in bench alone, and their types with them.
  { files: ['bench/**/*.ts'], extends: [tseslint.configs.disableTypeChecked] },
  { files: COMMAND_LINES, rules: { 'no-console': 'off' } },
);
