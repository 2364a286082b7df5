import { z } from 'zod';
import type { Decider, EventId } from '#kernel';
import { codeSchema, idOf } from './text-marks.ts';
import { defineCodec } from './codec.ts';
import type { StreamKind } from './transact.ts';

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type ReactionEvent =
  | {
      type: 'ReactionAdvanced';
      /** `sequence`: of the next event to look at; `eventId`: the last one that was looked at. */
      data: { reaction: string; sequence: number; eventId?: EventId };
    }
  | { type: 'ReactionRefused'; data: { reaction: string; eventId: EventId; refusal: string } };

export type ReactionCommand = { type: 'Record'; event: ReactionEvent };

/** How far a reaction has come; null before it first recorded where it starts. */
type Progress = { sequence: number } | null;

const progress: Decider<ReactionCommand, ReactionEvent, Progress, never> = {
  initialState: null,
  decide: ({ event }) => [event],
  evolve(state, event) {
    switch (event.type) {
      case 'ReactionAdvanced':
        return { sequence: event.data.sequence };
      case 'ReactionRefused':
        return state;
    }
  },
};

const name = codeSchema(/^[a-z][a-z-]{1,60}$/);

export const reactionCodec = defineCodec<ReactionEvent>({
  ReactionAdvanced: {
    version: 1,
    tells: 'A reaction has looked at all events before this sequence.',
    schema: () =>
      z.strictObject({
        reaction: name,
        sequence: z.int().min(0),
        eventId: idOf<EventId>().exactOptional(),
      }),
  },
  ReactionRefused: {
    version: 1,
    tells: 'What a reaction wanted was refused; an operator should look.',
    schema: () =>
      z.strictObject({
        reaction: name,
        eventId: idOf<EventId>(),
        refusal: codeSchema(/^[A-Z_]{1,60}$/),
      }),
  },
});

export const reactionKind: StreamKind<ReactionCommand, ReactionEvent, Progress, never> = {
  category: 'reaction',
  decider: progress,
  codec: reactionCodec,
};
