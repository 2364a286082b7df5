export { AccessLog } from './access-log.ts';
export { accessCodec } from './codec.ts';
export type { AccessEvent } from './domain/access.ts';
