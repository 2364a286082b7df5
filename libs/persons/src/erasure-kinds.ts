import type { StreamKind } from '#event-store';
import { erasure } from './domain/erasure.ts';
import type { Erasure, ErasureCommand, ErasureEvent, ErasureRejection } from './domain/erasure.ts';
import { legalHold } from './domain/legal-hold.ts';
import type {
  LegalHold,
  LegalHoldCommand,
  LegalHoldEvent,
  LegalHoldRejection,
} from './domain/legal-hold.ts';
import { erasureCodec, legalHoldCodec } from './erasure-codecs.ts';

export const erasureKind: StreamKind<ErasureCommand, ErasureEvent, Erasure, ErasureRejection> = {
  category: 'erasure',
  decider: erasure,
  codec: erasureCodec,
};

/** One stream for each target, by its id. */
export const legalHoldKind: StreamKind<
  LegalHoldCommand,
  LegalHoldEvent,
  LegalHold,
  LegalHoldRejection
> = { category: 'legalHold', decider: legalHold, codec: legalHoldCodec };
