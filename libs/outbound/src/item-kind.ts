import type { StreamKind } from '#event-store';
import { outboundCodec } from './codec.ts';
import type { OutboundCommand, OutboundRejection } from './domain/commands.ts';
import type { OutboundEvent } from './domain/events.ts';
import { outboundItem } from './domain/outbound-item.ts';
import type { ItemOrNone } from './domain/state.ts';

export const outboundKind: StreamKind<
  OutboundCommand,
  OutboundEvent,
  ItemOrNone,
  OutboundRejection
> = { category: 'outboundItem', decider: outboundItem, codec: outboundCodec };
