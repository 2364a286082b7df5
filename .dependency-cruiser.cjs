// Who may know whom. Paths are those of the resolved files.

/** Specs, the contract that several specs share, and what they all lean on. */
const SPEC = '\\.(spec|contract)\\.ts$|/src/testing/';
const DOORS = '^libs/[^/]+/src/(index|api)\\.ts$';
const SCENARIOS = '^libs/kernel/src/scenarios\\.ts$';
/** What specs of other libraries lean on, behind '#name/testing'. */
const TESTING = `${SCENARIOS}|^libs/[^/]+/src/testing/`;

module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'Rules are values and pure functions: they know the kernel and the calendar.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/domain/', pathNot: SPEC },
      to: { pathNot: ['^libs/(kernel|calendar)/src/index\\.ts$', '^libs/$1/src/domain/'] },
    },
    {
      name: 'kernel-stands-alone',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: [SPEC, SCENARIOS] },
      to: { pathNot: '^libs/kernel/src/' },
    },
    {
      name: 'scenarios-need-node-only',
      severity: 'error',
      from: { path: SCENARIOS },
      to: { pathNot: ['^libs/kernel/src/', '^(node:)?util$'] },
    },
    {
      name: 'libraries-have-two-doors',
      comment: "Another library is reached by '#name' or '#name/api', which is all it promises.",
      severity: 'error',
      from: { path: '^(libs/[^/]+|apps|scripts|test)/' },
      to: { path: '^libs/', pathNot: ['^$1/', DOORS, TESTING] },
    },
    {
      name: 'doors-by-name',
      comment: 'A relative path into another library hides what it is.',
      severity: 'error',
      from: { path: '^(libs/[^/]+|apps|scripts|test)/' },
      to: { path: '^libs/', pathNot: '^$1/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'testing-is-for-specs',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: SPEC },
      to: { path: [TESTING, SPEC, '^(bench|scripts|test)/'] },
    },
    {
      name: 'libraries-know-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'one-library-knows-the-database-clients',
      severity: 'error',
      from: { pathNot: '^(libs/event-store/|test/eventstoredb/|bench/server-log\\.ts$)' },
      to: { path: '(^|/)@(eventstore|kurrent)/' },
    },
    {
      name: 'workers-start-from-source',
      comment: 'A worker runs under the tests as it stands: types aside, Node and the database.',
      severity: 'error',
      from: { path: '\\.worker\\.ts$' },
      to: { pathNot: '/better-sqlite3/', dependencyTypesNot: ['core', 'type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'GraphQL types may name each other as types: nothing of that remains at run time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-cycles-between-libraries',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { circular: true, via: { pathNot: '^libs/$1/' } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-tools-in-the-product',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['simpul-source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json', '.node'],
    },
  },
};
