export { AccessLog } from './access-log.ts';
export { PURPOSE_LENGTH, accessCodec } from './codec.ts';
export type { AccessEvent } from './domain/access.ts';
