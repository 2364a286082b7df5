export { AssignmentMutations } from './assignment.mutations.ts';
export { AssignmentResolver, MovedRequestResolver } from './assignment.resolver.ts';
export { AnswerSight, LiveAnswers } from './live-answers.ts';
export { Contribution } from './assignment.types.ts';
export {
  AssignmentStateEnum,
  ExemptionEnum,
  OutcomeEnum,
  RequestStateEnum,
  TrackEnum,
  WantedFormEnum,
} from './request.enums.ts';
export { Correspondence } from './correspondence.types.ts';
export { ObjectionCorrespondence, UpheldObjections } from './objection.ports.ts';
export type { Letter } from './objection.ports.ts';
export { ReceiveHandler } from './receive.handler.ts';
export { RegisterNet } from './register.reaction.ts';
export { Registers, registerId, registerKind } from './registers.ts';
export type { Numbering } from './registers.ts';
export { InformationRequestHandler } from './request.handler.ts';
export { requestKind } from './request-kind.ts';
export { InformationRequestMutations } from './request.mutations.ts';
export {
  CorrespondencePayload,
  InformationRequestPayload,
  RequestMutations,
} from './request.payload.ts';
export type { Receipt } from './receive.handler.ts';
export type { RequestIntent } from './request.handler.ts';
export { AsOfBasisEnum, InformationRequestResolver } from './request.resolver.ts';
export {
  assignmentNode,
  contributionNode,
  followedRequest,
  reachablePerson,
} from './request.nodes.ts';
export { InformationRequest, requestOf } from './request.types.ts';
export { follows, personalSight, seesPersonalData, seesPrepared } from './request.visibility.ts';
export { CaseLinks, CasesAsOf } from './cases-as-of.ts';
export {
  ContributionAttachmentsResolver,
  CorrespondenceProofsResolver,
  PreparedAttachmentsResolver,
  RequestAttachmentsResolver,
} from './attachments.resolver.ts';
