import { constants } from 'node:http2';
import type { ServerHttp2Stream } from 'node:http2';
import { Metadata, status } from '@grpc/grpc-js';
import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';
import type {
  AppendReq,
  AppendResp,
  ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { wrongVersion } from './messages.ts';

/**
 * What an append meets, once each; `AFTER`, `LATE`, `TWICE` and `THEN` store it, `BEFORE` and what
 * refuses do not. `RESET` ends the HTTP/2 stream, `CUT` the connection.
 */
export type Fault =
  | 'UNAVAILABLE_BEFORE'
  | 'UNAVAILABLE_AFTER'
  | 'SILENT_BEFORE'
  | 'SILENT_AFTER'
  | 'LATE'
  | 'NOT_LEADER'
  | 'NOT_LEADER_UNNAMED'
  | 'WRONG_VERSION_AFTER'
  | 'WRONG_VERSION_BEFORE'
  | 'INTERNAL_AFTER'
  | 'NO_STATUS_AFTER'
  | 'RESET_BEFORE'
  | 'RESET_AFTER'
  | 'REFUSED_STREAM_BEFORE'
  | 'CUT_BEFORE'
  | 'CUT_AFTER'
  | 'TWICE'
  | 'ANSWERED_THEN_RESET'
  | 'ANSWERED_THEN_CUT'
  | 'ACCESS_DENIED'
  | 'UNAUTHENTICATED'
  | 'NO_SPACE'
  | 'EXHAUSTED'
  | 'TOO_LARGE';

/** How every open subscription ends. */
export type Drop = 'END' | 'CANCELLED' | 'UNAVAILABLE' | 'ABORTED' | 'INTERNAL' | 'RESET' | 'CUT';

export type AppendCall = ServerDuplexStream<AppendReq, AppendResp>;
export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

type Failure = ReturnType<typeof failure>;
type Break = 'SILENT' | 'RESET' | 'REFUSED_STREAM' | 'CUT';
export type Answer = Failure | Break | AppendResp;

/** What it is answered without being stored. */
export function before(fault: Fault | undefined, leader: number | undefined): Answer | undefined {
  switch (fault) {
    case 'SILENT_BEFORE':
      return 'SILENT';
    case 'RESET_BEFORE':
      return 'RESET';
    case 'REFUSED_STREAM_BEFORE':
      return 'REFUSED_STREAM';
    case 'CUT_BEFORE':
      return 'CUT';
    case 'NOT_LEADER':
      return leader === undefined ? notLeader() : notLeader(leader);
    case 'NOT_LEADER_UNNAMED':
      return notLeader();
    case 'WRONG_VERSION_BEFORE':
      return wrongVersion(41);
    default:
      return refusal(fault);
  }
}

/** What any call is answered that the server does not want. */
export function refusal(fault: Fault | undefined): Failure | undefined {
  switch (fault) {
    case 'UNAVAILABLE_BEFORE':
      return failure(status.UNAVAILABLE, 'not ready');
    case 'ACCESS_DENIED':
      return failure(status.PERMISSION_DENIED, 'no', { exception: 'access-denied' });
    case 'UNAUTHENTICATED':
      return failure(status.UNAUTHENTICATED, 'no such user');
    case 'NO_SPACE':
      return failure(status.INTERNAL, 'no space left on device');
    case 'EXHAUSTED':
      return failure(status.RESOURCE_EXHAUSTED, 'too busy');
    case 'TOO_LARGE':
      return failure(status.INVALID_ARGUMENT, 'too large', {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': '1024',
      });
    default:
      return undefined;
  }
}

/** What it is answered though it was stored; undefined: as it should be. */
export function after(fault: Fault | undefined): Answer | undefined {
  switch (fault) {
    case 'SILENT_AFTER':
      return 'SILENT';
    case 'RESET_AFTER':
      return 'RESET';
    case 'CUT_AFTER':
      return 'CUT';
    case 'UNAVAILABLE_AFTER':
      return failure(status.UNAVAILABLE, 'gone');
    case 'INTERNAL_AFTER':
      return failure(status.INTERNAL, 'a defect');
    case 'NO_STATUS_AFTER':
      return failure(status.UNKNOWN, '');
    case 'WRONG_VERSION_AFTER':
      return wrongVersion(41);
    default:
      return undefined;
  }
}

export function tell(call: AppendCall, answer: Answer, fault: Fault | undefined): void {
  if (typeof answer === 'string') {
    if (answer !== 'SILENT') broken(call, answer);
  } else if ('code' in answer) call.emit('error', answer);
  else if (fault === 'ANSWERED_THEN_RESET') call.write(answer, () => broken(call, 'RESET'));
  else if (fault === 'ANSWERED_THEN_CUT') call.write(answer, () => broken(call, 'CUT'));
  else {
    call.write(answer);
    if (fault === 'TWICE') call.write(answer);
    call.end();
  }
}

export function dropped(call: ReadCall, how: Drop): void {
  if (how === 'END') call.end();
  else if (how === 'RESET' || how === 'CUT') broken(call, how);
  else call.emit('error', failure(status[how], 'dropped'));
}

/** Below gRPC, which offers no way to it. */
function broken(call: AppendCall | ReadCall, how: Exclude<Break, 'SILENT'>): void {
  const { stream } = (call as unknown as { call: { stream: ServerHttp2Stream } }).call;
  if (how === 'CUT') stream.session?.destroy();
  else if (how === 'RESET') stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else stream.close(constants.NGHTTP2_REFUSED_STREAM);
}

const notLeader = (port?: number): Failure =>
  failure(status.NOT_FOUND, 'leader info available', {
    exception: 'not-leader',
    ...(port !== undefined && {
      'leader-endpoint-host': '127.0.0.1',
      'leader-endpoint-port': String(port),
    }),
  });

function failure(code: status, details: string, trailers: Record<string, string> = {}) {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
}
