import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { fold, isRejection } from '#kernel';
import type { DomainEvent, EventId, Instant, OfficeCode, RequestId } from '#kernel';
import type { Reckoning } from '#calendar';
import { Attachments } from '#attachments/api';
import { Commands, Readings, isHandled, refused } from '#access';
import type { Call, Handled, Reading } from '#access';
import { Transact, derivedId, stepOf } from '#event-store';
import type { Envelope } from '#event-store';
import { reckoningOf } from '#offices';
import { Persons, isKnown, knownIn } from '#persons/api';
import type { Requester } from '#persons/api';
import { Vault } from '#sealing';
import type { RequestCommand, Spoken } from './domain/commands.ts';
import type { Received } from './domain/events.ts';
import { informationRequest } from './domain/information-request.ts';
import { Registers, requestNumbering } from './registers.ts';
import { requestKind } from './request-kind.ts';
import { isStaff, officeExists } from './request.handler.ts';
import { permits } from './request.policy.ts';
import { sightOfPerson, visibleRequest } from './request.visibility.ts';

export type Receipt = Omit<Received<string>, 'requester' | 'receivingOffice' | 'keys'> & {
  requester?: Requester;
  /** Default the actor's own office. */
  receivingOffice?: OfficeCode;
  at?: Instant | null;
  /** Media: asked and answered on the spot. */
  answeredAtOnce?: Spoken;
};

/** What the handler adds to what the caller says. */
type Filled = { receivingOffice: OfficeCode; at: Instant; now: Instant; reckoning: Reckoning };

/** The envelope of the command that makes a request. */
export class ReceiveInformationRequest {
  readonly call: Call;
  readonly receipt: Receipt;

  constructor(call: Call, receipt: Receipt) {
    this.call = call;
    this.receipt = receipt;
  }
}

@CommandHandler(ReceiveInformationRequest)
export class ReceiveHandler implements ICommandHandler<ReceiveInformationRequest, Handled> {
  readonly #commands: Commands;
  readonly #readings: Readings;
  readonly #persons: Persons;
  readonly #registers: Registers;
  readonly #transact: Transact;
  readonly #vault: Vault;
  readonly #attachments: Attachments;

  // eslint-disable-next-line max-params -- injected
  constructor(
    commands: Commands,
    readings: Readings,
    persons: Persons,
    registers: Registers,
    transact: Transact,
    vault: Vault,
    attachments: Attachments,
  ) {
    this.#commands = commands;
    this.#readings = readings;
    this.#persons = persons;
    this.#registers = registers;
    this.#transact = transact;
    this.#vault = vault;
    this.#attachments = attachments;
  }

  async execute({ call, receipt }: ReceiveInformationRequest): Promise<Handled> {
    const reading = this.#readings.of(call.asking);
    const { track } = receipt;
    const receivingOffice =
      receipt.receivingOffice ?? reading.viewer.actingAs?.office ?? soleOffice(reading);
    if (receivingOffice === undefined) return refused(call, 'INVALID_INPUT', 'receivingOfficeCode');
    const may = permits('ReceiveInformationRequest', { track, receivingOffice });
    const authorised = await this.#commands.authorise(call, may);
    if (isHandled(authorised)) return authorised;
    const { actor } = authorised;
    const ownOffice = actor.role === 'OFFICE_OFFICER' || actor.role === 'OFFICE_LEAD';
    const { requestingOffice } = receipt;
    if (ownOffice && requestingOffice !== undefined && requestingOffice !== actor.office) {
      return this.#commands.refuse(call, 'requestingOfficeCode');
    }
    if (receipt.answeredAtOnce !== undefined && actor.role === 'INTAKE_SERVICE') {
      return this.#commands.refuse(call, 'answeredAtOnce');
    }
    const unknown = unknownIn(receipt, receivingOffice, reading);
    if (unknown !== undefined) return refused(call, 'NOT_FOUND', unknown);
    const now = this.#commands.now();
    const at = receipt.at ?? now;
    const envelope = { ...authorised.envelope, occurredAt: at };
    const reckoning = reckoningOf(reading.db);
    const id = derivedId<RequestId>(envelope.commandId, 'informationRequest');
    const files = this.#files(receipt, id, reading, envelope);
    if (typeof files === 'string') return refused(call, 'NOT_FOUND', files);
    const filled = { ...files.receipt, receivingOffice, at, now, reckoning };
    return this.#receive(call, filled, files.envelope);
  }

  /** With the attachments of the receipt and of an answer on the spot; or which are not known. */
  #files(
    receipt: Receipt,
    id: RequestId,
    reading: Reading,
    sent: Envelope,
  ): { receipt: Receipt; envelope: Envelope } | string {
    const { attachments = [], answeredAtOnce } = receipt;
    const own = this.#attachments.prepare(attachments, id, reading, sent);
    if (own === 'NOT_FOUND') return 'attachmentIds';
    const { attachments: spoken = [] } = answeredAtOnce ?? {};
    const later = this.#attachments.prepare(spoken, id, reading, own.envelope);
    if (later === 'NOT_FOUND') return 'answeredAtOnce.attachmentIds';
    const { envelope } = later;
    const filled = {
      ...receipt,
      ...(attachments.length === 0 ? {} : { attachments: own.ids }),
      ...(answeredAtOnce === undefined || spoken.length === 0
        ? {}
        : { answeredAtOnce: { ...answeredAtOnce, attachments: later.ids } }),
    };
    return { receipt: filled, envelope };
  }

  /** Everything is asked before anything is recorded; a repeat finishes what a crash left. */
  async #receive(call: Call, receipt: Receipt & Filled, envelope: Envelope): Promise<Handled> {
    const id = derivedId<RequestId>(envelope.commandId, 'informationRequest');
    const { requester, answeredAtOnce, at, now, reckoning, ...received } = receipt;
    const persons = requester === undefined ? [] : this.#persons.people(requester, envelope);
    const fault = persons.find((one) => one.fault !== undefined)?.fault;
    if (fault !== undefined) return refused(call, 'INVALID_INPUT', fault);
    const times = { at, now };
    const who = persons[0] === undefined ? {} : { requester: persons[0].id };
    const words = requester === undefined ? {} : { words: await this.#vault.takeKey() };
    const keys = { case: await this.#vault.takeKey(), ...words };
    const receive = {
      type: 'ReceiveInformationRequest',
      ...received,
      ...who,
      ...times,
      keys,
      reckoning,
    } as const;
    const later = answeredAtOnce === undefined ? [] : atOnce(receipt, times, answeredAtOnce);
    const refusal = askAll([receive, ...later]);
    if (refusal !== undefined) {
      const field =
        refusal.field && (refusal.ofOutcome ? `answeredAtOnce.${refusal.field}` : refusal.field);
      return refused(call, refusal.code, field);
    }
    const known = this.#persons.registering(persons, envelope);
    const first = await this.#transact.run(requestKind, id, receive, known);
    const handled = this.#commands.outcome(call, id, first);
    if (handled.userErrors.length > 0) return handled;
    const last = await this.#finish(call, { id, track: receipt.track }, later, envelope);
    return last ?? handled;
  }

  async #finish(
    call: Call,
    { id, track }: { id: RequestId; track: Receipt['track'] },
    later: readonly RequestCommand[],
    envelope: Envelope,
  ): Promise<Handled | undefined> {
    let handled: Handled | undefined;
    for (const command of later) {
      const step = stepOf(envelope, command.type);
      const done =
        command.type === 'RegisterInformationRequest'
          ? await this.#registers.number(requestNumbering(id, track, command), step)
          : await this.#transact.run(requestKind, id, command, step);
      handled = this.#commands.outcome(call, id, done);
      if (handled.userErrors.length > 0) return handled;
    }
    return handled;
  }
}

const soleOffice = ({ viewer }: Reading): OfficeCode | undefined => {
  const offices = viewer.officesAs(
    'COORDINATOR',
    'OFFICE_OFFICER',
    'OFFICE_LEAD',
    'INTAKE_SERVICE',
  );
  return offices.length === 1 ? offices[0] : undefined;
};

function atOnce(
  { track, reckoning }: Receipt & Filled,
  times: { at: Instant; now: Instant },
  spoken: Spoken,
): RequestCommand[] {
  return [
    { type: 'RegisterInformationRequest', number: '', track, reckoning, ...times },
    { type: 'RecordOutcome', ...spoken, ...times },
  ];
}

/** Would all of them be accepted, one after the other? */
function askAll(commands: readonly RequestCommand[]) {
  let state = informationRequest.initialState;
  for (const command of commands) {
    const decision = informationRequest.decide(command, state);
    if (isRejection(decision)) {
      const ofOutcome = command.type === 'RecordOutcome';
      return { code: decision.rejected, field: decision.field, ofOutcome };
    }
    const happened = decision.map((event) => asIf(event, command.at));
    state = fold({ ...informationRequest, initialState: state }, happened);
  }
  return undefined;
}

const asIf = <E extends DomainEvent>(event: E, occurredAt: Instant) => ({
  ...event,
  id: `asked ${event.type}` as EventId,
  occurredAt,
});

function unknownIn(
  receipt: Receipt,
  receivingOffice: OfficeCode,
  reading: Reading,
): string | undefined {
  const { requester, requestingOffice, relatedTo = [], answeredAtOnce } = receipt;
  if (!officeExists(receivingOffice, reading)) return 'receivingOfficeCode';
  if (requestingOffice !== undefined && !officeExists(requestingOffice, reading)) {
    return 'requestingOfficeCode';
  }
  if (!isReachable(requester, reading)) return 'requester.personId';
  if (!relatedTo.every(({ request }) => visibleRequest(request, reading))) return 'relatedTo';
  if (!isStaff(answeredAtOnce?.spokesperson, reading)) return 'answeredAtOnce.spokespersonId';
  return undefined;
}

/** Persons who are not staff are reached through a case that shows the viewer who they are. */
function isReachable(requester: Requester | undefined, reading: Reading): boolean {
  const known = knownIn(requester);
  if (known === undefined) return true;
  if (!isKnown(known, reading)) return false;
  const { viewer } = reading;
  if (viewer.holds('COORDINATOR')) return true;
  const sight = sightOfPerson(known, reading);
  // An intake service knows them by what it sent, which is masked for it.
  return sight === 'CLEAR' || (sight === 'MASKED' && viewer.holds('INTAKE_SERVICE'));
}
