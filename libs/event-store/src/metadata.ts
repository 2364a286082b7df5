import { z } from 'zod';
import { CAPACITIES, ROLES, SYSTEMS } from '#kernel';
import type { Actor, AppointmentId, CommandId, Instant, PersonId } from '#kernel';
import { codeSchema, idOf, instantSchema, officeCodeSchema } from './text-marks.ts';

/** HMAC of a command's input under a secret of the vault that it names. */
export type InputHash = { secret: string; hash: string };

/** What is stored beside every event, under the same keys in every store. A stored format. */
export type Metadata = {
  $correlationId: string;
  $causationId?: string;
  commandId: CommandId;
  inputHash?: InputHash;
  occurredAt: Instant;
  recordedAt: Instant;
  schemaVersion: number;
  actor: Actor;
  /** The code with which the command was refused that left this event. */
  refusal?: string;
  /** Imported facts: SHA-256 of the file and the line in it. */
  source?: { file: string; line: number };
};

const reference = (max: number): z.ZodString => z.string().min(1).max(max);

const personActor = z.strictObject({
  personId: idOf<PersonId>(),
  appointmentId: idOf<AppointmentId>(),
  office: officeCodeSchema,
  role: z.enum(ROLES),
  post: reference(200),
  capacity: z.enum(CAPACITIES),
  mandateNumber: reference(100),
  actingFor: idOf<AppointmentId>().exactOptional(),
});

const systemActor = z.strictObject({
  system: z.enum(SYSTEMS),
  name: reference(100),
  personId: idOf<PersonId>().exactOptional(),
});

export const metadataSchema: z.ZodType<Metadata> = z.strictObject({
  $correlationId: reference(100),
  $causationId: reference(100).exactOptional(),
  commandId: idOf<CommandId>(),
  inputHash: z
    .strictObject({ secret: reference(40), hash: codeSchema(/^[0-9a-f]{64}$/) })
    .exactOptional(),
  occurredAt: instantSchema,
  recordedAt: instantSchema,
  schemaVersion: z.int().min(1),
  actor: z.union([personActor, systemActor]),
  refusal: reference(60).exactOptional(),
  source: z
    .strictObject({ file: codeSchema(/^[0-9a-f]{64}$/), line: z.int().min(1) })
    .exactOptional(),
});
