import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { isRejection } from '#kernel';
import type { Day, Instant, ObjectionId, PersonId, RequestId } from '#kernel';
import { Commands, Readings, isHandled, refused } from '#access';
import type { Call, Handled, Reading } from '#access';
import { Transact, derivedId } from '#event-store';
import { requestOf } from '#information-requests/api';
import { reckoningOf } from '#offices';
import { Persons, isKnown, knownIn } from '#persons/api';
import type { Requester } from '#persons/api';
import { Vault } from '#sealing';
import { objection } from './domain/objection.ts';
import type { ObjectionGround } from './domain/objection-events.ts';
import { objectionKind } from './kinds.ts';
import { permitsOnObjection } from './objection.policy.ts';

/** An objection as a caller enters it. */
export type Lodging = {
  request?: RequestId;
  /** Default: whoever made the request. */
  requester?: Requester;
  grounds: ObjectionGround[];
  statement: string;
  groundFoundOn: Day;
  at?: Instant;
};

/** The envelope of the command that makes an objection. */
export class LodgeObjection {
  readonly call: Call;
  readonly lodging: Lodging;

  constructor(call: Call, lodging: Lodging) {
    this.call = call;
    this.lodging = lodging;
  }
}

@CommandHandler(LodgeObjection)
export class LodgeHandler implements ICommandHandler<LodgeObjection, Handled> {
  readonly #commands: Commands;
  readonly #readings: Readings;
  readonly #persons: Persons;
  readonly #transact: Transact;
  readonly #vault: Vault;

  // eslint-disable-next-line max-params -- injected
  constructor(
    commands: Commands,
    readings: Readings,
    persons: Persons,
    transact: Transact,
    vault: Vault,
  ) {
    this.#commands = commands;
    this.#readings = readings;
    this.#persons = persons;
    this.#transact = transact;
    this.#vault = vault;
  }

  /** Everything is asked before anything is recorded; a repeat finishes what a crash left. */
  async execute({ call, lodging }: LodgeObjection): Promise<Handled> {
    const reading = this.#readings.of(call.asking);
    const authorised = await this.#commands.authorise(call, permitsOnObjection('LodgeObjection'));
    if (isHandled(authorised)) return authorised;
    const unknown = unknownIn(lodging, reading);
    if (unknown !== undefined) return refused(call, 'NOT_FOUND', unknown);
    const now = this.#commands.now();
    const { requester, request, at = now, ...said } = lodging;
    const envelope = { ...authorised.envelope, occurredAt: at };
    const people = requester === undefined ? [] : this.#persons.people(requester, envelope);
    const fault = people.find((one) => one.fault !== undefined)?.fault;
    if (fault !== undefined) return refused(call, 'INVALID_INPUT', fault);
    const facts = { reckoning: reckoningOf(reading.db), ...this.#about(request, reading) };
    const who = people[0]?.id ?? facts.requester;
    const { requester: _, ...known } = facts;
    const command = {
      type: 'LodgeObjection',
      ...said,
      ...known,
      ...(who === undefined ? {} : { requester: who }),
      ...{ at, now },
      keys: {
        case: await this.#vault.takeKey(),
        ...(who === undefined ? {} : { words: await this.#vault.takeKey() }),
      },
    } as const;
    const asked = objection.decide(command, objection.initialState);
    if (isRejection(asked)) return refused(call, asked.rejected, asked.field);
    const id = derivedId<ObjectionId>(envelope.commandId, 'objection');
    const registering = this.#persons.registering(people, envelope);
    const done = await this.#transact.run(objectionKind, id, command, registering);
    return this.#commands.outcome(call, id, done);
  }

  /** The request, who made it and when it came. */
  #about(
    id: RequestId | undefined,
    reading: Reading,
  ): { request?: RequestId; requestReceivedAt?: Instant; requester?: PersonId } {
    const row = id === undefined ? undefined : requestOf(id, reading)?.row;
    if (row === undefined) return {};
    const asker = row.requester === null ? {} : { requester: row.requester };
    return { request: row.id, requestReceivedAt: row.received_at, ...asker };
  }
}

/** The field of the input that names something unknown. */
function unknownIn({ request, requester }: Lodging, reading: Reading): string | undefined {
  if (request !== undefined && requestOf(request, reading) === null) return 'requestId';
  const known = knownIn(requester);
  return known === undefined || isKnown(known, reading) ? undefined : 'requester.personId';
}
