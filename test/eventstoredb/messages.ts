import type * as shared_pb from '@eventstore/db-client/generated/shared_pb.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { EventId, Position } from '#kernel';
import type { EventStore, NewEvent, StoredEvent } from '#event-store';
import { Any, features, gossip, shared, statuses, streams } from './protocol.ts';

/** Positions of this server grow, as a real one's, by more than one. */
export const STEP = 64n;

const placeOf = (position: Position): string => String(BigInt(position) * STEP);
export const positionAt = (commit: string): Position => String(BigInt(commit) / STEP) as Position;

export type Appended = Awaited<ReturnType<EventStore['append']>>;
export type ExpectedRevision = number | 'no-stream';

type Proposed = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage;

/** What of an event the embedded store has no place for: its content type. */
export type Received = { event: NewEvent; contentType: string };

export function received(message: Proposed): Received {
  const id = message.getId()?.getString() as EventId;
  const type = String(message.getMetadataMap().get('type'));
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
  return {
    event: {
      id,
      type,
      data: text(message.getData_asU8()),
      metadata: text(message.getCustomMetadata_asU8()),
    },
    contentType: String(message.getMetadataMap().get('content-type')),
  };
}

export function eventMessage(stored: StoredEvent, contentType: string): ReadResp {
  const { id, stream, revision, type, data, metadata, position } = stored;
  const event = new streams.ReadResp.ReadEvent.RecordedEvent();
  const uuid = new shared.UUID();
  uuid.setString(id);
  event.setId(uuid);
  event.setStreamIdentifier(identifier(stream));
  event.setStreamRevision(String(revision));
  event.setCommitPosition(placeOf(position));
  event.setPreparePosition(placeOf(position));
  event.getMetadataMap().set('type', type);
  event.getMetadataMap().set('content-type', contentType);
  event.getMetadataMap().set('created', '17000000000000000');
  event.setData(Buffer.from(data));
  event.setCustomMetadata(Buffer.from(metadata));
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(placeOf(position));
  const response = new streams.ReadResp();
  response.setEvent(read);
  return response;
}

function identifier(stream: string) {
  const named = new shared.StreamIdentifier();
  named.setStreamName(Buffer.from(stream).toString('base64'));
  return named;
}

export const nameOf = (named: { getStreamName_asU8(): Uint8Array } | undefined): string =>
  Buffer.from(named?.getStreamName_asU8() ?? []).toString();

export function notFound(stream: string): ReadResp {
  const missing = new streams.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifier(stream));
  const response = new streams.ReadResp();
  response.setStreamNotFound(missing);
  return response;
}

export function confirmation(): ReadResp {
  const confirmed = new streams.ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId('one');
  const response = new streams.ReadResp();
  response.setConfirmation(confirmed);
  return response;
}

export function checkpoint(position: Position): ReadResp {
  const reached = new streams.ReadResp.Checkpoint();
  reached.setCommitPosition(placeOf(position));
  reached.setPreparePosition(placeOf(position));
  const response = new streams.ReadResp();
  response.setCheckpoint(reached);
  return response;
}

export function success(revision: number, position: Position): AppendResp {
  const done = new streams.AppendResp.Success();
  done.setCurrentRevision(String(revision));
  const place = new streams.AppendResp.Position();
  place.setCommitPosition(placeOf(position));
  place.setPreparePosition(placeOf(position));
  done.setPosition(place);
  const response = new streams.AppendResp();
  response.setSuccess(done);
  return response;
}

export function wrongVersion(actual: number | 'no-stream'): AppendResp {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (actual === 'no-stream') wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(actual));
  const response = new streams.AppendResp();
  response.setWrongExpectedVersion(wrong);
  return response;
}

/** To an append that shares a stream with others. */
export function batchAnswer(
  correlationId: shared_pb.UUID | undefined,
  stream: string,
  done: Appended,
): BatchAppendResp {
  const response = new streams.BatchAppendResp();
  response.setCorrelationId(correlationId);
  response.setStreamIdentifier(identifier(stream));
  if (done.outcome === 'conflict') response.setError(wrongVersionStatus(done.actual));
  else {
    const success = new streams.BatchAppendResp.Success();
    success.setCurrentRevision(String(done.revision));
    const place = new shared.AllStreamPosition();
    place.setCommitPosition(placeOf(done.position));
    place.setPreparePosition(placeOf(done.position));
    success.setPosition(place);
    response.setSuccess(success);
  }
  return response;
}

function wrongVersionStatus(actual: ExpectedRevision) {
  const wrong = new shared.WrongExpectedVersion();
  if (actual === 'no-stream') wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentStreamRevision(String(actual));
  const details = new Any();
  details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  const status = new statuses.Status();
  status.setMessage('wrong expected version');
  status.setDetails(details);
  return status;
}

type AppendOptions = AppendReq.Options | BatchAppendReq.Options;

/** What a stream must be for an append. */
export function expectedOf(options: AppendOptions | undefined): ExpectedRevision {
  if (options?.hasNoStream() === true) return 'no-stream';
  if (options instanceof streams.BatchAppendReq.Options) {
    if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  } else if (options?.hasRevision() === true) return Number(options.getRevision());
  throw new Error('this server knows exact revisions and no-stream only');
}

export function supportedMethods() {
  const methods = ['append', 'batchappend', 'read'].map((name) => {
    const method = new features.SupportedMethod();
    method.setServiceName('event_store.client.streams.streams');
    method.setMethodName(name);
    return method;
  });
  const supported = new features.SupportedMethods();
  supported.setEventStoreServerVersion('24.10.0');
  supported.setMethodsList(methods);
  return supported;
}

type Member = { readonly port: number; readonly isUp: boolean };

/** Who is there and who leads. */
export function gossipOf(members: readonly Member[], leader: Member | undefined) {
  const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
  const told = new gossip.ClusterInfo();
  told.setMembersList(
    members.map((one) => {
      const place = new gossip.EndPoint();
      place.setAddress('127.0.0.1');
      place.setPort(one.port);
      const member = new gossip.MemberInfo();
      member.setState(one === leader ? LEADER : FOLLOWER);
      member.setIsAlive(one.isUp);
      member.setHttpEndPoint(place);
      return member;
    }),
  );
  return told;
}

type AllOptions = ReadReq.Options.AllOptions;

/** Where a read of the whole log begins; undefined: at its start, or at its end backwards. */
export const startOf = (all: AllOptions | undefined): string | undefined =>
  all?.hasPosition() === true ? all.getPosition()?.getCommitPosition() : undefined;
