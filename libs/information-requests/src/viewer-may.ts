import type { Reading } from '#access';
import { fitsLimit } from '#calendar';
import { openClocks } from '#limits';
import { ASSIGNMENT_COMMANDS, REQUEST_COMMANDS, fits, fitsAssignment } from './domain/permitted.ts';
import { mutationOf, permits } from './request.policy.ts';
import { assignmentsOf } from './request.queries.ts';
import type { AssignmentRow, RequestRow } from './request.queries.ts';

/** The mutations that would pass policy and state; what the input says may still be refused. */
export function mayOnRequest(row: RequestRow, { viewer, asOf, db, now }: Reading): string[] {
  if (asOf !== undefined) return [];
  const facts = { track: row.track, receivingOffice: row.receiving_office };
  const may = REQUEST_COMMANDS.filter(
    (type) => fits(type, row) && viewer.may(permits(type, facts)),
  );
  if (!may.some(isOfLimit)) return may.map(mutationOf);
  const parts = assignmentsOf(db, row.id).map(({ id }) => id);
  const clocks = openClocks(db, [row.id, ...parts]);
  const fitting = may.filter(
    (type) => !isOfLimit(type) || clocks.some((clock) => fitsLimit(type, clock, now)),
  );
  return fitting.map(mutationOf);
}

const OF_LIMITS = ['PauseDeadline', 'ResumeDeadline', 'ExtendDeadline'] as const;
type OfLimit = (typeof OF_LIMITS)[number];

const isOfLimit = (type: string): type is OfLimit => OF_LIMITS.includes(type as OfLimit);

export function mayOnAssignment(
  { state, office }: AssignmentRow,
  row: RequestRow,
  { viewer, asOf }: Reading,
): string[] {
  if (asOf !== undefined) return [];
  const facts = {
    track: row.track,
    receivingOffice: row.receiving_office,
    assignedOffice: office,
  };
  return ASSIGNMENT_COMMANDS.filter(
    (type) => fitsAssignment(type, row, { state }) && viewer.may(permits(type, facts)),
  ).map(mutationOf);
}
