import { Injectable } from '@nestjs/common';
import type { OutboundItemId, RequestId } from '#kernel';
import { Transact } from '#event-store';
import type { Envelope, Reactor } from '#event-store';
import { ReadModel } from '#read-model';
import { Vault } from '#sealing';
import { LiveAnswers } from '#information-requests/api';
import { AnsweredRequests } from './answered-requests.ts';
import { contentHashOf, contentWithout, currentContent } from './content.ts';
import { finishAnswers } from './domain/finish-answers.ts';
import type { FinishAnswer } from './domain/finish-answers.ts';
import type { OutboundItem } from './domain/state.ts';
import { isLive } from './domain/state.ts';
import { outboundKind } from './item-kind.ts';
import { findItem, stateOf } from './outbound.queries.ts';
import { Releases } from './releases.ts';

/** Keeps items and the requests that they answer in step, in the call and after a crash. */
@Injectable()
export class AnswerNet extends LiveAnswers implements Reactor<never, FinishAnswer> {
  readonly reaction = finishAnswers as never;
  readonly #transact: Transact;
  readonly #model: ReadModel;
  readonly #vault: Vault;
  readonly #requests: AnsweredRequests;
  readonly #releases: Releases;

  // eslint-disable-next-line max-params -- injected
  constructor(
    transact: Transact,
    model: ReadModel,
    vault: Vault,
    requests: AnsweredRequests,
    releases: Releases,
  ) {
    super();
    this.#transact = transact;
    this.#model = model;
    this.#vault = vault;
    this.#requests = requests;
    this.#releases = releases;
  }

  async dispatch(wanted: FinishAnswer, envelope: Envelope): Promise<string | undefined> {
    const { item: id } = wanted;
    const { state } = await this.#transact.load(outboundKind, id);
    if (state === null) return 'NOT_FOUND';
    switch (wanted.type) {
      case 'TELL_DRAFTED':
        await this.#tellDrafted(id, state, envelope);
        return undefined;
      case 'TELL_RELEASED':
        await this.#releases.finish(id, envelope);
        return undefined;
      case 'TELL_DROPPED':
        if (!isLive(state)) await this.#requests.dropDrafts(id, state, envelope);
        return undefined;
      case 'TELL_LEFT':
        return this.left(id, wanted.request, envelope);
    }
  }

  /** The request ended otherwise: the item goes on without it, or is dropped. */
  async left(
    id: OutboundItemId,
    request: RequestId,
    envelope: Envelope,
  ): Promise<string | undefined> {
    const row = findItem(this.#model.db, id);
    const { state } = await this.#transact.load(outboundKind, id);
    if (row === undefined || state === null) return 'NOT_FOUND';
    // This node has not read that version yet: the net comes later.
    if (stateOf(row).contentVersion !== state.contentVersion) return 'CONFLICT';
    const now = this.#transact.now();
    const reading = { db: this.#model.db, texts: this.#vault };
    const content = contentWithout(request, currentContent(row, reading));
    const contentHash = contentHashOf(row.kind, content, reading.db);
    const command = { type: 'LeaveRequest', request, contentHash, at: now, now } as const;
    const done = await this.#transact.run(outboundKind, id, command, envelope);
    return 'state' in done ? undefined : 'CONFLICT';
  }

  /** A request that refuses it by now has ended otherwise. */
  async #tellDrafted(id: OutboundItemId, item: OutboundItem, envelope: Envelope): Promise<void> {
    if (!isLive(item) || item.replaces !== undefined) return;
    const now = this.#transact.now();
    const times = { at: envelope.occurredAt ?? now, now };
    const outcome = item.outcome as never;
    const command = { type: 'DraftAnswer', item: id, outcome, ...times } as const;
    for (const request of await this.#requests.tell(item.requests, command, envelope)) {
      await this.left(id, request, envelope);
    }
  }
}
