export { canonicalText } from './canonical.ts';
export { UnknownEvent, defineCodec } from './codec.ts';
export type { Codec, EventDefinitions, Keyring } from './codec.ts';
export { commandId, derivedId, freshId } from './command-id.ts';
export { EmbeddedEventStore } from './embedded/embedded-event-store.ts';
export { encode } from './encode.ts';
export { AppendUnknown, StoreUnavailable } from './event-store.ts';
export type { EventStore, NewEvent, StoredEvent, Subscription } from './event-store.ts';
export { LOG_FORMAT, logCodec, openLog, readLogIdentity } from './log.ts';
export type { LogIdentity } from './log.ts';
export type { InputHash, Metadata } from './metadata.ts';
export { combineCodecs, decode, entityIdOf, streamName } from './recorded.ts';
export type { Recorded } from './recorded.ts';
export type { Sealer } from './sealer.ts';
export {
  codeSchema,
  daySchema,
  idOf,
  instantSchema,
  keyIdSchema,
  officeCodeSchema,
} from './text-marks.ts';
export type { KeyRole, Texts } from './text-marks.ts';
export { Transact } from './transact.ts';
export type { Envelope, StreamKind, Transacted } from './transact.ts';
