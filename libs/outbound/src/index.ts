export { outboundCodec } from './codec.ts';
export { outboundProjection } from './outbound.projection.ts';
export { finishAnswers } from './domain/finish-answers.ts';
export type { OutboundEvent } from './domain/events.ts';
export { outboundItem } from './domain/outbound-item.ts';
export type { ItemOrNone } from './domain/state.ts';
