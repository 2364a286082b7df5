import type { EventId, Instant, KeyId } from '#kernel';
import { cityDay } from '#calendar';
import { derivedId, streamName } from '#event-store';
import type { EventStore, Keyring, Metadata } from '#event-store';
import { requestCodec } from '#information-requests';
import { officeCodec } from '#offices';
import { personCodec } from '#persons';
import type { Vault } from '#sealing';
import { readKnownCase, requestIdOf, requestStream } from './known-case.ts';
import type { Mapping } from './mapping.ts';
import { hasEvents, officeStream } from './offices.ts';
import type { Offices } from './offices.ts';
import { planCase } from './plan-case.ts';
import type { CasePlan, PlannedEvent, Planning, Requester } from './plan-case.ts';
import { record } from './record.ts';
import type { Recording } from './record.ts';
import type { Row } from './row.ts';
import type { Staging } from './staging.ts';

/** Where the register goes. */
export type Destination = {
  store: EventStore;
  vault: Pick<Vault, 'seal' | 'takeKey' | 'has'>;
  logKey: KeyId;
  now: () => Instant;
  /** Progress, bad lines and changes, one sentence at a time. */
  say: (sentence: string) => void;
};

type Register = {
  mapping: Mapping;
  offices: Offices;
  staging: Staging;
  file: string;
  cases: number;
};

export type Recorded = { offices: number; persons: number; requests: number; events: number };

/** Cases written at once share a commit of the log. */
const CASES_AT_ONCE = 32;
const ROWS_AT_ONCE = 2_000;

type Work = {
  recording: Recording;
  planning: Planning;
  recorded: Recorded;
  changes: number;
  say: (sentence: string) => void;
};

/** Appends what the log does not hold yet: offices first, then case after case. */
export async function recordRegister(
  register: Register,
  { store, vault, logKey, now, say }: Destination,
): Promise<{ recorded: Recorded; changes: number }> {
  const { mapping, offices, staging, file, cases } = register;
  const { source } = mapping;
  const sealer = { logKey, seal: vault.seal.bind(vault) };
  const work: Work = {
    recording: { store, sealer, file, actor: { system: 'import', name: source } },
    planning: {
      mapping,
      offices: offices.codes,
      takeKey: () => vault.takeKey(),
      hasKey: (key) => vault.has(key),
    },
    recorded: { offices: 0, persons: 0, requests: 0, events: 0 },
    changes: 0,
    say,
  };
  const time = await risingTime(store, now);
  await openOffices(register, work, time());
  let done = 0;
  for (const batch of batches(staging.cases())) {
    // One moment for all of them: they reach the log in any order, and its times never fall.
    const recordedAt = time();
    await all(batch.map((rows) => recordCase(rows, work, recordedAt)));
    const told = Math.floor((done * 20) / cases);
    done += batch.length;
    if (Math.floor((done * 20) / cases) > told) say(`${done} of ${cases} cases`);
  }
  return { recorded: work.recorded, changes: work.changes };
}

/** Now, but never before the last event of the log or what it told before. */
async function risingTime(store: EventStore, now: () => Instant): Promise<() => Instant> {
  const [last] = await store.readAll({ direction: 'backwards', limit: 1 });
  let latest = last && (JSON.parse(last.metadata) as Metadata).recordedAt;
  return () => {
    const at = now();
    latest = latest !== undefined && latest > at ? latest : at;
    return latest;
  };
}

/** From the first day they appear on. */
async function openOffices(
  { mapping, offices, staging }: Register,
  { recording, recorded }: Work,
  recordedAt: Instant,
): Promise<void> {
  const receiving = mapping.receivingOffice;
  for (const { value, code } of offices.toOpen) {
    const first = staging.first(code === receiving ? undefined : value);
    // Only bad lines named it.
    if (first === undefined) continue;
    const { at, line } = first;
    const id = derivedId<EventId>(mapping.source, 'office', code);
    const data = { code, name: value, kind: mapping.officeKind, from: cityDay(at) };
    const stream = officeStream(code);
    const target = { stream, codec: officeCodec, keyring: {}, revision: -1, correlationId: id };
    const event = { type: 'OfficeOpened', data } as const;
    await record([{ id, event, at, line }], { ...target, recordedAt }, recording);
    recorded.offices += 1;
  }
}

async function recordCase(rows: readonly Row[], work: Work, recordedAt: Instant): Promise<void> {
  const { recording, planning, recorded, say } = work;
  const { source } = planning.mapping;
  const caseId = rows[0]?.caseId ?? '';
  const requestId = requestIdOf(source, caseId);
  const known = await readKnownCase(recording.store, source, caseId);
  const plan = await planCase(rows, known, planning);
  for (const { what, line } of plan.changes) {
    work.changes += 1;
    say(`line ${line}: another ${what} than recorded for request ${requestId}; left as it was`);
  }
  const [first] = plan.events;
  if (first === undefined) return;
  const { revision, receipt } = known;
  const moment = { correlationId: requestId, recordedAt };
  if (plan.requester !== undefined) await registerRequester(plan.requester, first, moment, work);
  const keyring = receipt === undefined ? keysOf(first) : { case: receipt.key };
  const place = { stream: requestStream(requestId), codec: requestCodec, keyring, revision };
  await record(plan.events, { ...place, ...moment }, recording);
  recorded.requests += receipt === undefined ? 1 : 0;
  recorded.events += plan.events.length;
}

/** A new case's events are sealed with the keys that its receipt names. */
function keysOf({ event }: CasePlan['events'][number]): Keyring {
  return event.type === 'InformationRequestReceived' ? event.data.keys : {};
}

/** Before the receipt that names it; found there when an earlier run was interrupted between. */
async function registerRequester(
  { id: person, name }: Requester,
  receipt: PlannedEvent,
  target: { correlationId: string; recordedAt: Instant },
  { recording, planning, recorded }: Work,
): Promise<void> {
  const stream = streamName('person', person);
  if (await hasEvents(recording.store, stream)) return;
  const keys = { person: await planning.takeKey() };
  const data = { kind: 'UNKNOWN', staff: false, name, keys } as const;
  const fact = {
    ...receipt,
    id: derivedId<EventId>(receipt.id, 'requester', 'registered'),
    event: { type: 'PersonRegistered', data } as const,
  };
  const place = { stream, codec: personCodec, keyring: {}, revision: -1 };
  await record([fact], { ...place, ...target }, recording);
  recorded.persons += 1;
}

function* batches(cases: Iterable<Row[]>): Generator<Row[][]> {
  let batch: Row[][] = [];
  let rows = 0;
  for (const one of cases) {
    batch.push(one);
    rows += one.length;
    if (batch.length === CASES_AT_ONCE || rows >= ROWS_AT_ONCE) {
      yield batch;
      [batch, rows] = [[], 0];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Waits for every one also when one fails: the caller closes the log next. */
async function all(tasks: readonly Promise<void>[]): Promise<void> {
  for (const settled of await Promise.allSettled(tasks)) {
    if (settled.status === 'rejected') throw settled.reason;
  }
}
