export { MASK, keepText, maskKept, openKept, openText } from './kept-text.ts';
export type { PersonalSight } from './kept-text.ts';
export type { Views } from './applier.ts';
export { LiveStream } from './live-stream.ts';
export type { Look } from './live-stream.ts';
export { SnapshotRefused, takeSnapshot } from './model-place.ts';
export { ReadModel } from './read-model.ts';
export { AS_OF_BASES, isWithin } from './replay.ts';
export type { AsOf, AsOfBasis } from './replay.ts';
