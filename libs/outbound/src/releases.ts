import { Injectable } from '@nestjs/common';
import { isRejection } from '#kernel';
import type { OutboundItemId } from '#kernel';
import { Transact, stepOf } from '#event-store';
import type { Envelope } from '#event-store';
import { AnsweredRequests, releaseOf } from './answered-requests.ts';
import type { Refusal } from './answered-requests.ts';
import type { Command } from './domain/commands.ts';
import { outboundItem } from './domain/outbound-item.ts';
import { hasLeft } from './domain/state.ts';
import type { OutboundItem } from './domain/state.ts';
import { outboundKind } from './item-kind.ts';

type Leaving = Command<'ReleaseOutboundItem' | 'ReleaseScheduled' | 'EmergencyRelease'>;
type Released = Awaited<ReturnType<typeof runItem>>;

const runItem = (
  transact: Transact,
  id: string,
  command: Leaving | Command<'ReplaceOutboundItem'>,
  envelope: Envelope,
) => transact.run(outboundKind, id, command, envelope);

/**
 * Lets items leave the house: the requests that one answers, and the item that it replaces, are
 * asked first; then it is released, and they are told in the same call.
 */
@Injectable()
export class Releases {
  readonly #transact: Transact;
  readonly #requests: AnsweredRequests;

  constructor(transact: Transact, requests: AnsweredRequests) {
    this.#transact = transact;
    this.#requests = requests;
  }

  async release(id: OutboundItemId, command: Leaving, envelope: Envelope): Promise<Released> {
    const { state, version, commands } = await this.#transact.load(outboundKind, id);
    const { expectedVersion = version } = envelope;
    if (state !== null && !commands.has(envelope.commandId) && expectedVersion === version) {
      const decision = outboundItem.decide(command, state);
      if (!isRejection(decision) && decision.length > 0) {
        const refusal = await this.#refusal(id, state, command);
        if (refusal !== undefined) {
          return { outcome: 'rejected', code: refusal.code as never, field: refusal.field };
        }
      }
    }
    const done = await runItem(this.#transact, id, command, envelope);
    if ('state' in done) await this.finish(id, envelope);
    return done;
  }

  /**
   * Tells whoever must know that the item is out; nothing when they know, or it is not. Why one of
   * them refused, which only a change in the same moment can bring.
   */
  async finish(id: OutboundItemId, envelope: Envelope): Promise<string | undefined> {
    const { state } = await this.#transact.load(outboundKind, id);
    if (state === null || !hasLeft(state)) return undefined;
    const now = this.#transact.now();
    const times = { at: envelope.occurredAt ?? now, now };
    const telling = releaseOf(id, state, { ...times, waits: false });
    const refused = await this.#requests.tell(state.requests, telling, envelope);
    const refusal = refused.length === 0 ? undefined : 'INVALID_STATE';
    if (state.replaces === undefined) return refusal;
    const { item, as } = state.replaces;
    const command = { type: 'ReplaceOutboundItem', replacement: id, as, ...times } as const;
    const step = stepOf(envelope, `replace ${item}`);
    const replaced = await runItem(this.#transact, item, command, step);
    return replaced.outcome === 'rejected' ? replaced.code : refusal;
  }

  async #refusal(
    id: OutboundItemId,
    item: OutboundItem,
    command: Leaving,
  ): Promise<Refusal | undefined> {
    const { at, now, type } = command;
    const waits = type !== 'EmergencyRelease';
    const telling = releaseOf(id, item, { at, now, waits });
    const refused = await this.#requests.refusal(item.requests, telling);
    if (refused !== undefined || item.replaces === undefined) return refused;
    const { item: replaced, as } = item.replaces;
    const { state } = await this.#transact.load(outboundKind, replaced);
    const replace = { type: 'ReplaceOutboundItem', replacement: id, as, at, now } as const;
    const decision = outboundItem.decide(replace, state);
    return isRejection(decision) ? { code: decision.rejected } : undefined;
  }
}
