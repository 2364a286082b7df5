export * from './actor.ts';
export * from './decider.ts';
export * from './ids.ts';
export * from './letters.ts';
export * from './projection.ts';
export * from './reaction.ts';
export * from './text.ts';
export * from './upcast.ts';
