import { isBlank, reject, rejectField } from '#kernel';
import { startClock } from '#calendar';
import type { Command, RequestDecision } from './commands.ts';
import { timeFault, wrongTime } from './intake.ts';
import { fits, fitsAssignment } from './permitted.ts';
import { assignmentOf, hasBall } from './state.ts';
import type { InformationRequest } from './state.ts';

type PartCommand = Command<
  | 'AssignOffice'
  | 'SetLeadOffice'
  | 'AcceptAssignment'
  | 'DeclineAssignment'
  | 'ReassignOffice'
  | 'TakeOverAssignment'
  | 'PrepareContribution'
  | 'SubmitContribution'
  | 'ReturnContribution'
  | 'AcceptContribution'
>;

/** What becomes of the parts that offices have. */
export function decidePart(command: PartCommand, request: InformationRequest): RequestDecision {
  switch (command.type) {
    case 'AssignOffice':
      return assign(command, request);
    case 'SetLeadOffice':
      return setLead(command, request);
    case 'AcceptAssignment':
      return accept(command, request);
    case 'DeclineAssignment':
      return decline(command, request);
    case 'ReassignOffice':
      return reassign(command, request);
    case 'TakeOverAssignment':
      return takeOver(command, request);
    case 'PrepareContribution':
      return prepare(command, request);
    case 'SubmitContribution':
      return submit(command, request);
    case 'ReturnContribution':
      return returnContribution(command, request);
    case 'AcceptContribution':
      return acceptContribution(command, request);
  }
}

/** An office has at most one open assignment per request; a second lead is refused. */
function assign(command: Command<'AssignOffice'>, request: InformationRequest): RequestDecision {
  const { type, newAssignmentId, office, lead, instructions, at, reckoning } = command;
  if (!fits(type, request)) return reject('INVALID_STATE');
  if (!command.officeActive) return reject('OFFICE_NOT_ACTIVE');
  if (isBusy(request, office)) return reject('OFFICE_ALREADY_ASSIGNED');
  if (lead && request.lead !== undefined) return reject('INVALID_STATE');
  const clock = startClock('INT-CONTRIBUTION', at, reckoning);
  const data = { assignmentId: newAssignmentId, office, lead, clock };
  const worded = instructions === undefined ? data : { ...data, instructions };
  return [{ type: 'OfficeAssigned', data: worded }];
}

const isBusy = (request: InformationRequest, office: string): boolean =>
  Object.values(request.assignments).some((one) => one.office === office && hasBall(one));

function setLead(command: Command<'SetLeadOffice'>, request: InformationRequest): RequestDecision {
  const { type, assignmentId } = command;
  const assignment = assignmentOf(request, assignmentId);
  if (assignment === undefined) return reject('NOT_FOUND');
  if (!fitsAssignment(type, request, assignment)) return reject('INVALID_STATE');
  if (request.lead === assignmentId) return [];
  return [{ type: 'LeadOfficeSet', data: { assignmentId } }];
}

function accept(
  command: Command<'AcceptAssignment'>,
  request: InformationRequest,
): RequestDecision {
  const { type, assignmentId } = command;
  const assignment = assignmentOf(request, assignmentId);
  if (assignment === undefined) return reject('NOT_FOUND');
  if (assignment.state === 'ACCEPTED') return [];
  if (!fitsAssignment(type, request, assignment)) return reject('INVALID_STATE');
  if (timeFault(command, assignment.changedAt)) return wrongTime();
  return [{ type: 'AssignmentAccepted', data: { assignmentId } }];
}

/** May name the office that has the information. */
function decline(
  command: Command<'DeclineAssignment'>,
  request: InformationRequest,
): RequestDecision {
  const { type, assignmentId, reason, heldBy } = command;
  const assignment = assignmentOf(request, assignmentId);
  if (assignment === undefined) return reject('NOT_FOUND');
  if (!fitsAssignment(type, request, assignment)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (timeFault(command, assignment.changedAt)) return wrongTime();
  const data = { assignmentId, reason, ...(heldBy === undefined ? {} : { heldBy }) };
  return [{ type: 'AssignmentDeclined', data }];
}

/** The lead goes on to the successor. */
function reassign(
  command: Command<'ReassignOffice'>,
  request: InformationRequest,
): RequestDecision {
  const { type, assignmentId, newAssignmentId: successor, office, reason, at, reckoning } = command;
  const assignment = assignmentOf(request, assignmentId);
  if (assignment === undefined) return reject('NOT_FOUND');
  if (!fitsAssignment(type, request, assignment)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (!command.officeActive) return reject('OFFICE_NOT_ACTIVE');
  if (isBusy(request, office)) return reject('OFFICE_ALREADY_ASSIGNED');
  const lead = request.lead === assignmentId;
  const clock = startClock('INT-CONTRIBUTION', at, reckoning);
  return [
    { type: 'AssignmentReassigned', data: { assignmentId, successor, reason } },
    { type: 'OfficeAssigned', data: { assignmentId: successor, office, lead, clock } },
  ];
}

/** Diskominfo answers itself. */
function takeOver(
  command: Command<'TakeOverAssignment'>,
  request: InformationRequest,
): RequestDecision {
  const { type, assignmentId, reason } = command;
  const assignment = assignmentOf(request, assignmentId);
  if (assignment === undefined) return reject('NOT_FOUND');
  if (!fitsAssignment(type, request, assignment)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  return [{ type: 'AssignmentTakenOver', data: { assignmentId, reason } }];
}

function prepare(
  command: Command<'PrepareContribution'>,
  request: InformationRequest,
): RequestDecision {
  return contribute(command, request, 'ContributionPrepared');
}

/** Submitting without accepting first counts as accepting. */
function submit(
  command: Command<'SubmitContribution'>,
  request: InformationRequest,
): RequestDecision {
  return contribute(command, request, 'ContributionSubmitted');
}

function contribute(
  command: Command<'PrepareContribution'> | Command<'SubmitContribution'>,
  request: InformationRequest,
  event: 'ContributionPrepared' | 'ContributionSubmitted',
): RequestDecision {
  const { type, assignmentId, contributionId, text, informationHeld, attachments, key } = command;
  const assignment = assignmentOf(request, assignmentId);
  if (assignment === undefined) return reject('NOT_FOUND');
  if (!fitsAssignment(type, request, assignment)) return reject('INVALID_STATE');
  if (isBlank(text)) return rejectField('INVALID_INPUT', 'text');
  if (timeFault(command, assignment.changedAt)) return wrongTime();
  const keys = { contribution: key };
  const data = { assignmentId, contributionId, text, informationHeld, keys };
  return [{ type: event, data: attachments === undefined ? data : { ...data, attachments } }];
}

/** Returning gives the ball back and starts a new clock of the office. */
function returnContribution(
  command: Command<'ReturnContribution'>,
  request: InformationRequest,
): RequestDecision {
  const { type, assignmentId, reason, at, reckoning } = command;
  const assignment = assignmentOf(request, assignmentId);
  if (assignment === undefined) return reject('NOT_FOUND');
  const { contribution } = assignment;
  if (!fitsAssignment(type, request, assignment) || contribution === undefined) {
    return reject('INVALID_STATE');
  }
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (isBusy(request, assignment.office)) return reject('OFFICE_ALREADY_ASSIGNED');
  const clock = startClock('INT-CONTRIBUTION', at, reckoning);
  const data = { assignmentId, contributionId: contribution, clock, reason };
  return [{ type: 'ContributionReturned', data }];
}

function acceptContribution(
  command: Command<'AcceptContribution'>,
  request: InformationRequest,
): RequestDecision {
  const { type, assignmentId } = command;
  const assignment = assignmentOf(request, assignmentId);
  if (assignment === undefined) return reject('NOT_FOUND');
  if (assignment.state === 'SETTLED') return [];
  if (!fitsAssignment(type, request, assignment)) return reject('INVALID_STATE');
  return [{ type: 'ContributionAccepted', data: { assignmentId } }];
}
