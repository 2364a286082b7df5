export { ApprovalRouteHandler, ApprovalRouteResolver } from './approval-route.resolver.ts';
export { OutboundKindEnum } from './approval-route.types.ts';
export {
  ReckoningHandler,
  RunningLimits,
  reckoningAfter,
  workingCalendarKind,
} from './reckoning.handlers.ts';
export { CalendarDayInput, daysOf } from './reckoning.inputs.ts';
export { MOST_DAYS } from './reckoning.codecs.ts';
export { ReckoningResolver } from './reckoning.resolver.ts';
export { ClockRule } from './reckoning.types.ts';
export {
  AppointmentHandler,
  OfficeHandler,
  appointmentKind,
  officeKind,
} from './office.handlers.ts';
export { OfficeResolver } from './office.resolver.ts';
export {
  Appointment,
  CapacityEnum,
  Office,
  RoleEnum,
  appointmentOf,
  officeOf,
} from './office.types.ts';
