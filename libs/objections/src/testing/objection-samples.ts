import type { Day, Instant, KeyId, PersonId, RequestId } from '#kernel';
import { WEEKENDS_ONLY, startClock, startOfDay } from '#calendar';
import type { ObjectionCommand } from '../domain/objection.ts';
import type { DisputeStage, ObjectionEvent } from '../domain/objection-events.ts';

/** A time of 2026 in the city; 2 March is a Monday. */
export const at = (day: number, hour = 9, month = 3): Instant =>
  new Date(Date.UTC(2026, month - 1, day, hour - 7)).toISOString() as Instant;
export const march = (day: number): Day => `2026-03-${String(day).padStart(2, '0')}` as Day;
const uuid = <Id extends string>(number: number): Id =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as Id;
export const REQUEST = uuid<RequestId>(1);
const SITI = uuid<PersonId>(2);
export const [SUPERIOR, APPROVER] = [uuid<PersonId>(3), uuid<PersonId>(4)];

type Type = ObjectionCommand['type'];
type Command<T extends Type> = Extract<ObjectionCommand, { type: T }>;
const times = { at: at(12), now: at(31) };
export const reckoning = WEEKENDS_ONLY;
const keys = { case: uuid<KeyId>(5), words: uuid<KeyId>(6) };
const said = {
  request: REQUEST,
  requester: SITI,
  grounds: ['C_NOT_ANSWERED' as const],
  statement: 'Tidak dijawab.',
  groundFoundOn: march(2),
  keys,
};

export const lodge = (
  fields: Partial<Command<'LodgeObjection'>> = {},
): Command<'LodgeObjection'> => ({
  type: 'LodgeObjection',
  ...said,
  reckoning,
  ...{ at: at(2), now: at(31) },
  ...fields,
});
/** Ground b, so that a request may be missing. */
export const without = (...fields: ('request' | 'requester')[]): ObjectionCommand => {
  const { request, requester, ...rest } = lodge({ grounds: ['B_PERIODIC_NOT_PROVIDED'] });
  return {
    ...rest,
    ...(fields.includes('request') || request === undefined ? {} : { request }),
    ...(fields.includes('requester') || requester === undefined ? {} : { requester }),
  };
};
export const register = (fields: Partial<Command<'RegisterObjection'>> = {}): ObjectionCommand => ({
  type: 'RegisterObjection',
  number: '0001/KEB/2026',
  ...times,
  ...fields,
});
export const decide = (fields: Partial<Command<'DecideObjection'>> = {}): ObjectionCommand => ({
  type: 'DecideObjection',
  decision: 'UPHELD',
  text: 'Dikabulkan.',
  by: SUPERIOR,
  decidedBy: [],
  ...times,
  ...fields,
});
export const dispute = (stage: DisputeStage, fields: object = {}): ObjectionCommand => ({
  type: 'RecordDispute',
  stage,
  on: march(20),
  reckoning,
  ...{ at: startOfDay(march(20)), now: at(31) },
  ...fields,
});
export const settle = (fields: Partial<Command<'SettleDispute'>> = {}): ObjectionCommand => ({
  type: 'SettleDispute',
  on: march(25),
  outcome: 'Damai.',
  ...times,
  ...fields,
});
export const write = (fields: Partial<Command<'RecordCorrespondence'>> = {}): ObjectionCommand => ({
  type: 'RecordCorrespondence',
  kind: 'OBJECTION_REPLY',
  way: 'POST',
  reckoning,
  ...{ at: at(16), now: at(31) },
  ...fields,
});

export type Fact = ObjectionEvent & { occurredAt?: string };
export const found = startClock('KIP-36-1', startOfDay(march(2)), reckoning);
export const reply = startClock('KIP-36-2', at(2), reckoning);
export const data = { ...said, clocks: [found, reply] };
export const lodged: Fact = { type: 'ObjectionLodged', data, occurredAt: at(2) };
export const registered: Fact = {
  type: 'ObjectionRegistered',
  data: { number: '0001/KEB/2026' },
  occurredAt: at(3),
};
export const decided = (fields: object = {}): Fact => ({
  type: 'ObjectionDecided',
  data: { decision: 'UPHELD', request: REQUEST, text: 'Dikabulkan.', ...fields },
  occurredAt: at(12),
});
export const disputed = (stage: DisputeStage, fields: object = {}): Fact => ({
  type: 'DisputeRecorded',
  data: { stage, on: march(20), ...fields },
  occurredAt: startOfDay(march(20)),
});
export const settled: Fact = { type: 'DisputeSettled', data: { on: march(25), outcome: 'Damai.' } };
export const dueAt = reply.dueAt!;
export const missed: Fact = { type: 'DeadlineMissed', data: { rule: 'KIP-36-2', dueAt } };
const silence = startClock('KIP-37', dueAt, reckoning);
export const unanswered: Fact = { type: 'ObjectionLeftUnanswered', data: { clocks: [silence] } };

/** As a decision writes it. */
export const bare = ({ type, data }: Fact): ObjectionEvent => ({ type, data }) as ObjectionEvent;
