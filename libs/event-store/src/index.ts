export { canonicalText } from './canonical.ts';
export { Clock, SystemClock } from './clock.ts';
export { Keeper } from './keeper.ts';
export { defineCodec } from './codec.ts';
export type { Codec, EventDefinitions, Keyring } from './codec.ts';
export { commandId, derivedId, freshId } from './command-id.ts';
export { EmbeddedEventStore } from './embedded/embedded-event-store.ts';
export { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store.ts';
export { encode, keyIdsIn, keysNamedBy } from './encode.ts';
export { AppendUnknown, EventStore, StoreUnavailable } from './event-store.ts';
export type { NewEvent, StoredEvent, Subscription } from './event-store.ts';
export { openStore } from './log-place.ts';
export type { LogPlace, LogServer } from './log-place.ts';
export { logCodec, openLog, readLogIdentity } from './log.ts';
export type { LogEvent, LogIdentity } from './log.ts';
export type { Metadata } from './metadata.ts';
export { pagesOf } from './pages.ts';
export { reactionCodec } from './reaction-log.ts';
export type { ReactionEvent } from './reaction-log.ts';
export { ReactionRunner, startReactionAtBeginning } from './reaction-runner.ts';
export type { Reactor } from './reaction-runner.ts';
export { combineCodecs, decode, entityIdOf, projected, streamName } from './recorded.ts';
export type { Recorded } from './recorded.ts';
export type { Sealer, Sealing } from './sealer.ts';
export {
  codeSchema,
  daySchema,
  idOf,
  instantSchema,
  keyIdSchema,
  officeCodeSchema,
} from './text-marks.ts';
export type { KeyRole, Texts } from './text-marks.ts';
export { Transact, alsoBefore, stepOf } from './transact.ts';
export type { Envelope, StreamKind, Transacted } from './transact.ts';
