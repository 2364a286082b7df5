import { SignInResolver } from '#access/api';
import { CoordinationBoardResolver } from '#coordination-board/api';
import {
  AuditTrailResolver,
  ConsequenceTestHistoryResolver,
  ObjectionHistoryResolver,
  RequestHistoryResolver,
} from '#history/api';
import {
  AssignmentMutations,
  AssignmentResolver,
  InformationRequestMutations,
  InformationRequestResolver,
  MovedRequestResolver,
} from '#information-requests/api';
import { DeadlineResolver } from '#limits/api';
import {
  ConsequenceTestResolver,
  CorrespondenceObjectionResolver,
  ObjectionResolver,
  RequestObjectionsResolver,
} from '#objections/api';
import { OfficeResolver, ReckoningResolver } from '#offices/api';
import { AppointmentPersonResolver, PersonResolver } from '#persons/api';
import { NodeResolver } from './nodes.resolver.ts';

/** Everything that the API answers. */
export const RESOLVERS = [
  SignInResolver,
  OfficeResolver,
  ReckoningResolver,
  AppointmentPersonResolver,
  PersonResolver,
  InformationRequestResolver,
  InformationRequestMutations,
  AssignmentResolver,
  AssignmentMutations,
  MovedRequestResolver,
  DeadlineResolver,
  ObjectionResolver,
  RequestObjectionsResolver,
  CorrespondenceObjectionResolver,
  ConsequenceTestResolver,
  RequestHistoryResolver,
  ObjectionHistoryResolver,
  ConsequenceTestHistoryResolver,
  AuditTrailResolver,
  CoordinationBoardResolver,
  NodeResolver,
];
