import { OPEN_ASSIGNMENT } from '#information-requests';
import { calendarTables } from './calendars.ts';

// Not IN: it would build a table of the three at every change of a row.
const isOpen = `(${OPEN_ASSIGNMENT.map((state) => `state = '${state}'`).join(' OR ')})`;

/** No more of a request and of an assignment than the counts rest on. */
export const boardTables: readonly string[] = [
  ...calendarTables,
  `CREATE TABLE board_offices (
    code TEXT PRIMARY KEY, from_day TEXT NOT NULL, until_day TEXT
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE board_requests (
    id TEXT PRIMARY KEY, track TEXT NOT NULL, state TEXT NOT NULL,
    historic INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 0,
    open_assignments INTEGER NOT NULL DEFAULT 0, -- kept by a trigger
    in_hand INTEGER AS (open_assignments > 0),
    -- The binding clock. What it said stays when it stops: the answer is measured by it.
    rule TEXT, due_at TEXT, due_day TEXT, paused INTEGER NOT NULL DEFAULT 0,
    live INTEGER NOT NULL, running INTEGER AS (live AND NOT paused AND due_at IS NOT NULL),
    waits INTEGER AS (live AND NOT paused AND rule IS NOT NULL AND due_at IS NULL),
    untold INTEGER AS (state = 'ANSWERED' AND NOT told),
    answer_event TEXT, outcome TEXT, answered_at TEXT, answered_day TEXT,
    answered INTEGER AS (answered_at IS NOT NULL),
    limited INTEGER AS (due_at IS NOT NULL),
    on_time INTEGER AS (due_at IS NOT NULL AND (paused OR answered_at < due_at))
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE board_assignments (
    request TEXT NOT NULL, id TEXT NOT NULL, office TEXT NOT NULL, track TEXT NOT NULL,
    state TEXT NOT NULL, open INTEGER AS (${isOpen}), assigned_at TEXT NOT NULL,
    due_at TEXT, paused_on TEXT, paused_days INTEGER NOT NULL DEFAULT 0,
    running INTEGER AS (due_at IS NOT NULL AND paused_on IS NULL AND ${isOpen}),
    -- Of the first submission, which later ones leave as it was.
    submitted_day TEXT, working_days INTEGER, limited INTEGER, on_time INTEGER,
    submitted INTEGER AS (submitted_day IS NOT NULL),
    PRIMARY KEY (request, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE board_activity (
    office TEXT NOT NULL, track TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (office, track)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER board_assignment_opens AFTER INSERT ON board_assignments WHEN NEW.open BEGIN
    UPDATE board_requests SET open_assignments = open_assignments + 1 WHERE id = NEW.request;
  END`,
  `CREATE TRIGGER board_assignment_turns AFTER UPDATE OF state ON board_assignments
    WHEN OLD.open <> NEW.open BEGIN
    UPDATE board_requests SET open_assignments = open_assignments + NEW.open - OLD.open
      WHERE id = NEW.request;
  END`,
];

/** How many rows of a base table have the same key, and sums over them. */
type Counter = {
  readonly name: string;
  readonly of: 'board_requests' | 'board_assignments';
  /** Columns of the base table, as are the sums. */
  readonly key: readonly string[];
  readonly sums?: readonly string[];
  /** Only rows in which this column is true count. */
  readonly only?: string;
  /** What is set when a row may change its place; of a generated column, what it rests on. */
  readonly follows: readonly string[];
};

export const COUNTERS: readonly Counter[] = [
  {
    name: 'board_request_counts',
    of: 'board_requests',
    key: ['track', 'state', 'in_hand', 'waits', 'untold'],
    follows: ['track', 'state', 'open_assignments', 'live', 'paused', 'rule', 'due_at', 'told'],
  },
  {
    name: 'board_request_due',
    of: 'board_requests',
    key: ['due_day', 'track'],
    only: 'running',
    follows: ['due_day', 'due_at', 'track', 'live', 'paused'],
  },
  {
    name: 'board_answers',
    of: 'board_requests',
    key: ['answered_day', 'track', 'outcome'],
    sums: ['limited', 'on_time'],
    only: 'answered',
    follows: ['answered_at', 'track', 'outcome', 'due_at', 'paused'],
  },
  {
    name: 'board_assignment_counts',
    of: 'board_assignments',
    key: ['office', 'track', 'state'],
    follows: ['track', 'state'],
  },
  {
    // An office's limit ends at 24:00 of a day, so this is a row for each day with open ones.
    name: 'board_assignment_due',
    of: 'board_assignments',
    key: ['due_at', 'office', 'track'],
    only: 'running',
    follows: ['due_at', 'paused_on', 'track', 'state'],
  },
  {
    name: 'board_contributions',
    of: 'board_assignments',
    key: ['submitted_day', 'office', 'track', 'working_days'],
    sums: ['limited', 'on_time'],
    only: 'submitted',
    follows: ['submitted_day', 'track'],
  },
];

const INTEGERS = ['in_hand', 'waits', 'untold', 'working_days'];

/** A table filled from its base table, whose triggers then keep it: no handler can forget it. */
function counter(counted: Counter): string[] {
  const { name, of, key, sums = [], only, follows } = counted;
  const keys = key.map((one) => `${one} ${INTEGERS.includes(one) ? 'INTEGER' : 'TEXT'} NOT NULL`);
  const counts = ['n', ...sums].map((one) => `${one} INTEGER NOT NULL`);
  const totals = sums.map((it) => `sum(${it})`);
  const place = [...key, ...sums, ...(only === undefined ? [] : [only])];
  return [
    `CREATE TABLE ${name} (
      ${[...keys, ...counts].join(', ')}, PRIMARY KEY (${key.join(', ')})
    ) STRICT, WITHOUT ROWID`,
    `INSERT INTO ${name} SELECT ${[...key, 'count(*)', ...totals].join(', ')}
      FROM ${of} WHERE ${only ?? 'true'} GROUP BY ${key.join(', ')}`,
    `CREATE TRIGGER ${name}_come AFTER INSERT ON ${of} BEGIN
      ${add(counted, 'NEW', 1)}
    END`,
    `CREATE TRIGGER ${name}_move AFTER UPDATE OF ${follows.join(', ')} ON ${of}
      WHEN (${ofRow('OLD', place)}) IS NOT (${ofRow('NEW', place)}) BEGIN
      ${add(counted, 'OLD', -1)}
      ${add(counted, 'NEW', 1)}
    END`,
    `CREATE TRIGGER ${name}_emptied AFTER UPDATE ON ${name} WHEN NEW.n = 0 BEGIN
      DELETE FROM ${name} WHERE (${key.join(', ')}) = (${ofRow('NEW', key)});
    END`,
  ];
}

function add({ name, key, sums = [], only }: Counter, row: 'OLD' | 'NEW', by: 1 | -1): string {
  const added = [by, ...sums.map((it) => `${by} * ${row}.${it}`)].join(', ');
  const summed = ['n', ...sums].map((it) => `${it} = ${it} + excluded.${it}`).join(', ');
  return `INSERT INTO ${name} SELECT ${ofRow(row, key)}, ${added}
        WHERE ${only === undefined ? 'true' : ofRow(row, [only])}
        ON CONFLICT DO UPDATE SET ${summed};`;
}

const ofRow = (row: 'OLD' | 'NEW', columns: readonly string[]): string =>
  columns.map((it) => `${row}.${it}`).join(', ');

export const boardCounters: readonly string[] = [
  'CREATE INDEX board_requests_due ON board_requests (due_at, track) WHERE running',
  `CREATE INDEX board_assignments_open ON board_assignments (office, track, assigned_at)
    WHERE open`,
  ...COUNTERS.flatMap(counter),
];
