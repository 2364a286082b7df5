import { z } from 'zod';
import type { AssignmentId, AttachmentId, ContributionId, Text } from '#kernel';
import { codeSchema, daySchema, idOf, keyIdSchema, officeCodeSchema } from '#event-store';
import type { EventDefinitions, KeyRole, Texts } from '#event-store';
import type { Change, Contributed, Handover, InformationRequestEvent } from './domain/events.ts';

/** Longest texts of a request, in characters; the API's inputs use them too. */
export const LIMITS = {
  subject: 300,
  text: 20_000,
  reason: 2_000,
  short: 200,
  items: 50,
  attachments: 20,
} as const;

export const label = codeSchema(/^\d{4,}\/[A-Z]{3}\/\d{4}$/);
export const assignmentId = idOf<AssignmentId>();
/** Codes and instants, the values of corrected fields that are not sealed. */
export const code = codeSchema(/^[A-Z0-9_]{1,40}$|^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

export const attachments = z.array(idOf<AttachmentId>()).max(LIMITS.attachments).exactOptional();

export const handover: z.ZodType<Handover> = z.strictObject({
  office: officeCodeSchema.exactOptional(),
  assignmentId: assignmentId.exactOptional(),
});

export const reason = (texts: Texts): z.ZodType<Text> => texts.sealed('case', LIMITS.reason);

export const references = (texts: Texts) =>
  z
    .array(
      z.strictObject({
        system: texts.sealed('case', LIMITS.short),
        number: texts.sealed('case', LIMITS.short),
        date: daySchema.exactOptional(),
      }),
    )
    .max(LIMITS.items);

export const missing = (texts: Texts): z.ZodType<Text[]> =>
  z.array(texts.sealed('case', LIMITS.reason)).max(LIMITS.items);

export const contribution = (texts: Texts): z.ZodType<Contributed> =>
  z.strictObject({
    assignmentId,
    contributionId: idOf<ContributionId>(),
    text: texts.sealed('contribution', LIMITS.text),
    informationHeld: z.boolean(),
    attachments,
    keys: z.strictObject({ contribution: keyIdSchema }),
  });

export const changeOf = (texts: Texts, role: KeyRole): z.ZodType<Change<Text>> => {
  const text = texts.sealed(role, LIMITS.text);
  return z.strictObject({ from: text.nullable(), to: text.nullable() });
};

export type Definitions = EventDefinitions<InformationRequestEvent>;
export type Of<T extends keyof Definitions> = Pick<Definitions, T>;
