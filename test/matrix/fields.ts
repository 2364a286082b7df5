import type { FieldClass } from './classes.ts';

/** Every field of every output type by hand, by the rule that it stands under. */
type Rows = Readonly<Record<string, Partial<Record<FieldClass, string>>>>;

const LIST = { PAGE: 'edges nodes pageInfo totalCount' } as const;
const EDGE = { PAGE: 'cursor node' } as const;

const CASES: Rows = {
  InformationRequest: {
    CASE: `id version number formerNumbers references track state subject channel requestingOffice
      receivingOffice wantedForm delivery answerNeededBy receivedAt related attachments answer
      answers objections requester`,
    PERSONAL: 'details purpose',
    COURSE: `missing registeredAt leadOffice assignments deadline deadlines overdue outcome
      spokesperson gist answeredAt toldAt closedAt closingNote transferredTo replacedBy
      correspondence history`,
    ANSWER: 'answerParts',
    OWN: 'viewerMay',
  },
  RelatedRequest: { CASE: 'relation request' },
  ExternalReference: { CASE: 'date number system' },
  Correspondence: { CASE: 'by costPaidIdr kind note occurredAt proofs way' },
  Assignment: {
    CASE: `id office lead state assignedAt acceptedAt settledAt successor deadline overdue
      request`,
    INSIDE: 'instructions reason heldBy contributions',
    PREPARED: 'prepared',
    OWN: 'viewerMay',
  },
  Contribution: {
    CASE: 'id assignment attachments informationHeld returnedReason submittedAt submittedBy text',
  },
  PreparedContribution: { CASE: 'attachments informationHeld preparedAt preparedBy text' },
  Attachment: {
    CASE: 'id bytes mediaType name redactedVersionOf sha256 url',
    NAMELESS: 'persons',
  },
  Person: {
    CASE: 'id version kind staff erased legalHold',
    STAFF_NAME: 'name',
    PERSONAL: 'address email identityNumber occupation organisation phone',
    IDENTITY: 'identityKind',
    BEHIND: 'representedBy',
    PUBLIC: 'appointments',
  },
  Deadline: {
    CASE: `id calendars dueAt dueOn entity ledger rule startedAt state stoppedAt
      waitsForCalendarOf`,
  },
  DeadlineStep: { PUBLIC: 'date dueFrom dueTo kind note until' },
  Objection: {
    CASE: `id version number state grounds groundFoundOn lodgedAt lodgedLate request deadline
      deadlines decision decisionText decidedAt decidedBy correspondence dispute history
      requester`,
    PERSONAL: 'statement',
    OWN: 'viewerMay',
  },
  Dispute: { CASE: 'deadline documents filedOn number outcome stage' },
  ConsequenceTest: {
    CASE: `id version state information exemption otherLaw harmIfOpened harmIfClosed opinion
      opinionBy otherParticipants decisionReason decidedBy decidedAt withoutOpinion decreeNumber
      decreePlace assentOfSuperior endsOn endsWhen reviewOn valid endingBasis endingReason renews
      deadline requests history`,
    OWN: 'viewerMay',
  },
  HistoryEntry: {
    CASE: `actor causationId changes correlationId entityId eventId imported occurredAt position
      recordedAt sequence summary type version`,
  },
  HistoryChange: { CASE: 'field', CHANGE: 'from to' },
  Erasure: {
    CASE: `id state targetId withCases ground reason askedBy retentionCode orderedAt orderedBy
      confirmedBy keyDestroyedAt certificateEventId`,
  },
};

const TEXTS: Rows = {
  OutboundItem: {
    CASE: `id version kind state title body language contentVersion contentHash sensitive author
      originOffice answers interim outcome parts notice citations attachments audience releaseAt
      releasedAt emergencyGround reviewDebt corrects correctedBy supersedes supersededBy`,
    MAKING: 'steps routeNote emergencyReason history',
    VERSIONS: 'versions',
    LETTER: 'rendered',
    OWN: 'viewerMay',
  },
  OutboundVersion: {
    CASE: `answers at attachments audience author body citations contentHash contentVersion
      language notice outcome parts title`,
    MAKING: 'steps',
  },
  ApprovalStep: { CASE: 'at by contentHash deadline decision office reason role' },
  AnswerPart: { CASE: 'consequenceTest decision followsBy legalBasis part reason' },
  AnswerNotice: { CASE: 'blackedOut costIdr documented form heldByPublicBody howToPay' },
  Citation: { CASE: 'contribution passage' },
  ApprovalQueueChange: { OWN: 'inQueue itemId', CASE: 'item' },
};

const PUBLIC: Rows = {
  Actor: {
    PUBLIC: 'actingFor capacity mandateNumber name office personId post role system',
  },
  Appointment: {
    PUBLIC: `id version actingFor capacity from mandateDate mandateNumber office person post role
      unmaskUntil until`,
  },
  Office: {
    PUBLIC: 'id active appointments code from kind name parent successors until',
  },
  ApprovalRoute: { PUBLIC: 'kind since steps' },
  RouteStep: { PUBLIC: 'office role' },
  ClockRule: { PUBLIC: 'id legalBasis length pausable skips title unit whose' },
  Policy: { PUBLIC: 'basis key since value' },
  WorkingCalendar: { PUBLIC: 'days declaredAt source version year' },
  CalendarDay: { PUBLIC: 'date kind name' },
  DeadlinePreview: { PUBLIC: 'calendars dueAt dueOn ledger userErrors' },
  CalendarAmendmentPreview: { ADMIN: 'first moves', REPLY: 'userErrors' },
  DeadlineMove: { ADMIN: 'deadlineId dueFrom dueTo ruleId', CASE: 'request' },
  Viewer: { OWN: 'actingAs appointments name personId' },
};

const BOARD: Rows = {
  CoordinationBoard: {
    BOARD: 'from offices requests until',
    MOMENT: 'asOf dueSoonUntil position',
  },
  CoordinationBoardChange: { BOARD: 'offices requests', MOMENT: 'asOf position' },
  OfficeCoordination: {
    BOARD: `awaitingApproval byState contributedInPeriod dueSoon lastActivityAt medianWorkingDays
      office oldestOpenSince onTimeShare openAssignments overdue p90WorkingDays returned
      reviewDebts silentWorkingDays`,
  },
  AssignmentStateCount: { BOARD: 'count state' },
  RequestCounts: {
    BOARD: `answeredInPeriod answeredNotTold assignmentsOverdue byOutcome byState byTrack
      onTimeShare open openObjections overdue reviewDebts statutoryOverdue unassigned undetermined
      unregistered`,
  },
  RequestOutcomeCount: { BOARD: 'count outcome' },
  RequestStateCount: { BOARD: 'count state' },
  RequestTrackCount: { BOARD: 'count track' },
};

const PAGES: Rows = {
  PageInfo: { PAGE: 'endCursor hasNextPage hasPreviousPage startCursor' },
  InformationRequestConnection: LIST,
  InformationRequestEdge: EDGE,
  OutboundItemConnection: LIST,
  OutboundItemEdge: EDGE,
  OutboundVersionConnection: LIST,
  OutboundVersionEdge: EDGE,
  ObjectionConnection: LIST,
  ObjectionEdge: EDGE,
  ConsequenceTestConnection: LIST,
  ConsequenceTestEdge: EDGE,
  HistoryEntryConnection: LIST,
  HistoryEntryEdge: EDGE,
  OfficeConnection: LIST,
  OfficeEdge: EDGE,
  ErasureConnection: LIST,
  ErasureEdge: EDGE,
  PersonConnection: LIST,
  PersonEdge: EDGE,
};

const REPLIES: Rows = {
  UserError: { REPLY: 'code message path' },
  AccountPayload: { REPLY: 'done userErrors' },
  SignInPayload: { REPLY: 'accessToken expiresAt userErrors', OWN: 'viewer' },
  InformationRequestPayload: { CASE: 'informationRequest', REPLY: 'position userErrors' },
  CorrespondencePayload: {
    CASE: 'informationRequest objection',
    REPLY: 'position userErrors',
  },
  OutboundItemPayload: { CASE: 'outboundItem', REPLY: 'position userErrors' },
  ObjectionPayload: { CASE: 'objection', REPLY: 'position userErrors' },
  ConsequenceTestPayload: { CASE: 'consequenceTest', REPLY: 'position userErrors' },
  ErasurePayload: { CASE: 'erasure', REPLY: 'position userErrors' },
  LegalHoldPayload: { REPLY: 'held position targetId userErrors' },
  DeadlinePayload: { CASE: 'deadline', REPLY: 'position userErrors' },
  PersonPayload: { CASE: 'person', REPLY: 'firstPassword position userErrors' },
  OfficePayload: { PUBLIC: 'office', REPLY: 'position userErrors' },
  AppointmentPayload: { PUBLIC: 'appointment', REPLY: 'position userErrors' },
  CalendarPayload: { PUBLIC: 'calendar', REPLY: 'position userErrors' },
  ClockRulePayload: { PUBLIC: 'rule', REPLY: 'position userErrors' },
  PolicyPayload: { PUBLIC: 'policy', REPLY: 'position userErrors' },
  ApprovalRoutePayload: { PUBLIC: 'route', REPLY: 'position userErrors' },
};

const TABLE: Rows = { ...CASES, ...TEXTS, ...PUBLIC, ...BOARD, ...PAGES, ...REPLIES };

/** `Type.field` and its class; a field that stands in two rows is there twice. */
export const FIELD_ROWS: readonly (readonly [field: string, under: FieldClass])[] = Object.entries(
  TABLE,
).flatMap(([type, rows]) =>
  (Object.entries(rows) as [FieldClass, string][]).flatMap(([under, names]) =>
    names.split(/\s+/).map((name) => [`${type}.${name}`, under] as const),
  ),
);

const BY_FIELD = new Map(FIELD_ROWS);

export function classOf(type: string, field: string): FieldClass {
  const found = BY_FIELD.get(`${type}.${field}`);
  if (found === undefined) throw new Error(`${type}.${field} has no row`);
  return found;
}
