export { seesTests } from './consequence-test.queries.ts';
export { ConsequenceTestHandler } from './consequence-test.handler.ts';
export { ConsequenceTestResolver, PartTestResolver } from './consequence-test.resolver.ts';
export { ConsequenceTest, consequenceTestOf } from './consequence-test.types.ts';
export { RenewalNet, UpheldNet, renewTest, reopenUpheld } from './decision.reactions.ts';
export { consequenceTestKind, objectionKind } from './kinds.ts';
export { LodgeHandler } from './lodge.handler.ts';
export { ObjectionHandler } from './objection.handler.ts';
export { ObjectionRegisterNet, finishObjectionEntry } from './objection-register.reaction.ts';
export {
  CorrespondenceObjectionResolver,
  DisputeDocumentsResolver,
  ObjectionResolver,
  RequestObjectionsResolver,
} from './objection.resolver.ts';
export { objectionLinks, objectorSight } from './objection.queries.ts';
export { CityUpheldObjections, LettersOfObjections } from './objection.services.ts';
export { Objection, objectionOf, objectorOf } from './objection.types.ts';
export { Reopening } from './reopening.ts';
export { RequestDeciders } from './request-deciders.ts';
