import type { Reading } from '#access';
import type { Person } from '#persons/api';
import { personOf, staffOf } from '#persons/api';
import type { Contribution } from './assignment.types.ts';
import { Assignment } from './assignment.types.ts';
import { findAssignment, findContribution } from './request.queries.ts';
import type { InformationRequest } from './request.types.ts';
import { requestOf } from './request.types.ts';
import { follows, sightOfPerson } from './request.visibility.ts';

/** The request when the viewer sees what is done with it: its parts and limits hang on that. */
export function followedRequest(id: string, reading: Reading): InformationRequest | null {
  const request = requestOf(id, reading);
  return request !== null && follows(request.row, reading) ? request : null;
}

/** The parts of requests by their global ids, under the read rules of their request. */
export function assignmentNode(id: string, reading: Reading): Assignment | null {
  const row = findAssignment(reading.db, id);
  const request = row === undefined ? null : followedRequest(row.request, reading);
  return row === undefined || request === null ? null : new Assignment(row, request);
}

export function contributionNode(id: string, reading: Reading): Contribution | null {
  const row = findContribution(reading.db, id);
  const assignment = row === undefined ? null : assignmentNode(row.assignment, reading);
  return assignment?.contributions.find((contribution) => contribution.id === id) ?? null;
}

/**
 * Staff as everyone sees them; anyone else, who asks or stands for them, through a case that shows
 * the viewer who they are.
 */
export function reachablePerson(id: string, reading: Reading): Person | null {
  const staff = staffOf(id, reading);
  if (staff !== null) return staff;
  const sight = sightOfPerson(id, reading);
  return sight === 'NONE' ? null : personOf(id, reading, sight);
}
