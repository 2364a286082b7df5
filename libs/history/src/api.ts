export {
  AuditTrailResolver,
  ItemHistoryResolver,
  RequestHistoryResolver,
} from './history.resolver.ts';
export { History, LogCodec } from './history.ts';
