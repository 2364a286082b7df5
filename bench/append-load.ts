import { canonicalText, freshId } from '#event-store';
import type { NewEvent } from '#event-store';

/** What each writer appends; made before the clock starts, the same for every round. */
export type Load = readonly { stream: string; events: readonly NewEvent[] }[];

const writerOf = (each: number): Load[number] => ({
  stream: `informationRequest-${freshId()}`,
  events: Array.from({ length: each }, eventOfUsualSize),
});

export const loadOf = (writers: number, each: number): Load =>
  Array.from({ length: writers }, () => writerOf(each));

type Append = (stream: string, revision: number, event: NewEvent) => Promise<void>;

/** Events per second. */
export async function timed(load: Load, append: Append): Promise<number> {
  // The first append waits for the writer's thread to start.
  await append(`informationRequest-${freshId()}`, 0, eventOfUsualSize());
  const started = performance.now();
  await Promise.all(
    load.map(async ({ stream, events }) => {
      for (const [revision, event] of events.entries()) await append(stream, revision, event);
    }),
  );
  const events = load.reduce((sum, { events: own }) => sum + own.length, 0);
  return (events * 1000) / (performance.now() - started);
}

/** As a contribution lies in the log: 380 bytes of data, 590 of metadata. */
function eventOfUsualSize(): NewEvent {
  const data = canonicalText({
    assignmentId: freshId(),
    contributionId: freshId(),
    informationHeld: true,
    text: {
      keyId: freshId(),
      nonce: 'n'.repeat(16),
      ciphertext: 'c'.repeat(86),
      commitment: 'k'.repeat(43),
    },
  });
  const metadata = canonicalText({
    $correlationId: freshId(),
    commandId: freshId(),
    inputHash: { secret: 'input-2026-11', hash: 'ab'.repeat(32) },
    occurredAt: '2026-11-24T03:00:00.000Z',
    recordedAt: '2026-11-24T03:00:00.000Z',
    schemaVersion: 1,
    actor: {
      personId: freshId(),
      appointmentId: freshId(),
      office: 'DINKES',
      role: 'OFFICE_LEAD',
      post: 'Sekretaris',
      capacity: 'DEFINITIVE',
      mandateNumber: '800/142/BKPSDM/2026',
    },
  });
  return { id: freshId(), type: 'ContributionSubmitted', data, metadata };
}
