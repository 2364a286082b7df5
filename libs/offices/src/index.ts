export { appointmentCodec, officeCodec } from './codecs.ts';
export type { AppointmentEvent } from './domain/appointment.ts';
export { OFFICE_KINDS } from './domain/office.ts';
export type { OfficeEvent, OfficeKind } from './domain/office.ts';
export { officesProjection } from './offices.projection.ts';
export * from './offices.queries.ts';
