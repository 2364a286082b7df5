import type { AssignmentId, Happened, Instant } from '#kernel';
import type { Contributed, Handover, InformationRequestEvent } from './events.ts';
import { hasBall, isOpen, relieved } from './state.ts';
import type { Assignment, AssignmentState, InformationRequest } from './state.ts';

type Event = Happened<InformationRequestEvent>;
type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

export type Coordinating = EventOf<
  | 'OfficeAssigned'
  | 'LeadOfficeSet'
  | 'AssignmentAccepted'
  | 'AssignmentDeclined'
  | 'AssignmentReassigned'
  | 'AssignmentTakenOver'
  | 'ContributionPrepared'
  | 'ContributionSubmitted'
  | 'ContributionReturned'
  | 'ContributionAccepted'
>;

/** What becomes of an office's part. */
export function coordinated(request: InformationRequest, event: Coordinating): InformationRequest {
  const { occurredAt: at, data } = event;
  const to = (state: AssignmentState): InformationRequest =>
    changedAssignment(request, data.assignmentId, (one) => ({ ...one, state, changedAt: at }));
  const out = (state: AssignmentState): InformationRequest =>
    changedAssignment(request, data.assignmentId, (one) => relieved(one, state, at));
  switch (event.type) {
    case 'OfficeAssigned':
      return assigned(request, event);
    case 'LeadOfficeSet':
      return { ...request, lead: event.data.assignmentId };
    case 'AssignmentAccepted':
      return to('ACCEPTED');
    case 'AssignmentDeclined':
      return withoutLead(out('DECLINED'), data.assignmentId);
    case 'AssignmentReassigned':
      return withoutLead(out('REASSIGNED'), data.assignmentId);
    case 'AssignmentTakenOver':
      return withoutLead(out('TAKEN_OVER'), data.assignmentId);
    case 'ContributionPrepared':
      return request;
    case 'ContributionSubmitted':
      return contributed(request, event.data, at);
    case 'ContributionReturned': {
      const { clock } = event.data;
      const state = 'RETURNED';
      return changedAssignment(request, data.assignmentId, (one) => ({
        ...one,
        state,
        changedAt: at,
        clock,
      }));
    }
    case 'ContributionAccepted':
      return to('SETTLED');
  }
}

function assigned(
  request: InformationRequest,
  event: EventOf<'OfficeAssigned'>,
): InformationRequest {
  const { data, occurredAt: changedAt } = event;
  const { assignmentId, office, lead, clock } = data;
  const started =
    request.state === 'REGISTERED'
      ? ({ ...request, state: 'IN_COORDINATION', changedAt } as const)
      : request;
  const assignment: Assignment = { office, state: 'ASSIGNED', changedAt, clock };
  return {
    ...started,
    assignments: { ...request.assignments, [assignmentId]: assignment },
    ...(lead ? { lead: assignmentId } : {}),
  };
}

function contributed(
  request: InformationRequest,
  { assignmentId, contributionId }: Contributed,
  changedAt: Instant,
): InformationRequest {
  return changedAssignment(request, assignmentId, (one) => ({
    ...relieved(one, 'CONTRIBUTED', changedAt),
    contribution: contributionId,
  }));
}

/** The hand-over of an imported row; a case that has ended stays as it is. */
export function handedOver(
  request: InformationRequest,
  handover: Handover | undefined,
  changedAt: Instant,
): InformationRequest {
  if (handover === undefined || !isOpen(request)) return request;
  const { office, assignmentId } = handover;
  const assignments: Record<AssignmentId, Assignment> = { ...request.assignments };
  if (assignmentId !== undefined && assignments[assignmentId] !== undefined) return request;
  const next: AssignmentState = office === undefined ? 'SETTLED' : 'REASSIGNED';
  for (const [id, one] of Object.entries(request.assignments)) {
    if (hasBall(one)) assignments[id as AssignmentId] = relieved(one, next, changedAt);
  }
  if (office === undefined || assignmentId === undefined) return { ...request, assignments };
  assignments[assignmentId] = { office, state: 'ASSIGNED', changedAt };
  return { ...request, state: 'IN_COORDINATION', changedAt, assignments };
}

function changedAssignment(
  request: InformationRequest,
  id: AssignmentId,
  change: (assignment: Assignment) => Assignment,
): InformationRequest {
  const before = request.assignments[id];
  if (before === undefined) return request;
  return { ...request, assignments: { ...request.assignments, [id]: change(before) } };
}

function withoutLead(request: InformationRequest, id: AssignmentId): InformationRequest {
  const { lead, ...rest } = request;
  return lead === id ? rest : request;
}
