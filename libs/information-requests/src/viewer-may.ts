import type { Reading } from '#access';
import { ASSIGNMENT_COMMANDS, REQUEST_COMMANDS, fits, fitsAssignment } from './domain/permitted.ts';
import { mutationOf, permits } from './request.policy.ts';
import type { AssignmentRow, RequestRow } from './request.queries.ts';

/** The mutations that would pass policy and state; what the input says may still be refused. */
export function mayOnRequest(row: RequestRow, { viewer, asOf }: Reading): string[] {
  if (asOf !== undefined) return [];
  const facts = { track: row.track, receivingOffice: row.receiving_office };
  return REQUEST_COMMANDS.filter((type) => fits(type, row) && viewer.may(permits(type, facts))).map(
    mutationOf,
  );
}

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
