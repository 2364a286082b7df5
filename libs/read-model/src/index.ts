export { projected } from './applier.ts';
export type { Views } from './applier.ts';
export { ReadModel } from './read-model.ts';
export type { ReadModelOptions } from './read-model.ts';
export { AS_OF_BASES, isWithin } from './replay.ts';
export type { AsOf, AsOfBasis, Sources } from './replay.ts';
