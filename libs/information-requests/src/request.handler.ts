import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { AssignmentId, ContributionId, Day, Instant, OfficeCode, RequestId } from '#kernel';
import { cityDay } from '#calendar';
import { Attachments } from '#attachments/api';
import { Commands, Readings, isHandled, refused } from '#access';
import type { Call, Handled, Reading } from '#access';
import { derivedId, stepOf } from '#event-store';
import type { Envelope } from '#event-store';
import { findOffice, isActive, reckoningOf } from '#offices';
import { findPerson } from '#persons';
import { Vault } from '#sealing';
import { correctionOf } from './corrections.ts';
import type { CorrectionIntent } from './corrections.ts';
import type { Command, RequestCommand } from './domain/commands.ts';
import { LiveAnswers } from './live-answers.ts';
import { UpheldObjections } from './objection.ports.ts';
import { Registers, requestNumbering } from './registers.ts';
import { requestKind } from './request-kind.ts';
import { permits } from './request.policy.ts';
import { findAssignment } from './request.queries.ts';
import type { AssignmentRow, RequestRow } from './request.queries.ts';
import { visibleRequest } from './request.visibility.ts';

/** What the handler adds to what the caller says. */
type Filled =
  | 'at'
  | 'now'
  | 'reckoning'
  | 'officeActive'
  | 'newAssignmentId'
  | 'contributionId'
  | 'key'
  | 'number'
  | 'track'
  | 'replacementReceivedOn'
  | 'correction';

type IntentOf<C> = C extends RequestCommand ? Omit<C, Filled> : never;

/** A command about a request as a caller sends it. */
export type RequestIntent = IntentOf<
  Exclude<RequestCommand, { type: 'ReceiveInformationRequest' }>
> & {
  /** When it happened, if it is entered later. */
  at?: Instant | null | undefined;
  correction?: CorrectionIntent;
};

/** The envelope of every command about a request that exists. */
export class HandleInformationRequest {
  readonly call: Call;
  readonly id: RequestId;
  readonly intent: RequestIntent;

  constructor(call: Call, id: RequestId, intent: RequestIntent) {
    this.call = call;
    this.id = id;
    this.intent = intent;
  }
}

/** With these a live answer is given up. */
const ENDING: readonly RequestCommand['type'][] = [
  'VoidInformationRequest',
  'WithdrawInformationRequest',
  'TransferInformationRequest',
  'RecordOutcome',
];

type Facts = { row: RequestRow; reading: Reading; envelope: Envelope; now: Instant };

@CommandHandler(HandleInformationRequest)
export class InformationRequestHandler implements ICommandHandler<
  HandleInformationRequest,
  Handled
> {
  readonly #commands: Commands;
  readonly #readings: Readings;
  readonly #registers: Registers;
  readonly #vault: Vault;
  readonly #answers: LiveAnswers;
  readonly #attachments: Attachments;
  readonly #objections: UpheldObjections;

  // eslint-disable-next-line max-params -- injected
  constructor(
    commands: Commands,
    readings: Readings,
    registers: Registers,
    vault: Vault,
    answers: LiveAnswers,
    attachments: Attachments,
    objections: UpheldObjections,
  ) {
    this.#commands = commands;
    this.#readings = readings;
    this.#registers = registers;
    this.#vault = vault;
    this.#answers = answers;
    this.#attachments = attachments;
    this.#objections = objections;
  }

  /** What one may not see is not found; then policy, then what the input names, then the rules. */
  async execute({ call, id, intent }: HandleInformationRequest): Promise<Handled> {
    const reading = this.#readings.of(call.asking);
    const row = visibleRequest(id, reading);
    if (row === undefined) return refused(call, 'NOT_FOUND', namedBy(intent));
    const assignment = assignmentNamed(intent, row, reading);
    if (assignment === null) return refused(call, 'NOT_FOUND', 'assignmentId');
    const facts = {
      track: row.track,
      receivingOffice: row.receiving_office,
      ...(assignment === undefined ? {} : { assignedOffice: assignment.office }),
    };
    const authorised = await this.#commands.authorise(call, permits(intent.type, facts));
    if (isHandled(authorised)) return authorised;
    const unknown = unknownIn(intent, reading) ?? this.#unknownObjection(id, intent, reading);
    if (unknown !== undefined) return refused(call, 'NOT_FOUND', unknown);
    if (await this.#contradicts(id, intent)) return refused(call, 'INVALID_STATE');
    const now = this.#commands.now();
    const envelope = { ...authorised.envelope, occurredAt: intent.at ?? now };
    const prepared = this.#prepared(intent, id, reading, envelope);
    if ('missing' in prepared) return refused(call, 'NOT_FOUND', prepared.missing);
    const command = await this.#fill(prepared.intent, { row, reading, envelope, now });
    if (command === undefined) return refused(call, 'INVALID_INPUT', 'value');
    return this.#record(call, command, row, prepared.envelope);
  }

  /** In its register when it gets a number; a live answer is left by what ends the request. */
  async #record(
    call: Call,
    command: RequestCommand,
    { id, track, draft }: RequestRow,
    envelope: Envelope,
  ): Promise<Handled> {
    if (command.type === 'RegisterInformationRequest' || command.type === 'ConvertToStatutory') {
      const numberedAs = command.type === 'ConvertToStatutory' ? 'STATUTORY' : track;
      const numbering = requestNumbering(id, numberedAs, command);
      const numbered = await this.#registers.number(numbering, envelope);
      return this.#commands.outcome(call, id, numbered);
    }
    const handled = await this.#commands.record(call, requestKind, { id, command, envelope });
    const ended = ENDING.includes(command.type) && handled.position !== null;
    if (ended && draft !== null) {
      await this.#answers.left(draft, id, stepOf(envelope, `leave ${draft}`));
    }
    return handled;
  }

  /** With the attachments that it names, as they are in this case or in its office's part. */
  #prepared(
    intent: RequestIntent,
    id: RequestId,
    reading: Reading,
    envelope: Envelope,
  ): { intent: RequestIntent; envelope: Envelope } | { missing: string } {
    const of = 'assignmentId' in intent ? (intent.assignmentId ?? id) : id;
    const prepare = (ids: readonly string[]) =>
      this.#attachments.prepare(ids, of, reading, envelope);
    if ('proofs' in intent) {
      const found = prepare(intent.proofs ?? []);
      if (found === 'NOT_FOUND') return { missing: 'proofIds' };
      return { intent: { ...intent, proofs: found.ids }, envelope: found.envelope };
    }
    if ('attachments' in intent) {
      const found = prepare(intent.attachments ?? []);
      if (found === 'NOT_FOUND') return { missing: 'attachmentIds' };
      return { intent: { ...intent, attachments: found.ids }, envelope: found.envelope };
    }
    return { intent, envelope };
  }

  /** An answer that stands was not withdrawn; one that was withdrawn is not sent any more. */
  async #contradicts(id: RequestId, intent: RequestIntent): Promise<boolean> {
    if (intent.type === 'ReopenInformationRequest' && intent.cause === 'ANSWER_WITHDRAWN') {
      return (await this.#answers.standing(id)) === 'STANDS';
    }
    const sent = intent.type === 'RecordCorrespondence' && intent.kind === 'ANSWER_NOTICE';
    return sent && (await this.#answers.standing(id)) === 'WITHDRAWN';
  }

  /** The objection that reopens must be one to this request, and upheld. */
  #unknownObjection(id: string, intent: RequestIntent, reading: Reading): string | undefined {
    if (intent.type !== 'ReopenInformationRequest') return undefined;
    const { cause, objection } = intent;
    if (cause !== 'OBJECTION_UPHELD') return undefined;
    const upheld = objection !== undefined && this.#objections.upheld(objection, id, reading);
    return upheld ? undefined : 'objectionId';
  }

  /** The domain's command: ids, times, keys, reckoning and what it must know of other things. */
  async #fill(
    intent: RequestIntent,
    { row, reading, envelope, now }: Facts,
  ): Promise<RequestCommand | undefined> {
    const { at, correction: sought, ...said } = intent;
    const times = { at: at ?? now, now };
    const reckoning = reckoningOf(reading.db);
    switch (said.type) {
      case 'AssignOffice':
      case 'ReassignOffice': {
        const newAssignmentId = derivedId<AssignmentId>(envelope.commandId, 'assignment');
        const officeActive = isOfficeActive(said.office, reading, cityDay(times.at));
        return { ...said, ...times, newAssignmentId, officeActive, reckoning };
      }
      case 'PrepareContribution':
      case 'SubmitContribution': {
        const contributionId = derivedId<ContributionId>(envelope.commandId, 'contribution');
        return { ...said, ...times, contributionId, key: await this.#vault.takeKey() };
      }
      case 'VoidInformationRequest':
        return { ...said, ...times, ...replacementOf(said.replacedBy, reading) };
      case 'RegisterInformationRequest':
        return { ...said, ...times, number: '', track: row.track, reckoning };
      case 'ConvertToStatutory':
        return { ...said, ...times, number: '', reckoning };
      case 'CompleteInformationRequest':
      case 'LapseInformationRequest':
      case 'ReturnContribution':
      case 'ExtendDeadline':
      case 'ReopenInformationRequest':
      case 'ResumeDeadline':
      case 'RecomputeDeadline':
      case 'RecordMissedDeadline':
        return { ...said, ...times, reckoning };
      case 'CorrectInformationRequestEntry': {
        const correction = sought && correctionOf(sought, row, reading);
        return correction && { ...said, ...times, correction, reckoning };
      }
      default:
        return { ...said, ...times };
    }
  }
}

/** The field of the input that names the request. */
const namedBy = ({ type }: RequestIntent): string =>
  type === 'RecordCorrespondence' ? 'entityId' : 'requestId';

/** Undefined: names none. Null: names one that is not of this request. */
function assignmentNamed(
  intent: RequestIntent,
  row: RequestRow,
  { db }: Reading,
): AssignmentRow | null | undefined {
  if (!('assignmentId' in intent)) return undefined;
  const found = findAssignment(db, intent.assignmentId);
  return found?.request === row.id ? found : null;
}

/** The field of the input that names something unknown. */
function unknownIn(intent: RequestIntent, reading: Reading): string | undefined {
  switch (intent.type) {
    case 'AssignOffice':
    case 'ReassignOffice':
      return officeExists(intent.office, reading) ? undefined : 'officeCode';
    case 'DeclineAssignment': {
      const { heldBy } = intent;
      return heldBy === undefined || officeExists(heldBy, reading) ? undefined : 'heldByOfficeCode';
    }
    case 'VoidInformationRequest': {
      const { replacedBy } = intent;
      const known = replacedBy === undefined || visibleRequest(replacedBy, reading) !== undefined;
      return known ? undefined : 'replacedById';
    }
    case 'RecordOutcome':
      return isStaff(intent.spokesperson, reading) ? undefined : 'spokespersonId';
    default:
      return undefined;
  }
}

export const isStaff = (id: string | undefined, { db }: Reading): boolean =>
  id === undefined || findPerson(db, id)?.staff === 1;

export const officeExists = (code: string, { db, today }: Reading): boolean =>
  findOffice(db, code, today) !== undefined;

function isOfficeActive(code: OfficeCode, { db, today }: Reading, on: Day): boolean {
  const office = findOffice(db, code, today);
  return office !== undefined && isActive(office, on);
}

function replacementOf(
  id: RequestId | undefined,
  reading: Reading,
): Pick<Command<'VoidInformationRequest'>, 'replacementReceivedOn'> {
  const row = id === undefined ? undefined : visibleRequest(id, reading);
  return row === undefined ? {} : { replacementReceivedOn: cityDay(row.received_at) };
}
