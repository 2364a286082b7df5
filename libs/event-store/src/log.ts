import { z } from 'zod';
import type { EventId, Instant, KeyId } from '#kernel';
import { canonicalText } from './canonical.ts';
import { defineCodec } from './codec.ts';
import { freshId } from './command-id.ts';
import type { EventStore } from './event-store.ts';
import { metadataSchema } from './metadata.ts';
import { decode } from './recorded.ts';
import { idOf, keyIdSchema } from './text-marks.ts';

/** Of the stored form as a whole; a log of another format is refused. */
export const LOG_FORMAT = 1;
const STREAM = 'log-opened';

/** The first event of every log: one city, one log. A stored format. */
export type LogEvent = {
  type: 'LogOpened';
  data: { logId: string; city: string; format: number; demo: boolean; keys: { log: KeyId } };
};
export type LogIdentity = LogEvent['data'];

export const logCodec = defineCodec<LogEvent>({
  LogOpened: {
    version: 1,
    tells: 'The log of a city was opened; always the first event.',
    schema: (texts) =>
      z.strictObject({
        logId: idOf(),
        city: texts.reference(100),
        format: z.int().min(1),
        demo: z.boolean(),
        keys: z.strictObject({ log: keyIdSchema }),
      }),
  },
});

/** The identity of the log, or undefined while it is empty. @throws Error for a foreign log. */
export async function readLogIdentity(store: EventStore): Promise<LogIdentity | undefined> {
  const [first] = await store.readAll({ limit: 1 });
  if (first === undefined) return undefined;
  if (first.type !== 'LogOpened') {
    throw new Error(`the log does not begin with LogOpened but with ${first.type}`);
  }
  const { format } = JSON.parse(first.data) as { format?: unknown };
  if (format !== LOG_FORMAT) {
    throw new Error(`the log has format ${String(format)}, this program reads ${LOG_FORMAT}`);
  }
  return decode(logCodec, first).event.data;
}

/** @throws Error when the log is not empty. */
export async function openLog(
  store: EventStore,
  opening: { city: string; demo: boolean; logKey: KeyId; at: Instant },
): Promise<LogIdentity> {
  const { city, demo, logKey, at } = opening;
  if ((await store.head()) !== undefined) throw new Error('the log is not empty');
  const identity: LogIdentity = {
    logId: freshId(),
    city,
    format: LOG_FORMAT,
    demo,
    keys: { log: logKey },
  };
  const commandId = freshId();
  const metadata = metadataSchema.parse({
    $correlationId: commandId,
    commandId,
    occurredAt: at,
    recordedAt: at,
    schemaVersion: 1,
    actor: { system: 'operator', name: 'open' },
  });
  const event = { type: 'LogOpened', data: identity } as const;
  const stored = {
    id: freshId<EventId>(),
    type: event.type,
    data: canonicalText(logCodec.toStored(event, (text) => text).data),
    metadata: canonicalText(metadata),
  };
  const appended = await store.append(STREAM, 'no-stream', [stored]);
  if (appended.outcome === 'conflict') throw new Error('the log was opened already');
  return identity;
}
