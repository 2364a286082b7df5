import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { ConsequenceTestId, Instant, Position } from '#kernel';
import { Commands, Readings, isHandled, refused } from '#access';
import type { Call, Handled, Reading } from '#access';
import { Transact, derivedId, stepOf } from '#event-store';
import type { Envelope } from '#event-store';
import { requestOf } from '#information-requests/api';
import { reckoningOf } from '#offices';
import { Vault } from '#sealing';
import { visibleTest } from './consequence-test.queries.ts';
import type { ConsequenceTestCommand, ConsequenceTestOrNone } from './domain/consequence-test.ts';
import { consequenceTestKind } from './kinds.ts';
import { permitsOnTest } from './objection.policy.ts';
import { factsOf } from './viewer-may.ts';

/** What the handler adds to what the caller says. */
type Filled = 'at' | 'now' | 'reckoning' | 'keys' | 'by' | 'reviewerHeld' | 'assentNeeded';

type Type =
  | 'OpenConsequenceTest'
  | 'GiveOpinion'
  | 'AssentToConsequenceTest'
  | 'DecideConsequenceTest'
  | 'EndConsequenceTest';
type IntentOf<C> = C extends { type: Type } ? Omit<C, Filled> : never;

/** A command about a consequence test as a caller sends it. */
export type ConsequenceTestIntent = IntentOf<ConsequenceTestCommand> & {
  /** When it happened, if it is entered later. */
  at?: Instant | null | undefined;
};

/** The envelope of every command about a consequence test; `call.entity` is empty for a new one. */
export class HandleConsequenceTest {
  readonly call: Call;
  readonly intent: ConsequenceTestIntent;

  constructor(call: Call, intent: ConsequenceTestIntent) {
    this.call = call;
    this.intent = intent;
  }
}

@CommandHandler(HandleConsequenceTest)
export class ConsequenceTestHandler implements ICommandHandler<HandleConsequenceTest, Handled> {
  readonly #commands: Commands;
  readonly #readings: Readings;
  readonly #transact: Transact;
  readonly #vault: Vault;

  constructor(commands: Commands, readings: Readings, transact: Transact, vault: Vault) {
    this.#commands = commands;
    this.#readings = readings;
    this.#transact = transact;
    this.#vault = vault;
  }

  /** What one may not see is not found; then policy, then what the input names, then the rules. */
  async execute({ call, intent }: HandleConsequenceTest): Promise<Handled> {
    const reading = this.#readings.of(call.asking);
    const opens = intent.type === 'OpenConsequenceTest';
    if (!opens && visibleTest(call.entity, reading) === undefined) {
      return refused(call, 'NOT_FOUND', 'consequenceTestId');
    }
    const authorised = await this.#commands.authorise(call, permitsOnTest(intent.type));
    if (isHandled(authorised)) return authorised;
    const fault = opens ? openingFault(intent, reading) : undefined;
    if (fault !== undefined) return refused(call, fault.code, fault.field);
    const now = this.#commands.now();
    const envelope = { ...authorised.envelope, occurredAt: intent.at ?? now };
    const id = opens ? derivedId(envelope.commandId, 'consequenceTest') : call.entity;
    const command = await this.#fill(intent, reading, envelope.occurredAt, now);
    const done = await this.#transact.run(consequenceTestKind, id, command, envelope);
    const handled = this.#commands.outcome(call, id, done);
    if (command.type !== 'DecideConsequenceTest' || !('state' in done)) return handled;
    const renewed = await this.#renew(id as ConsequenceTestId, done.state, envelope);
    return renewed === undefined ? handled : { ...handled, position: renewed };
  }

  /** The domain's command: ids, times, keys and what it must know of the city. */
  async #fill(
    intent: ConsequenceTestIntent,
    reading: Reading,
    at: Instant,
    now: Instant,
  ): Promise<ConsequenceTestCommand> {
    const { at: _, ...said } = intent;
    const times = { at, now };
    switch (said.type) {
      case 'OpenConsequenceTest':
        return { ...said, ...times, keys: { case: await this.#vault.takeKey() } };
      case 'GiveOpinion':
      case 'EndConsequenceTest':
        return { ...said, ...times };
      case 'AssentToConsequenceTest':
        return { ...said, ...times, by: reading.viewer.personId };
      case 'DecideConsequenceTest': {
        const { reviewerHeld, assentNeeded } = factsOf(reading);
        const reckoning = reckoningOf(reading.db);
        return { ...said, ...times, reviewerHeld, assentNeeded, reckoning };
      }
    }
  }

  /** The old test of one that was decided need not be looked at again. */
  async #renew(
    by: ConsequenceTestId,
    decided: ConsequenceTestOrNone,
    envelope: Envelope,
  ): Promise<Position | undefined> {
    if (decided?.renews === undefined) return undefined;
    const { renews: old, changedAt: at } = decided;
    const exempt = decided.state !== 'DECIDED_OPEN';
    const command = { type: 'RenewConsequenceTest', by, exempt, at, now: at } as const;
    const step = { ...stepOf(envelope, 'renews'), occurredAt: at };
    const done = await this.#transact.run(consequenceTestKind, old, command, step);
    return 'state' in done ? done.position : undefined;
  }
}

type Opening = Extract<ConsequenceTestIntent, { type: 'OpenConsequenceTest' }>;

/** Only what was exempt can be renewed. */
function openingFault(
  { request, renews }: Opening,
  reading: Reading,
): { code: 'NOT_FOUND' | 'INVALID_INPUT'; field: string } | undefined {
  if (request !== undefined && requestOf(request, reading) === null) {
    return { code: 'NOT_FOUND', field: 'requestId' };
  }
  const old = renews === undefined ? undefined : visibleTest(renews, reading);
  if (renews !== undefined && old === undefined) return { code: 'NOT_FOUND', field: 'renews' };
  const exempt = old === undefined || old.state === 'DECIDED_EXEMPT' || old.state === 'ENDED';
  return exempt ? undefined : { code: 'INVALID_INPUT', field: 'renews' };
}
