export { AssignmentMutations } from './assignment.mutations.ts';
export { AssignmentResolver } from './assignment.resolver.ts';
export { DeadlineResolver } from './deadline.resolver.ts';
export { LimitKeeper } from './limit-keeper.ts';
export { ReceiveHandler } from './receive.handler.ts';
export { RegisterNet } from './register.reaction.ts';
export { Registers, registerId, registerKind } from './registers.ts';
export { AssignmentStateEnum, OutcomeEnum, RequestStateEnum, TrackEnum } from './request.enums.ts';
export { InformationRequestHandler } from './request.handler.ts';
export { requestKind } from './request-kind.ts';
export { InformationRequestMutations } from './request.mutations.ts';
export { RequestMutations } from './request.payload.ts';
export type { InformationRequestPayload } from './request.payload.ts';
export type { Receipt } from './receive.handler.ts';
export type { RequestIntent } from './request.handler.ts';
export { AsOfBasisEnum, InformationRequestResolver } from './request.resolver.ts';
export {
  assignmentNode,
  contributionNode,
  deadlineNode,
  reachablePerson,
} from './request.nodes.ts';
export { InformationRequest, requestOf } from './request.types.ts';
export { seesCaseTexts, seesPersonalData } from './request.visibility.ts';
export { RequestLimits } from './request-limits.ts';
export { RequestsAsOf } from './requests-as-of.ts';
