export { appointmentCodec, officeCodec } from './codecs.ts';
export { appointment } from './domain/appointment.ts';
export type { Appointed, AppointmentCommand, AppointmentEvent } from './domain/appointment.ts';
export { OFFICE_KINDS, office } from './domain/office.ts';
export type { OfficeCommand, OfficeEvent, OfficeKind } from './domain/office.ts';
export { officesProjection } from './offices.projection.ts';
export * from './offices.queries.ts';
