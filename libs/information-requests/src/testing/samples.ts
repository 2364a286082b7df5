import type {
  AssignmentId,
  ContributionId,
  Day,
  EventId,
  Instant,
  KeyId,
  OfficeCode,
  OutboundItemId,
  PersonId,
  RequestId,
} from '#kernel';
import { WEEKENDS_ONLY, startClock } from '#calendar';
import type { Command, RequestCommand, Times } from '../domain/commands.ts';
import type { InformationRequestEvent, Received, Track } from '../domain/events.ts';

/** A time of March 2026 in the city; the 2nd is a Monday. */
export const at = (day: number, hour = 9, minute = 0): Instant =>
  new Date(Date.UTC(2026, 2, day, hour - 7, minute)).toISOString() as Instant;

export const uuid = <Id extends string>(number: number): Id =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as Id;

export const office = (code: string): OfficeCode => code as OfficeCode;
export const [DINKES, DISDIK] = [office('DINKES'), office('DISDIK'), office('DISKOMINFO')];
export const assignment = (number: number): AssignmentId => uuid(100 + number);
export const contribution = (number: number): ContributionId => uuid(200 + number);
export const SITI: PersonId = uuid(1);
export const SPOKESPERSON: PersonId = uuid(2);
export const OTHER_REQUEST: RequestId = uuid(3);
export const [ITEM, OTHER_ITEM]: readonly [OutboundItemId, OutboundItemId] = [uuid(21), uuid(22)];
export const KEYS = { case: uuid<KeyId>(11), words: uuid<KeyId>(12) };
const CONTRIBUTION_KEY: KeyId = uuid(13);
/** Id of the event of the receipt where a specification names it. */
export const RECEIPT: EventId = uuid(21);
export const REGISTRATION: EventId = uuid(22);
export const ANSWER: EventId = uuid(23);

export type Fact<T extends InformationRequestEvent['type']> = Extract<
  InformationRequestEvent,
  { type: T }
> & { id?: string; occurredAt?: string };

const RULES = {
  STATUTORY: ['KIP-22-7', 'PPID-REGISTER'],
  MEDIA: ['MEDIA-ANSWER', 'MEDIA-ACK'],
  INTER_OFFICE: ['INTER-OFFICE'],
} as const;

const asked = {
  channel: 'EMAIL',
  subject: 'Anggaran jalan',
  details: 'Mohon rincian anggaran jalan 2025.',
  receivingOffice: 'DISKOMINFO' as OfficeCode,
  keys: KEYS,
} as const;

/** Who asks on which track. */
export const asker = (track: Track): Pick<Received<string>, 'requester' | 'requestingOffice'> =>
  track === 'INTER_OFFICE' ? { requestingOffice: DINKES } : { requester: SITI };

export function received(
  track: Track = 'STATUTORY',
  fields: { occurredAt?: Instant; answerNeededBy?: Instant; historic?: true } = {},
): Fact<'InformationRequestReceived'> {
  const { occurredAt = at(2), ...rest } = fields;
  const clocks = RULES[track].map((rule) =>
    startClock(
      rule,
      occurredAt,
      WEEKENDS_ONLY,
      rule === 'MEDIA-ANSWER' ? rest.answerNeededBy : undefined,
    ),
  );
  const data = { track, ...asked, ...asker(track), ...rest, clocks };
  return { type: 'InformationRequestReceived', data, id: RECEIPT, occurredAt };
}

const REGISTER_CODES = { STATUTORY: 'PIP', MEDIA: 'MED', INTER_OFFICE: 'ANT' } as const;

export const registered = (
  track: Track = 'STATUTORY',
  occurredAt = at(2, 10),
): Fact<'InformationRequestRegistered'> => ({
  type: 'InformationRequestRegistered',
  data: { number: `0001/${REGISTER_CODES[track]}/2026` },
  id: REGISTRATION,
  occurredAt,
});

export const clockOf = (startedAt: Instant): ReturnType<typeof startClock> =>
  startClock('INT-CONTRIBUTION', startedAt, WEEKENDS_ONLY);

export const assigned = (
  number: number,
  code: OfficeCode = DINKES,
  lead = false,
  occurredAt = at(3),
): Fact<'OfficeAssigned'> => ({
  type: 'OfficeAssigned',
  data: { assignmentId: assignment(number), office: code, lead, clock: clockOf(occurredAt) },
  occurredAt,
});

export const accepted = (number: number, occurredAt = at(4)): Fact<'AssignmentAccepted'> => ({
  type: 'AssignmentAccepted',
  data: { assignmentId: assignment(number) },
  occurredAt,
});

export const declined = (number: number, occurredAt = at(4)): Fact<'AssignmentDeclined'> => ({
  type: 'AssignmentDeclined',
  data: { assignmentId: assignment(number), reason: 'bukan kewenangan' },
  occurredAt,
});

export const submitted = (number: number, occurredAt = at(5)): Fact<'ContributionSubmitted'> => ({
  type: 'ContributionSubmitted',
  data: {
    assignmentId: assignment(number),
    contributionId: contribution(number),
    text: 'Rincian terlampir.',
    informationHeld: true,
    keys: { contribution: CONTRIBUTION_KEY },
  },
  occurredAt,
});

export const returned = (number: number, occurredAt = at(6)): Fact<'ContributionReturned'> => ({
  type: 'ContributionReturned',
  data: {
    assignmentId: assignment(number),
    contributionId: contribution(number),
    clock: clockOf(occurredAt),
    reason: 'tahun 2024, bukan 2025',
  },
  occurredAt,
});

export const settled = (number: number, occurredAt = at(9)): Fact<'ContributionAccepted'> => ({
  type: 'ContributionAccepted',
  data: { assignmentId: assignment(number) },
  occurredAt,
});

export const drafted = (item = ITEM, occurredAt = at(9)): Fact<'AnswerDrafted'> => ({
  type: 'AnswerDrafted',
  data: { item },
  occurredAt,
});

export const answered = (
  fields: Partial<Fact<'InformationRequestAnswered'>['data']> = {},
  occurredAt = at(10),
): Fact<'InformationRequestAnswered'> => ({
  type: 'InformationRequestAnswered',
  data: { outcome: 'GRANTED', told: false, ...fields },
  id: ANSWER,
  occurredAt,
});

export const withdrawn: Fact<'InformationRequestWithdrawn'> = {
  type: 'InformationRequestWithdrawn',
  data: { reason: 'tidak perlu lagi' },
  occurredAt: at(11),
};

type Type = RequestCommand['type'];
const TIMES: Times = { at: at(12), now: at(31) };

function sample<T extends Type>(
  type: T,
  rest: Omit<Command<T>, 'type' | 'at' | 'now'>,
): (fields?: Partial<Command<T>>) => Command<T> {
  return (fields = {}) => ({ type, ...TIMES, ...rest, ...fields }) as unknown as Command<T>;
}

const reckoning = WEEKENDS_ONLY;
const ofFirst = { assignmentId: assignment(1) };
const contributing = {
  ...ofFirst,
  contributionId: contribution(1),
  text: 'Rincian terlampir.',
  informationHeld: true,
  key: CONTRIBUTION_KEY,
};

/** One command of each kind, with what a specification changes. */
export const commands = {
  receive: (fields: Partial<Command<'ReceiveInformationRequest'>> = {}) =>
    sample('ReceiveInformationRequest', {
      track: 'STATUTORY',
      ...asked,
      ...asker(fields.track ?? 'STATUTORY'),
      reckoning,
    })({ at: at(2), ...fields }),
  markIncomplete: sample('MarkInformationRequestIncomplete', { missing: ['KTP'] }),
  complete: sample('CompleteInformationRequest', { reckoning }),
  lapse: sample('LapseInformationRequest', { reason: 'tidak dilengkapi', reckoning }),
  voidEntry: sample('VoidInformationRequest', { reason: 'DUPLICATE' }),
  register: sample('RegisterInformationRequest', {
    number: '0001/PIP/2026',
    track: 'STATUTORY',
    reckoning,
  }),
  convert: sample('ConvertToStatutory', {
    number: '0007/PIP/2026',
    reason: 'diminta menurut UU KIP',
    reckoning,
  }),
  assign: sample('AssignOffice', {
    newAssignmentId: assignment(1),
    office: DINKES,
    officeActive: true,
    lead: false,
    reckoning,
  }),
  setLead: sample('SetLeadOffice', ofFirst),
  accept: sample('AcceptAssignment', ofFirst),
  decline: sample('DeclineAssignment', { ...ofFirst, reason: 'bukan kewenangan' }),
  reassign: sample('ReassignOffice', {
    ...ofFirst,
    newAssignmentId: assignment(2),
    office: DISDIK,
    officeActive: true,
    reason: 'salah alamat',
    reckoning,
  }),
  takeOver: sample('TakeOverAssignment', { ...ofFirst, reason: 'OPD tidak menjawab' }),
  prepare: sample('PrepareContribution', contributing),
  submit: sample('SubmitContribution', contributing),
  returnIt: sample('ReturnContribution', { ...ofFirst, reason: 'belum lengkap', reckoning }),
  acceptIt: sample('AcceptContribution', ofFirst),
  draftAnswer: sample('DraftAnswer', { item: ITEM, outcome: 'GRANTED' }),
  dropDraft: sample('DropAnswerDraft', { item: ITEM }),
  recordAnswer: sample('RecordAnswer', {
    item: ITEM,
    outcome: 'GRANTED',
    parts: [],
    waits: true,
  }),
  recordInterim: sample('RecordInterimAnswer', { item: ITEM }),
  replaceAnswer: sample('ReplaceAnswer', {
    item: OTHER_ITEM,
    replaces: ITEM,
    outcome: 'GRANTED',
    parts: [],
  }),
  outcome: sample('RecordOutcome', { outcome: 'INTERVIEW' }),
  correspond: sample('RecordCorrespondence', { kind: 'ACKNOWLEDGEMENT', way: 'EMAIL' }),
  extend: sample('ExtendDeadline', {
    workingDays: 7,
    ground: 'NOT_YET_HELD',
    reason: 'data di beberapa OPD',
    reckoning,
  }),
  pause: sample('PauseDeadline', { rule: 'INTER-OFFICE', reason: 'menunggu OPD' }),
  resume: sample('ResumeDeadline', { rule: 'INTER-OFFICE', reckoning }),
  recompute: sample('RecomputeDeadline', { rule: 'KIP-22-7', reckoning }),
  miss: sample('RecordMissedDeadline', { rule: 'KIP-22-7', reckoning }),
  withdraw: sample('WithdrawInformationRequest', { reason: 'tidak perlu lagi' }),
  transfer: sample('TransferInformationRequest', {
    publicBody: 'Provinsi',
    reason: 'milik mereka',
  }),
  close: sample('CloseInformationRequest', {}),
  reopen: sample('ReopenInformationRequest', {
    cause: 'COMMISSION_ORDER',
    reason: 'putusan komisi',
    reckoning,
  }),
  correct: (
    correction: Command<'CorrectInformationRequestEntry'>['correction'],
    fields: Partial<Command<'CorrectInformationRequestEntry'>> = {},
  ) =>
    sample('CorrectInformationRequestEntry', { correction, reason: 'salah ketik', reckoning })(
      fields,
    ),
};

export const march = (day: number): Day => `2026-03-${String(day).padStart(2, '0')}` as Day;
