import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { ErasureId, PersonId } from '#kernel';
import { Commands, Readings, isHandled, refused } from '#access';
import type { Call, Handled, Permits, Reading } from '#access';
import { EventStore, StoreUnavailable, Transact, derivedId } from '#event-store';
import type { Envelope } from '#event-store';
import { Vault } from '#sealing';
import { Erasing } from './carry-out.ts';
import type { Bars, ErasureRequester, Scope } from './domain/erasure.ts';
import type { Target } from './domain/target.ts';
import { barsOf } from './erasure-bars.ts';
import { erasureKind } from './erasure-kinds.ts';
import { Affected, scopeOf, targetOf } from './erasure-scope.ts';
import { findErasure, seesErasures } from './erasures.queries.ts';
import type { ErasureRow } from './erasures.queries.ts';
import { findPerson } from './persons.queries.ts';

type ErasureIntent =
  | {
      type: 'OrderErasure';
      targetId: string;
      withCases: boolean;
      askedBy: ErasureRequester;
      ground: string;
      retentionCode?: string;
      reason: string;
    }
  | { type: 'ConfirmErasure'; id: string }
  | { type: 'RefuseErasure'; id: string; reason: string };

/** The envelope of every command about an erasure. */
export class HandleErasure {
  readonly call: Call;
  readonly intent: ErasureIntent;

  constructor(call: Call, intent: ErasureIntent) {
    this.call = call;
    this.intent = intent;
  }
}

const orders: Permits = ({ role }) => role === 'APPROVER';
/** That it is another person than the one who ordered is a rule, not a post. */
const decides: Permits = ({ role }) => role === 'APPROVER' || role === 'PPID_SUPERIOR';

@CommandHandler(HandleErasure)
export class ErasureHandler implements ICommandHandler<HandleErasure, Handled> {
  readonly #commands: Commands;
  readonly #readings: Readings;
  readonly #transact: Transact;
  readonly #store: EventStore;
  readonly #vault: Vault;
  readonly #erasing: Erasing;

  // eslint-disable-next-line max-params -- injected
  constructor(
    commands: Commands,
    readings: Readings,
    transact: Transact,
    store: EventStore,
    vault: Vault,
    erasing: Erasing,
  ) {
    this.#commands = commands;
    this.#readings = readings;
    this.#transact = transact;
    this.#store = store;
    this.#vault = vault;
    this.#erasing = erasing;
  }

  async execute({ call, intent }: HandleErasure): Promise<Handled> {
    const reading = this.#readings.of(call.asking);
    if (intent.type === 'OrderErasure') return this.#order(call, intent, reading);
    const row = seesErasures(reading) ? findErasure(reading.db, intent.id) : undefined;
    if (row === undefined) return refused(call, 'NOT_FOUND', 'erasureId');
    const authorised = await this.#commands.authorise(call, decides);
    if (isHandled(authorised)) return authorised;
    const { envelope } = authorised;
    const by = reading.viewer.personId;
    if (intent.type === 'ConfirmErasure')
      return this.#confirm(call, { row, by, envelope, reading });
    const command = { type: 'RefuseErasure', by, reason: intent.reason } as const;
    return this.#commands.record(call, erasureKind, { id: row.id, command, envelope });
  }

  async #order(
    call: Call,
    { targetId, withCases, ...said }: Extract<ErasureIntent, { type: 'OrderErasure' }>,
    reading: Reading,
  ): Promise<Handled> {
    const authorised = await this.#commands.authorise(call, orders);
    if (isHandled(authorised)) return authorised;
    const target = targetOf(reading.db, targetId);
    if (target === undefined) return refused(call, 'NOT_FOUND', 'targetId');
    const person = target.kind === 'PERSON' ? findPerson(reading.db, target.id) : undefined;
    if (person?.staff === 1) return refused(call, 'INVALID_INPUT', 'targetId');
    const { envelope } = authorised;
    const id = derivedId<ErasureId>(envelope.commandId, 'erasure');
    const { bars } = await this.#standing(target, withCases, reading);
    const by = reading.viewer.personId;
    const command = { ...said, target, withCases, by, bars };
    return this.#commands.record(call, erasureKind, { id, command, envelope });
  }

  /** Confirmed first: from then on whoever finds it carries it out, the call before all. */
  async #confirm(
    call: Call,
    {
      row,
      by,
      envelope,
      reading,
    }: { row: ErasureRow; by: PersonId; envelope: Envelope; reading: Reading },
  ): Promise<Handled> {
    const { id } = row;
    const target = targetOf(reading.db, row.target);
    if (target === undefined) throw new Error(`erasure ${id} names an unknown target`);
    // Merged since: whoever ordered it did not mean who is kept.
    if (target.id !== row.target) return refused(call, 'INVALID_STATE', 'erasureId');
    // Nothing is confirmed that could not be carried out.
    this.#erasing.prepare();
    const { bars, scope } = await this.#standing(target, row.with_cases === 1, reading);
    const command = { type: 'ConfirmErasure', by, bars, scope } as const;
    const done = await this.#transact.run(erasureKind, id, command, envelope);
    const handled = this.#commands.outcome(call, id, done);
    if (!('state' in done)) return handled;
    const confirmed = await this.#scopeRecorded(id);
    if (confirmed === undefined) return handled;
    const certified = await this.#erasing.carryOut({ id, ...confirmed }, envelope);
    const position = certified === 'CONFLICT' ? undefined : certified;
    return { ...handled, position: position ?? handled.position };
  }

  /** What was confirmed, which a repeat of the command finds as it was. */
  async #scopeRecorded(id: ErasureId): Promise<Scope | undefined> {
    for await (const { type, data } of this.#store.readStream(`erasure-${id}`)) {
      if (type === 'ErasureConfirmed') return JSON.parse(data) as Scope;
    }
    return undefined;
  }

  async #standing(
    target: Target,
    withCases: boolean,
    reading: Reading,
  ): Promise<{ bars: Bars; scope: Scope }> {
    // What decides must not be older than the log.
    const visible = await this.#commands.isVisible((await this.#store.head()) ?? null);
    if (!visible) throw new StoreUnavailable('the read model has not caught up yet');
    const { db, now, today } = reading;
    const affected = new Affected(db, target, withCases);
    const scope = await scopeOf(affected, this.#store);
    const erased = !scope.destroys.some((key) => this.#vault.has(key));
    return { bars: { ...barsOf(affected, { db, now, today }), erased }, scope };
  }
}
