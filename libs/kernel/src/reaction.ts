import type { DomainEvent } from './decider.ts';
import type { Projected } from './projection.ts';

/**
 * "When this happened, that must follow": pure. The runner derives the command's id from the
 * event, so that running it twice, or on two nodes, changes nothing.
 */
export interface Reaction<E extends DomainEvent, Command> {
  readonly name: string;
  /**
   * How old the event must be before the reaction acts, in milliseconds. A net for crashes
   * waits longer than a live call may take, so that it never overtakes one.
   */
  readonly graceMs: number;
  readonly on: {
    readonly [T in E['type']]?: (event: Projected<Extract<E, { type: T }>>) => readonly Command[];
  };
}
