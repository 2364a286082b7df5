import { z } from 'zod';
import type { ContributionId } from '#kernel';
import { idOf, officeCodeSchema } from '#event-store';
import { clock } from '#limits';
import { LIMITS, assignmentId, contribution, reason } from './schema-parts.ts';
import type { Of } from './schema-parts.ts';

/** Stored formats of the events about the parts that offices have. */
export const coordination: Of<
  | 'OfficeAssigned'
  | 'LeadOfficeSet'
  | 'AssignmentAccepted'
  | 'AssignmentDeclined'
  | 'AssignmentReassigned'
  | 'AssignmentTakenOver'
  | 'ContributionPrepared'
  | 'ContributionSubmitted'
  | 'ContributionReturned'
  | 'ContributionAccepted'
> = {
  OfficeAssigned: {
    version: 1,
    tells: 'An office has a part in the request and its own limit.',
    schema: (texts) =>
      z.strictObject({
        assignmentId,
        office: officeCodeSchema,
        lead: z.boolean(),
        instructions: texts.sealed('case', LIMITS.text).exactOptional(),
        clock,
      }),
  },
  LeadOfficeSet: {
    version: 1,
    tells: 'The lead moved to this assignment.',
    schema: () => z.strictObject({ assignmentId }),
  },
  AssignmentAccepted: {
    version: 1,
    tells: 'The office accepted its part.',
    schema: () => z.strictObject({ assignmentId }),
  },
  AssignmentDeclined: {
    version: 1,
    tells: 'The office declined, and may have named the office that holds the information.',
    schema: (texts) =>
      z.strictObject({
        assignmentId,
        reason: reason(texts),
        heldBy: officeCodeSchema.exactOptional(),
      }),
  },
  AssignmentReassigned: {
    version: 1,
    tells: 'Another assignment took its place.',
    schema: (texts) =>
      z.strictObject({ assignmentId, successor: assignmentId, reason: reason(texts) }),
  },
  AssignmentTakenOver: {
    version: 1,
    tells: 'Diskominfo answers this part itself.',
    schema: (texts) => z.strictObject({ assignmentId, reason: reason(texts) }),
  },
  ContributionPrepared: {
    version: 1,
    tells: 'The office prepared its contribution; nothing was submitted yet.',
    schema: contribution,
  },
  ContributionSubmitted: {
    version: 1,
    tells: 'The office delivered its part; its limit stopped.',
    schema: contribution,
  },
  ContributionReturned: {
    version: 1,
    tells: 'The contribution went back to the office with a reason and a new limit.',
    schema: (texts) =>
      z.strictObject({
        assignmentId,
        contributionId: idOf<ContributionId>(),
        clock,
        reason: reason(texts),
      }),
  },
  ContributionAccepted: {
    version: 1,
    tells: "The office's part is settled.",
    schema: () => z.strictObject({ assignmentId }),
  },
};
