import { Injectable } from '@nestjs/common';
import type { CommandId, Instant, ObjectionId, Position, RequestId } from '#kernel';
import { Transact, derivedId } from '#event-store';
import type { Envelope } from '#event-store';
import { requestKind } from '#information-requests/api';
import { reckoningOf } from '#offices';
import { ReadModel } from '#read-model';
import { objectionKind } from './kinds.ts';

/** Who decides an objection: what is upheld lets its request go on. */
@Injectable()
export class Reopening {
  readonly #transact: Transact;
  readonly #model: ReadModel;

  constructor(transact: Transact, model: ReadModel) {
    this.#transact = transact;
    this.#model = model;
  }

  /**
   * Once for each objection, whoever sends it; up to where to read to see it. A request that is
   * still open simply goes on, so its refusal is none; an answer that came since the decision
   * stays, however late that was entered.
   */
  async reopen(
    { objection, request }: { objection: ObjectionId; request: RequestId },
    at: Instant,
    envelope: Envelope,
  ): Promise<Position | 'CONFLICT' | undefined> {
    if (await this.#isAnsweredSince(request, at)) return undefined;
    const { state } = await this.#transact.load(objectionKind, objection);
    const partly = state?.decision === 'UPHELD_IN_PART' ? ' sebagian' : '';
    const command = {
      type: 'ReopenInformationRequest',
      cause: 'OBJECTION_UPHELD',
      objection,
      reason: `Keberatan ${state?.number ?? ''} dikabulkan${partly}.`,
      at,
      now: at,
      reckoning: reckoningOf(this.#model.db),
    } as const;
    const { expectedVersion: _, hashInput: __, ...rest } = envelope;
    const commandId = derivedId<CommandId>(objection, 'reopens');
    const step = { ...rest, commandId, occurredAt: at };
    const done = await this.#transact.run(requestKind, request, command, step);
    if (done.outcome === 'conflict') return 'CONFLICT';
    return 'state' in done ? done.position : undefined;
  }

  async #isAnsweredSince(request: RequestId, at: Instant): Promise<boolean> {
    const { state } = await this.#transact.load(requestKind, request);
    return state?.answeredAt !== undefined && state.answeredAt > at;
  }
}
