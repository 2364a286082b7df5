/**
 * The only writer of the embedded log. Appends that arrive while a commit runs are committed
 * together. Erasable TypeScript: Node runs it from source under the tests.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { AppendAnswer, AppendRequest, WriterData } from './writer-messages.ts';

const { file } = workerData as WriterData;
const port = parentPort;
if (port === null) throw new Error('writer.worker is a worker thread');

const db = new Database(file);
// better-sqlite3 is compiled with NORMAL for WAL; without FULL an acknowledged event can be lost.
db.pragma('synchronous = FULL');
if (db.pragma('journal_mode', { simple: true }) !== 'wal') throw new Error('the log is not in WAL');
if (db.pragma('synchronous', { simple: true }) !== 2) throw new Error('the log is not FULL');

const lastOf = db.prepare<[string], { revision: number }>(
  'SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1',
);
const byId = db.prepare<[string], { stream: string; revision: number; position: number }>(
  'SELECT stream, revision, position FROM events WHERE id = ?',
);
const insert = db.prepare(
  'INSERT INTO events (id, stream, revision, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?)',
);

function apply(request: AppendRequest): AppendAnswer {
  const { call, stream, expected, events } = request;
  const actual = lastOf.get(stream)?.revision ?? -1;
  if (actual !== expected) return repeated(request) ?? { call, outcome: 'conflict', actual };
  let position = 0;
  let revision = actual;
  for (const event of events) {
    revision += 1;
    const { id, type, data, metadata } = event;
    position = Number(insert.run(id, stream, revision, type, data, metadata).lastInsertRowid);
  }
  return { call, outcome: 'appended', revision, position };
}

/** The same ids at the same place: the answer of the first time. */
function repeated({ call, stream, expected, events }: AppendRequest): AppendAnswer | undefined {
  let last: AppendAnswer | undefined;
  for (const [index, event] of events.entries()) {
    const found = byId.get(event.id);
    if (found?.stream !== stream || found.revision !== expected + 1 + index) return undefined;
    last = { call, outcome: 'appended', revision: found.revision, position: found.position };
  }
  return last;
}

const commitAll = db.transaction((requests: AppendRequest[]) => requests.map(apply));

function commit(requests: AppendRequest[]): AppendAnswer[] {
  try {
    return commitAll.immediate(requests);
  } catch (error) {
    if (requests.length > 1) return requests.flatMap((request) => commit([request]));
    const reason = error instanceof Error ? error.message : String(error);
    // After an I/O error nobody knows what reached the disk.
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const io = code.startsWith('SQLITE_IOERR');
    const outcome = io ? 'unknown' : 'failed';
    return requests.map(({ call }) => ({ call, outcome, reason }));
  }
}

port.on('message', (first: AppendRequest[]) => {
  const requests = [...first];
  let more = receiveMessageOnPort(port);
  while (more !== undefined) {
    requests.push(...(more.message as AppendRequest[]));
    more = requests.length < 4096 ? receiveMessageOnPort(port) : undefined;
  }
  port.postMessage(commit(requests));
});
