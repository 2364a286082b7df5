export {
  approvalRouteCodec,
  approvalRouteOf,
  approvalRoutesProjection,
} from './approval-routes.ts';
export { STEP_ROLES } from './domain/approval-route.ts';
export type { ApprovalRouteEvent, RouteStep } from './domain/approval-route.ts';
export { appointmentCodec, officeCodec } from './codecs.ts';
export type { AppointmentEvent } from './domain/appointment.ts';
export { OFFICE_KINDS } from './domain/office.ts';
export type { OfficeEvent, OfficeKind } from './domain/office.ts';
export type { ClockRuleEvent } from './domain/clock-rule.ts';
export type { PolicyEvent } from './domain/policy.ts';
export { amendedDays } from './domain/working-calendar.ts';
export type { WorkingCalendarEvent } from './domain/working-calendar.ts';
export { officesProjection } from './offices.projection.ts';
export { clockRuleCodec, policyCodec, workingCalendarCodec } from './reckoning.codecs.ts';
export { reckoningProjection } from './reckoning.projection.ts';
export {
  calendarsInVersions,
  currentCalendars,
  policyValue,
  reckoningOf,
} from './reckoning.queries.ts';
export type { CalendarRow } from './reckoning.queries.ts';
export * from './offices.queries.ts';
