import type { StreamKind } from '#event-store';
import { requestCodec } from './codecs.ts';
import type { RequestCommand, RequestRejection } from './domain/commands.ts';
import type { InformationRequestEvent } from './domain/events.ts';
import { informationRequest } from './domain/information-request.ts';
import type { RequestOrNone } from './domain/state.ts';

export const requestKind: StreamKind<
  RequestCommand,
  InformationRequestEvent,
  RequestOrNone,
  RequestRejection
> = { category: 'informationRequest', decider: informationRequest, codec: requestCodec };
