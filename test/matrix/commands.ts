import { named } from './viewers.ts';
import type { Story } from './story.ts';

/** What a mutation is about: a thing of the story, or a case of its own that no row hides. */
type Command = {
  on: string;
  /** Who may call it on that thing; everybody else is refused, as for what is absent if unseen. */
  by: ReadonlySet<string>;
  /** Where it is as absent for everybody else, also for who sees it. */
  hidden?: boolean;
  /** Otherwise valid; `id` is that of the thing, or of what does not exist. */
  input(id: string, story: Story): object;
};

type Given = (id: string, story: Story) => object;
const row = (on: string, by: string, input: Given): Command => ({ on, by: named(by), input });

const text = 'Alasan uji.';
const day = '2026-11-02';

/** About the request. */
const ask = (on: string, by: string, more: object = {}): Command =>
  row(on, by, (requestId) => ({ requestId, ...more }));
/** About an office's part in the request of the same label. */
const take = (on: string, by: string, more: object = {}): Command =>
  row(on, by, (requestId, story) => ({ requestId, assignmentId: story.id(on), ...more }));

const REQUESTS: Readonly<Record<string, Command>> = {
  acceptAssignment: take('R1/PERWASKIM', 'PERWASKIM'),
  declineAssignment: take('R1/PERWASKIM', 'PERWASKIM', { reason: text }),
  prepareContribution: take('R1/PERWASKIM', 'PERWASKIM', { text, informationHeld: true }),
  submitContribution: take('R1/PERWASKIM', 'lead.perwaskim', { text, informationHeld: true }),
  acceptContribution: take('R1/DINKES', 'COORDINATOR'),
  returnContribution: take('R1/DINKES', 'COORDINATOR', { reason: text }),
  reassignOffice: take('R1/BPKAD', 'COORDINATOR', { officeCode: 'DISHUB', reason: text }),
  setLeadOffice: take('R1/BPKAD', 'COORDINATOR'),
  takeOverAssignment: take('R1/BPKAD', 'COORDINATOR', { reason: text }),
  assignOffice: ask('R1', 'COORDINATOR', { officeCode: 'DISHUB', lead: false }),
  closeInformationRequest: ask('R2', 'COORDINATOR'),
  completeInformationRequest: ask('R7', 'COORDINATOR'),
  convertToStatutory: ask('R4', 'COORDINATOR', { reason: text }),
  correctInformationRequestEntry: ask('R1', 'COORDINATOR', {
    field: 'SUBJECT',
    value: 'Baru',
    reason: text,
  }),
  draftAnswer: ask('R9', 'COORDINATOR APPROVER', { title: 'T', body: 'B', outcome: 'GRANTED' }),
  extendDeadline: ask('R6', 'APPROVER', { ground: 'OTHER', reason: text, workingDays: 2 }),
  lapseInformationRequest: ask('R7', 'COORDINATOR', { reason: text }),
  markInformationRequestIncomplete: ask('R6', 'COORDINATOR', { missing: ['KTP'] }),
  recordOutcome: ask('R3', 'COORDINATOR DISPORA', { outcome: 'INTERVIEW', gist: text }),
  registerInformationRequest: ask('R7', 'COORDINATOR'),
  reopenInformationRequest: ask('R2', 'COORDINATOR', { cause: 'COMMISSION_ORDER', reason: text }),
  transferInformationRequest: ask('R3', 'COORDINATOR', { publicBody: 'Badan', reason: text }),
  voidInformationRequest: ask('R6', 'COORDINATOR', { reason: 'TEST' }),
  withdrawInformationRequest: ask('R6', 'COORDINATOR', { reason: text }),
  recordCorrespondence: row('R1', 'COORDINATOR', (entityId) => ({
    entityId,
    kind: 'OTHER',
    way: 'EMAIL',
    occurredAt: new Date().toISOString(),
  })),
  pauseDeadline: row('R1', 'COORDINATOR', (id, story) => ({
    deadlineId: `${id}${story.facts.get('R1') ?? ''}`,
    reason: text,
  })),
  resumeDeadline: row('R1', 'COORDINATOR', (id, story) => ({
    deadlineId: `${id}${story.facts.get('R1') ?? ''}`,
  })),
  receiveInformationRequest: row('', 'COORDINATOR INTAKE OTHER_INTAKE DISPORA', () => ({
    track: 'STATUTORY',
    channel: 'LETTER',
    subject: 'S',
    details: 'D',
    receivingOfficeCode: 'DISPORA',
    requester: { kind: 'CITIZEN', name: 'Uji' },
    occurredAt: '2999-01-01T00:00:00Z',
  })),
};

const send = (on: string, by: string, more: object = {}): Command =>
  row(on, by, (outboundItemId) => ({ outboundItemId, ...more }));
/** With the hash of the text that is there. */
const read = (on: string, by: string, more: object = {}): Command =>
  row(on, by, (outboundItemId, story) => ({
    outboundItemId,
    contentHash: story.facts.get(on),
    ...more,
  }));
const HOUSE = 'COORDINATOR APPROVER';
const replacement = { title: 'T', body: 'B', reason: text };

const TEXTS: Readonly<Record<string, Command>> = {
  draftOutboundItem: row('', `${HOUSE} SATPOL`, () => ({
    kind: 'STATEMENT',
    title: 'T',
    body: 'B',
    originOfficeCode: 'SATPOL',
    audienceOfficeCodes: ['TIDAK-ADA'],
  })),
  reviseOutboundItem: send('I1', `${HOUSE} SATPOL`, { title: 'T' }),
  submitForApproval: send('I1', `${HOUSE} SATPOL`),
  dropOutboundItem: send('I1', `${HOUSE} lead.satpol`, { reason: text }),
  // Who took the step before changes nothing by taking it again.
  approveOutboundItem: read('I2', 'LEGAL coordinator2.diskominfo'),
  returnOutboundItem: read('I2', 'LEGAL', { reason: text }),
  rejectOutboundItem: read('I2', 'LEGAL', { reason: text }),
  setSensitive: send('I2', `${HOUSE} officer.satpol LEGAL LEADERSHIP`, {
    sensitive: true,
    reason: text,
  }),
  scheduleRelease: read('I3', HOUSE, { releaseAt: '2999-12-02T00:00:00Z' }),
  cancelSchedule: read('I3', HOUSE, { reason: text }),
  releaseOutboundItem: read('I3', HOUSE),
  emergencyRelease: read('I3', HOUSE, { ground: 'OTHER', reason: text }),
  reviewRelease: read('I4', 'coordinator2.diskominfo APPROVER', {
    finding: text,
  }),
  correctRelease: send('I5', HOUSE, replacement),
  supersedeRelease: send('I5', HOUSE, replacement),
  withdrawRelease: send('I5', 'APPROVER', { reason: text }),
};

const object = (on: string, by: string, more: object = {}): Command =>
  row(on, by, (objectionId) => ({ objectionId, ...more }));
const weigh = (on: string, by: string, more: object = {}): Command =>
  row(on, by, (consequenceTestId) => ({ consequenceTestId, ...more }));

const OBJECTIONS: Readonly<Record<string, Command>> = {
  lodgeObjection: row('R2', 'COORDINATOR', (requestId) => ({
    requestId,
    grounds: ['A_EXEMPTION'],
    statement: text,
    groundFoundOn: day,
    occurredAt: '2999-01-01T00:00:00Z',
  })),
  registerObjection: object('O2', 'COORDINATOR'),
  decideObjection: object('O3', 'SUPERIOR', { decision: 'REJECTED', text }),
  recordDispute: object('O2', 'COORDINATOR', { stage: 'FILED', on: day }),
  settleDispute: object('O2', 'COORDINATOR', { on: day, outcome: text }),
  openConsequenceTest: row('', HOUSE, (renews) => ({
    renews,
    exemption: 'A',
    information: text,
    harmIfOpened: text,
    harmIfClosed: text,
  })),
  giveOpinion: weigh('T3', 'LEGAL', { opinion: text }),
  assentToConsequenceTest: weigh('T3', 'SUPERIOR'),
  decideConsequenceTest: weigh('T3', 'APPROVER', { exempt: false, reason: text }),
  endConsequenceTest: weigh('T2', 'APPROVER', { basis: text, reason: text }),
};

const FORGETTING: Readonly<Record<string, Command>> = {
  // Whoever is refused for their post is refused before anybody looks for what they name.
  orderErasure: row('R1', 'APPROVER', (targetId) => ({
    targetId,
    ground: text,
    reason: text,
    askedBy: 'CITY',
  })),
  confirmErasure: row('E1', 'APPROVER SUPERIOR', (erasureId) => ({ erasureId })),
  refuseErasure: row('E1', 'APPROVER SUPERIOR', (erasureId) => ({ erasureId, reason: text })),
  placeLegalHold: row('R1', 'APPROVER SUPERIOR', (targetId) => ({
    targetId,
    reason: text,
    until: '2026-01-01',
  })),
  liftLegalHold: row('R1', 'APPROVER SUPERIOR', (targetId) => ({ targetId, reason: text })),
  mergePersons: row('R1/person', 'COORDINATOR', (id) => ({
    keepPersonId: id,
    dropPersonId: id,
    reason: text,
  })),
};

const manage = (input: object): Command => row('', 'ADMIN', () => input);
const decision = { basis: text, reason: text };

const CITY: Readonly<Record<string, Command>> = {
  correctPerson: {
    ...row('R1/person', 'COORDINATOR', (personId) => ({
      personId,
      field: 'NAME',
      value: 'Baru',
      reason: text,
    })),
    hidden: true,
  },
  registerStaff: manage({ name: 'Pegawai', username: 'lead.dinkes' }),
  resetPassword: row('', 'ADMIN', (personId) => ({ personId })),
  appoint: row('', 'ADMIN', (personId) => ({
    personId,
    officeCode: 'DINKES',
    role: 'OFFICE_OFFICER',
    post: 'P',
    capacity: 'DEFINITIVE',
    mandateNumber: '1',
    mandateDate: day,
    from: day,
  })),
  endAppointment: row('', 'ADMIN', (appointmentId) => ({
    appointmentId,
    until: day,
    reason: text,
  })),
  openOffice: manage({ code: 'DINKES', name: 'N', kind: 'OTHER', from: day }),
  renameOffice: manage({ officeCode: 'TIDAK-ADA', name: 'N', from: day }),
  endOffice: manage({ officeCode: 'TIDAK-ADA', until: day, successorCodes: [], reason: text }),
  declareCalendar: manage({ year: 2026, source: text, days: [] }),
  amendCalendar: manage({ year: 2026, source: text, expectedMoves: 9_999, add: [] }),
  setApprovalRoute: manage({
    kind: 'STATEMENT',
    steps: [{ role: 'AUDITOR', office: 'ANY' }],
    ...decision,
  }),
  setClockRule: manage({ ruleId: 'EXEMPT-REVIEW', length: 3, ...decision }),
  setPolicy: manage({ key: 'LAPSE_DAYS', value: 'x', ...decision }),
};

export const COMMANDS: Readonly<Record<string, Command>> = {
  ...REQUESTS,
  ...TEXTS,
  ...OBJECTIONS,
  ...FORGETTING,
  ...CITY,
};

/** About nobody but who calls. */
export const OWN_COMMANDS: readonly string[] = ['signIn', 'signOut', 'changePassword'];
