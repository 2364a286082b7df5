import { Injectable } from '@nestjs/common';
import type { OutboundItemId, RequestId } from '#kernel';
import { Transact, stepOf } from '#event-store';
import type { Envelope, Reactor } from '#event-store';
import { ReadModel } from '#read-model';
import { Vault } from '#sealing';
import { LiveAnswers } from '#information-requests/api';
import { AnsweredRequests } from './answered-requests.ts';
import { contentHashOf, contentWithout, currentContent, storedHashes } from './content.ts';
import { finishAnswers } from './domain/finish-answers.ts';
import type { FinishAnswer } from './domain/finish-answers.ts';
import { hasLeft, isLive } from './domain/state.ts';
import { outboundKind } from './item-kind.ts';
import { findItem, stateOf } from './outbound.queries.ts';
import type { ItemRow } from './outbound.queries.ts';
import { Releases } from './releases.ts';

const ATTEMPTS = 4;
const CAUGHT_UP_MS = 2_000;

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
        await this.tellDrafted(id, envelope);
        return undefined;
      case 'TELL_RELEASED':
        return this.#releases.finish(id, envelope);
      case 'TELL_DROPPED':
        if (isLive(state) || hasLeft(state)) return undefined;
        await this.#requests.dropDrafts(id, state.requests, envelope);
        return undefined;
      case 'TELL_LEFT_OUT': {
        const left = wanted.requests.filter((request) => !state.requests.includes(request));
        await this.#requests.dropDrafts(id, left, envelope);
        return undefined;
      }
      case 'TELL_LEFT':
        return this.left(id, wanted.request, envelope);
    }
  }

  /**
   * The request ended otherwise, or has another text: the item goes on without it, or is dropped.
   * Nothing where the item is to answer it after all.
   */
  async left(
    id: OutboundItemId,
    request: RequestId,
    envelope: Envelope,
  ): Promise<string | undefined> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      if ((await this.#requests.draftOf(request)) === id) return undefined;
      const row = await this.#caughtUp(id);
      if (row === undefined) return 'CONFLICT';
      const now = this.#transact.now();
      const kept = currentContent(row, { db: this.#model.db, texts: this.#vault });
      if (kept === undefined) return 'CONFLICT';
      const content = contentWithout(request, kept);
      const contentHash = contentHashOf(row.kind, content, storedHashes(this.#model.db));
      const base = stateOf(row).contentVersion;
      const command = { type: 'LeaveRequest', request, contentHash, base, at: now, now } as const;
      const done = await this.#transact.run(outboundKind, id, command, envelope);
      if ('state' in done) return undefined;
    }
    return 'CONFLICT';
  }

  async standing(request: RequestId): Promise<'NONE' | 'STANDS' | 'WITHDRAWN'> {
    const answer = await this.#requests.answerOf(request);
    if (answer === undefined) return 'NONE';
    const { state } = await this.#transact.load(outboundKind, answer);
    return state?.state === 'WITHDRAWN' ? 'WITHDRAWN' : 'STANDS';
  }

  /** The row with the text as the log has it. */
  async #caughtUp(id: OutboundItemId): Promise<ItemRow | undefined> {
    const { commands } = await this.#transact.load(outboundKind, id);
    const last = [...commands.values()].at(-1)?.position;
    if (last !== undefined) await this.#model.waitFor(last, CAUGHT_UP_MS);
    return findItem(this.#model.db, id);
  }

  /** A request that refuses it by now has ended otherwise; which ones did. */
  async tellDrafted(id: OutboundItemId, envelope: Envelope): Promise<RequestId[]> {
    const { state: item } = await this.#transact.load(outboundKind, id);
    if (item === null || !isLive(item) || item.replaces !== undefined) return [];
    const now = this.#transact.now();
    const times = { at: envelope.occurredAt ?? now, now };
    const outcome = item.outcome as never;
    const command = { type: 'DraftAnswer', item: id, outcome, ...times } as const;
    const refused = await this.#requests.tell(item.requests, command, envelope);
    for (const request of refused) {
      await this.left(id, request, stepOf(envelope, `leave ${request}`));
    }
    return refused;
  }
}
