import { Injectable } from '@nestjs/common';
import type { ErasureId, Position, Reaction } from '#kernel';
import { Transact, entityIdOf, stepOf } from '#event-store';
import type { Envelope, Reactor } from '#event-store';
import { Vault } from '#sealing';
import type { ErasureEvent, Scope } from './domain/erasure.ts';
import { ErasureList } from './erasure-list.ts';
import { erasureKind } from './erasure-kinds.ts';

/** Longer than a live call may take, so that the net never overtakes it. */
const GRACE_MS = 15_000;

export type Confirmed = { id: ErasureId } & Pick<Scope, 'destroys' | 'streams'>;

/** Stored files of erased attachments; the composition root knows where they lie. */
export abstract class ErasedObjects {
  abstract remove(attachmentId: string): Promise<void>;
}

/** Does what a confirmed erasure says, from its event alone: done again it changes nothing. */
@Injectable()
export class Erasing {
  readonly #transact: Transact;
  readonly #vault: Vault;
  readonly #list: ErasureList;
  readonly #objects: ErasedObjects;

  constructor(transact: Transact, vault: Vault, list: ErasureList, objects: ErasedObjects) {
    this.#transact = transact;
    this.#vault = vault;
    this.#list = list;
    this.#objects = objects;
  }

  /** @throws Error when the list of erasures cannot be written */
  prepare(): void {
    this.#list.prepare();
  }

  /** Where the certificate stands, or CONFLICT. */
  async carryOut(
    { id, destroys, streams }: Confirmed,
    envelope: Envelope,
  ): Promise<Position | 'CONFLICT' | undefined> {
    const at = this.#transact.now();
    this.#list.note({ erasureId: id, keyIds: destroys, at });
    const keyDestroyedAt = await this.#vault.destroy(destroys, at);
    for (const stream of streams) {
      if (stream.startsWith('attachment-')) await this.#objects.remove(entityIdOf(stream));
    }
    const command = { type: 'CompleteErasure', keyDestroyedAt } as const;
    const { occurredAt: _, ...step } = stepOf(envelope, 'complete');
    const done = await this.#transact.run(erasureKind, id, command, step);
    return 'state' in done ? done.position : 'CONFLICT';
  }
}

/** The net under confirmed erasures. */
export const carryOutErasures: Reaction<ErasureEvent, Confirmed> = {
  name: 'carry-out-erasures',
  graceMs: GRACE_MS,
  on: {
    ErasureConfirmed: ({ entityId, data: { destroys, streams } }) => [
      { id: entityId as ErasureId, destroys, streams },
    ],
  },
};

@Injectable()
export class ErasureNet implements Reactor<ErasureEvent, Confirmed> {
  readonly reaction = carryOutErasures;
  readonly #erasing: Erasing;

  constructor(erasing: Erasing) {
    this.#erasing = erasing;
  }

  async dispatch(confirmed: Confirmed, envelope: Envelope): Promise<string | undefined> {
    const done = await this.#erasing.carryOut(confirmed, envelope);
    return done === 'CONFLICT' ? done : undefined;
  }
}
