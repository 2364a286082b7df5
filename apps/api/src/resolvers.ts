import { SignInResolver } from '#access/api';
import { CoordinationBoardResolver } from '#coordination-board/api';
import {
  AuditTrailResolver,
  ConsequenceTestHistoryResolver,
  ItemHistoryResolver,
  ObjectionHistoryResolver,
  RequestHistoryResolver,
} from '#history/api';
import {
  AssignmentMutations,
  AssignmentResolver,
  InformationRequestMutations,
  ContributionAttachmentsResolver,
  CorrespondenceProofsResolver,
  InformationRequestResolver,
  MovedRequestResolver,
  PreparedAttachmentsResolver,
  RequestAttachmentsResolver,
} from '#information-requests/api';
import { DeadlineResolver } from '#limits/api';
import { ApprovalRouteResolver, OfficeResolver, ReckoningResolver } from '#offices/api';
import {
  OutboundItemMutations,
  OutboundItemResolver,
  OutboundVersionResolver,
  RequestAnswersResolver,
} from '#outbound/api';
import {
  ConsequenceTestResolver,
  CorrespondenceObjectionResolver,
  DisputeDocumentsResolver,
  PartTestResolver,
  ObjectionResolver,
  RequestObjectionsResolver,
} from '#objections/api';
import { AppointmentPersonResolver, ErasureResolver, PersonResolver } from '#persons/api';
import { NodeResolver } from './nodes.resolver.ts';

/** Everything that the API answers. */
export const RESOLVERS = [
  SignInResolver,
  OfficeResolver,
  ReckoningResolver,
  ApprovalRouteResolver,
  AppointmentPersonResolver,
  PersonResolver,
  ErasureResolver,
  InformationRequestResolver,
  InformationRequestMutations,
  AssignmentResolver,
  AssignmentMutations,
  MovedRequestResolver,
  RequestAttachmentsResolver,
  ContributionAttachmentsResolver,
  PreparedAttachmentsResolver,
  CorrespondenceProofsResolver,
  DeadlineResolver,
  OutboundItemResolver,
  OutboundVersionResolver,
  OutboundItemMutations,
  RequestAnswersResolver,
  ItemHistoryResolver,
  ObjectionResolver,
  RequestObjectionsResolver,
  CorrespondenceObjectionResolver,
  DisputeDocumentsResolver,
  PartTestResolver,
  ConsequenceTestResolver,
  RequestHistoryResolver,
  ObjectionHistoryResolver,
  ConsequenceTestHistoryResolver,
  AuditTrailResolver,
  CoordinationBoardResolver,
  NodeResolver,
];
