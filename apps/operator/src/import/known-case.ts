import type { AssignmentId, EventId, Instant, KeyId, OfficeCode, RequestId } from '#kernel';
import { decode, derivedId, streamName } from '#event-store';
import type { EventStore, Recorded } from '#event-store';
import { requestCodec } from '#information-requests';
import type { InformationRequestEvent } from '#information-requests';

export const requestIdOf = (source: string, caseId: string): RequestId =>
  derivedId<RequestId>(source, caseId);
export const receiptIdOf = (source: string, caseId: string): EventId =>
  derivedId<EventId>(source, caseId, 'receipt');
export const closingIdOf = (source: string, caseId: string): EventId =>
  derivedId<EventId>(source, caseId, 'closing');

export const requestStream = (id: RequestId): string => streamName('informationRequest', id);

type Desk = { office: OfficeCode; assignmentId: AssignmentId };

/** What the log holds of a case before this import. */
export type KnownCase = {
  /** Of the last event; -1 for none. */
  revision: number;
  ids: Set<EventId>;
  receipt?: { at: Instant; due: Instant | undefined; key: KeyId };
  /** The office that has it, by its rows. */
  desk?: Desk;
  closedAt?: Instant;
  /** Of its last row in time. */
  lastAt?: Instant;
  /** Somebody went on with it here: from then on rows are history. */
  worked: boolean;
};

/** @throws Error when the stream is no imported case. */
export async function readKnownCase(
  store: EventStore,
  source: string,
  caseId: string,
): Promise<KnownCase> {
  const known: KnownCase = { revision: -1, ids: new Set(), worked: false };
  const closingId = closingIdOf(source, caseId);
  for await (const stored of store.readStream(requestStream(requestIdOf(source, caseId)))) {
    const recorded = decode(requestCodec, stored);
    known.revision = stored.revision;
    known.ids.add(stored.id);
    if (recorded.metadata.source === undefined) known.worked = true;
    else learn(known, recorded, closingId);
  }
  if (known.revision >= 0 && known.receipt === undefined) {
    throw new Error('a case in the log does not begin with an imported receipt');
  }
  return known;
}

function learn(
  known: KnownCase,
  { event }: Recorded<InformationRequestEvent>,
  closingId: EventId,
): void {
  const { occurredAt: at } = event;
  if (event.type === 'InformationRequestReceived') {
    const { clocks, keys } = event.data;
    known.receipt = { at, due: clocks[0]?.dueAt, key: keys.case };
    return;
  }
  if (event.type === 'InformationRequestClosed' || event.id === closingId) known.closedAt ??= at;
  if (event.id === closingId) return;
  if (known.lastAt === undefined || at > known.lastAt) known.lastAt = at;
  if (event.type !== 'HistoricActivityRecorded' && event.type !== 'CorrespondenceRecorded') return;
  const { handover } = event.data;
  if (handover === undefined) return;
  const { office, assignmentId } = handover;
  if (office === undefined || assignmentId === undefined) delete known.desk;
  else known.desk = { office, assignmentId };
}
