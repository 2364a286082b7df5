import type { AssignmentId, Happened } from '#kernel';
import type { StartedClock } from '#calendar';
import type { InformationRequestEvent } from './events.ts';
import type { InformationRequest, RunningClock } from './state.ts';

type Event = Happened<InformationRequestEvent>;
type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

export type OfDeadline = EventOf<
  | 'DeadlineExtended'
  | 'DeadlinePaused'
  | 'DeadlineResumed'
  | 'DeadlineComputed'
  | 'DeadlineRecomputed'
  | 'DeadlineMissed'
>;

/** What becomes of a limit. */
export function timed(request: InformationRequest, event: OfDeadline): InformationRequest {
  switch (event.type) {
    case 'DeadlineExtended':
    case 'DeadlineComputed':
    case 'DeadlineRecomputed':
    case 'DeadlineResumed': {
      const { clock } = event.data;
      return changedClock(request, event.data, (old) => kept(clock, old, event.type));
    }
    case 'DeadlinePaused': {
      const { from } = event.data;
      return changedClock(request, event.data, (clock) => ({ ...clock, pausedOn: from }));
    }
    case 'DeadlineMissed':
      return changedClock(request, event.data, (clock) => ({ ...clock, missed: true }));
  }
}

/** A pause ends only when it is resumed; what starts anew has not been missed. */
function kept(clock: StartedClock, old: RunningClock, type: OfDeadline['type']): RunningClock {
  const { pausedOn, missed } = old;
  return {
    ...clock,
    ...(pausedOn === undefined || type === 'DeadlineResumed' ? {} : { pausedOn }),
    ...(missed === undefined || clock.startedAt !== old.startedAt ? {} : { missed }),
  };
}

function changedClock(
  request: InformationRequest,
  { rule, assignmentId }: { rule: string; assignmentId?: AssignmentId },
  change: (clock: RunningClock) => RunningClock,
): InformationRequest {
  if (assignmentId === undefined) {
    const clocks = request.clocks.map((one) => (one.rule === rule ? change(one) : one));
    return { ...request, clocks };
  }
  const assignment = request.assignments[assignmentId];
  if (assignment?.clock?.rule !== rule) return request;
  const changed = { ...assignment, clock: change(assignment.clock) };
  return { ...request, assignments: { ...request.assignments, [assignmentId]: changed } };
}
