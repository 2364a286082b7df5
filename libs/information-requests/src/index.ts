export { registerCodec, requestCodec } from './codecs.ts';
export { assignmentIdsOf, leadOfficeOf } from './request.queries.ts';
export { LIMITS } from './schema-parts.ts';
export { requestsProjection } from './requests.projection.ts';
export * from './domain/events.ts';
export type { RequestCommand } from './domain/commands.ts';
export { informationRequest } from './domain/information-request.ts';
export { finishEntries, finishRegisterEntry } from './domain/finish-register-entry.ts';
export type { FinishEntry } from './domain/finish-register-entry.ts';
export { REGISTERS } from './domain/register.ts';
export type { RegisterCode, RegisterEvent } from './domain/register.ts';
export {
  ASSIGNMENT_STATES,
  OPEN_ASSIGNMENT,
  OPEN_STATES,
  REQUEST_STATES,
  anyOpen as hasOpenAssignment,
  isOpen,
} from './domain/state.ts';
export type { AssignmentState, InformationRequest, RequestState } from './domain/state.ts';
