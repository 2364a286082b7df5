import { Metadata, status } from '@grpc/grpc-js';
import type { AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { wrongVersion } from './messages.ts';

/** What an append meets, once each; `AFTER` and `LATE` store it, `BEFORE` does not. */
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
  | 'ACCESS_DENIED'
  | 'TOO_LARGE';

export type Answer = ReturnType<typeof failure> | AppendResp;

/** What it is answered without being stored; SILENT: nothing. */
export function before(fault: Fault | undefined, port: number): Answer | 'SILENT' | undefined {
  switch (fault) {
    case 'SILENT_BEFORE':
      return 'SILENT';
    case 'UNAVAILABLE_BEFORE':
      return failure(status.UNAVAILABLE, 'not ready');
    case 'NOT_LEADER':
      return failure(status.NOT_FOUND, 'leader info available', {
        exception: 'not-leader',
        'leader-endpoint-host': '127.0.0.1',
        'leader-endpoint-port': String(port),
      });
    case 'NOT_LEADER_UNNAMED':
      return failure(status.NOT_FOUND, 'leader info available', { exception: 'not-leader' });
    case 'ACCESS_DENIED':
      return failure(status.PERMISSION_DENIED, 'no', { exception: 'access-denied' });
    case 'TOO_LARGE':
      return failure(status.INVALID_ARGUMENT, 'too large', {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': '1024',
      });
    case 'WRONG_VERSION_BEFORE':
      return wrongVersion(41);
    default:
      return undefined;
  }
}

/** What it is answered though it was stored; SILENT: nothing; undefined: as it should be. */
export function after(fault: Fault | undefined): Answer | 'SILENT' | undefined {
  switch (fault) {
    case 'SILENT_AFTER':
      return 'SILENT';
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

export function failure(code: status, details: string, trailers: Record<string, string> = {}) {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
}
