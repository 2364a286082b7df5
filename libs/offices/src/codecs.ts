import { z } from 'zod';
import { CAPACITIES, ROLES } from '#kernel';
import type { AppointmentId, PersonId } from '#kernel';
import { daySchema, defineCodec, idOf, officeCodeSchema } from '#event-store';
import { OFFICE_KINDS } from './domain/office.ts';
import type { OfficeEvent } from './domain/office.ts';
import type { AppointmentEvent } from './domain/appointment.ts';

export const officeCodec = defineCodec<OfficeEvent>({
  OfficeOpened: {
    version: 1,
    tells: 'An office of the city exists from a day on, under a code that never changes.',
    schema: (texts) =>
      z.strictObject({
        code: officeCodeSchema,
        name: texts.reference(200),
        kind: z.enum(OFFICE_KINDS),
        parent: officeCodeSchema.exactOptional(),
        from: daySchema,
      }),
  },
  OfficeRenamed: {
    version: 1,
    tells: 'The office has another name from a day on.',
    schema: (texts) => z.strictObject({ name: texts.reference(200), from: daySchema }),
  },
  OfficeEnded: {
    version: 1,
    tells: 'The office ended with a day; its successors carry on its work.',
    schema: (texts) =>
      z.strictObject({
        until: daySchema,
        successors: z.array(officeCodeSchema).max(20),
        reason: texts.sealed('log', 2_000),
      }),
  },
});

export const appointmentCodec = defineCodec<AppointmentEvent>({
  AppointmentMade: {
    version: 1,
    tells: 'A person holds a post from a day on, in a role, a capacity and under a mandate.',
    schema: (texts) =>
      z.strictObject({
        person: idOf<PersonId>(),
        office: officeCodeSchema,
        role: z.enum(ROLES),
        post: texts.reference(200),
        capacity: z.enum(CAPACITIES),
        mandateNumber: texts.reference(100),
        mandateDate: daySchema,
        actingFor: idOf<AppointmentId>().exactOptional(),
        from: daySchema,
        until: daySchema.exactOptional(),
        unmaskUntil: daySchema.exactOptional(),
      }),
  },
  AppointmentEnded: {
    version: 1,
    tells: 'The appointment ends with a day.',
    schema: (texts) => z.strictObject({ until: daySchema, reason: texts.sealed('log', 2_000) }),
  },
});
