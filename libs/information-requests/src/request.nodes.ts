import type { Reading } from '#access';
import type { Person } from '#persons/api';
import { SAME_OR_REPRESENTED } from '#persons';
import { personOf, staffOf } from '#persons/api';
import type { Contribution } from './assignment.types.ts';
import { Assignment } from './assignment.types.ts';
import { findAssignment, findContribution, findRequest } from './request.queries.ts';
import { InformationRequest, requestOf } from './request.types.ts';
import { follows, sees, personalSight } from './request.visibility.ts';

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
  const sights = casesOf(id, reading).map(({ row }) => personalSight(row, reading));
  const best = (['CLEAR', 'MASKED'] as const).find((sight) => sights.includes(sight));
  return best === undefined ? null : personOf(id, reading, best);
}

/** Cases of one person that are looked at, newest first; one that shows them is enough. */
const CASES = 100;

function casesOf(person: string, reading: Reading): InformationRequest[] {
  const sql = `SELECT id FROM requests WHERE requester IN (${SAME_OR_REPRESENTED})
    ORDER BY received_at DESC LIMIT ${CASES}`;
  const ids = reading.db.prepare(sql).pluck().all(person) as string[];
  return ids.flatMap((id) => {
    const row = findRequest(reading.db, id);
    const seen = row !== undefined && sees(row, reading);
    return seen ? [new InformationRequest(row, reading)] : [];
  });
}
