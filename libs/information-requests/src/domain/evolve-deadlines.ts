import type { Happened } from '#kernel';
import { limited, movedTo } from '#calendar';
import type { OfClock, RunningClock } from '#calendar';
import type { InformationRequestEvent } from './events.ts';
import type { InformationRequest } from './state.ts';

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
  return changedClock(request, event.data, (clock) =>
    event.type === 'DeadlineExtended' ? movedTo(event.data.clock, clock) : limited(clock, event),
  );
}

function changedClock(
  request: InformationRequest,
  { rule, assignmentId }: OfClock,
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
