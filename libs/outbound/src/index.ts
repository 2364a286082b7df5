export { outboundCodec } from './codec.ts';
export { outboundProjection } from './outbound.projection.ts';
export { finishAnswers } from './domain/finish-answers.ts';
export type { OutboundEvent } from './domain/events.ts';
