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
