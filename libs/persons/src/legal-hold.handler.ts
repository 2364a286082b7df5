import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Day } from '#kernel';
import { Commands, Readings, isHandled, refused } from '#access';
import type { Call, Handled } from '#access';
import { Transact, stepOf } from '#event-store';
import { heldAmong } from './erasure-bars.ts';
import { legalHoldKind } from './erasure-kinds.ts';
import { targetOf } from './erasure-scope.ts';
import { isConfirmed } from './erasures.queries.ts';

type HoldIntent =
  | { type: 'PlaceLegalHold'; reason: string; until?: Day }
  | { type: 'LiftLegalHold'; reason: string };

/** The envelope of every command about a legal hold. */
export class HandleLegalHold {
  readonly call: Call;
  readonly targetId: string;
  readonly intent: HoldIntent;

  constructor(call: Call, targetId: string, intent: HoldIntent) {
    this.call = call;
    this.targetId = targetId;
    this.intent = intent;
  }
}

@CommandHandler(HandleLegalHold)
export class LegalHoldHandler implements ICommandHandler<HandleLegalHold, Handled> {
  readonly #commands: Commands;
  readonly #readings: Readings;
  readonly #transact: Transact;

  constructor(commands: Commands, readings: Readings, transact: Transact) {
    this.#commands = commands;
    this.#readings = readings;
    this.#transact = transact;
  }

  /** Held is who is kept; lifted is every hold of the same human, whenever they were merged. */
  async execute({ call, targetId, intent }: HandleLegalHold): Promise<Handled> {
    const authorised = await this.#commands.authorise(
      call,
      ({ role }) => role === 'APPROVER' || role === 'PPID_SUPERIOR',
    );
    if (isHandled(authorised)) return authorised;
    const { db, today } = this.#readings.of(call.asking);
    const target = targetOf(db, targetId);
    if (target === undefined) return refused(call, 'NOT_FOUND', 'targetId');
    const { envelope } = authorised;
    if (intent.type === 'PlaceLegalHold') {
      if (isConfirmed(db, target.id)) return refused(call, 'INVALID_STATE', 'targetId');
      const command = { ...intent, target, today };
      return this.#commands.record(call, legalHoldKind, { id: target.id, command, envelope });
    }
    const command = { ...intent, today };
    const others = target.kind === 'PERSON' ? heldAmong(db, target.id, today) : [];
    const [first = target.id, ...more] = others;
    for (const id of more) {
      await this.#transact.run(legalHoldKind, id, command, stepOf(envelope, `lift ${id}`));
    }
    const lifted = await this.#commands.record(call, legalHoldKind, {
      id: first,
      command,
      envelope,
    });
    return { ...lifted, id: lifted.id === null ? null : target.id };
  }
}
