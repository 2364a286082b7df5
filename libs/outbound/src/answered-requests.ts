import { Injectable } from '@nestjs/common';
import { isRejection } from '#kernel';
import type { Instant, OutboundItemId, RequestId } from '#kernel';
import { Transact, stepOf } from '#event-store';
import type { Envelope } from '#event-store';
import { hasOpenAssignment, informationRequest } from '#information-requests';
import type { Outcome, RequestCommand } from '#information-requests';
import { requestKind } from '#information-requests/api';
import type { UserErrorCode } from '#graphql/api';
import type { OutboundItem } from './domain/state.ts';

export type Refusal = { code: UserErrorCode; field?: string };

/** What an item does to each request that it answers. */
type Telling = Extract<
  RequestCommand,
  {
    type:
      'DraftAnswer' | 'DropAnswerDraft' | 'RecordAnswer' | 'RecordInterimAnswer' | 'ReplaceAnswer';
  }
>;

/** The requests that texts answer: asked before anything is recorded, and told after. */
@Injectable()
export class AnsweredRequests {
  readonly #transact: Transact;

  constructor(transact: Transact) {
    this.#transact = transact;
  }

  /** Would one of them refuse? */
  async refusal(requests: readonly RequestId[], command: Telling): Promise<Refusal | undefined> {
    for (const id of requests) {
      const { state } = await this.#transact.load(requestKind, id);
      const decision = informationRequest.decide(command, state);
      if (!isRejection(decision)) continue;
      const { rejected: code, field } = decision;
      return { code, ...(field === undefined ? {} : { field }) };
    }
    return undefined;
  }

  /** Tells all of them; those that refused, which only a change meanwhile can bring. */
  async tell(
    requests: readonly RequestId[],
    command: Telling,
    envelope: Envelope,
  ): Promise<RequestId[]> {
    const refused: RequestId[] = [];
    for (const id of requests) {
      const step = stepOf(envelope, `${command.type} ${id}`);
      const done = await this.#transact.run(requestKind, id, command, step);
      if (!('state' in done)) refused.push(id);
    }
    return refused;
  }

  /** The item is given up, or answers them no more: each request is where it was before. */
  async dropDrafts(
    id: OutboundItemId,
    requests: readonly RequestId[],
    envelope: Envelope,
  ): Promise<void> {
    const now = this.#transact.now();
    const command = { type: 'DropAnswerDraft', item: id, at: now, now } as const;
    await this.tell(requests, command, envelope);
  }

  /** Which text is to answer it now. */
  async draftOf(id: RequestId): Promise<OutboundItemId | undefined> {
    return (await this.#transact.load(requestKind, id)).state?.draft?.item;
  }

  /** The text that answered it, as it stands. */
  async answerOf(id: RequestId): Promise<OutboundItemId | undefined> {
    return (await this.#transact.load(requestKind, id)).state?.answer;
  }

  async anyOpen(requests: readonly RequestId[]): Promise<boolean> {
    for (const id of requests) {
      const { state } = await this.#transact.load(requestKind, id);
      if (state !== null && hasOpenAssignment(state)) return true;
    }
    return false;
  }

  async version(id: RequestId): Promise<number> {
    return (await this.#transact.load(requestKind, id)).version;
  }
}

type Times = { at: Instant; now: Instant };

/** What the release of a text does to the requests that it answers; `waits`: for the offices. */
export function releaseOf(
  id: OutboundItemId,
  item: OutboundItem,
  times: Times & { waits: boolean },
): Telling {
  const { replaces, interim, outcome, parts } = item;
  const { waits, ...rest } = times;
  const said = { outcome: outcome as Outcome, parts: [...parts] };
  if (replaces !== undefined) {
    return { type: 'ReplaceAnswer', item: id, replaces: replaces.item, ...said, ...rest };
  }
  if (interim) return { type: 'RecordInterimAnswer', item: id, ...rest };
  return { type: 'RecordAnswer', item: id, ...said, waits, ...rest };
}
