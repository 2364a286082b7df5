/** The services and messages of the real protocol, as the client's package ships them. */
import { createRequire } from 'node:module';
import type * as gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type * as gossipMessages from '@eventstore/db-client/generated/gossip_pb.js';
import type * as featureServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type * as featureMessages from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type * as sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import type * as statusMessages from '@eventstore/db-client/generated/status_pb.js';
import type * as streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type * as streamMessages from '@eventstore/db-client/generated/streams_pb.js';

const load = createRequire(import.meta.url);
const generated = <T>(name: string): T => load(`@eventstore/db-client/generated/${name}`) as T;

export const { StreamsService } = generated<typeof streamServices>('streams_grpc_pb');
export const { GossipService } = generated<typeof gossipServices>('gossip_grpc_pb');
export const { ServerFeaturesService } =
  generated<typeof featureServices>('serverfeatures_grpc_pb');
export const streams = generated<typeof streamMessages>('streams_pb');
export const gossip = generated<typeof gossipMessages>('gossip_pb');
export const features = generated<typeof featureMessages>('serverfeatures_pb');
export const shared = generated<typeof sharedMessages>('shared_pb');
export const statuses = generated<typeof statusMessages>('status_pb');

type AnyMessage = NonNullable<ReturnType<statusMessages.Status['getDetails']>>;
/** From what the package itself stands on. */
export const { Any } = load('google-protobuf/google/protobuf/any_pb.js') as {
  Any: new () => AnyMessage;
};
