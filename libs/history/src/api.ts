export { AuditTrailResolver } from './audit-trail.resolver.ts';
export {
  ConsequenceTestHistoryResolver,
  ItemHistoryResolver,
  ObjectionHistoryResolver,
  RequestHistoryResolver,
} from './history.resolver.ts';
export { History, LogCodec } from './history.ts';
