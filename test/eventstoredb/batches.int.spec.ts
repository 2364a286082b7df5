import { EventStoreDBClient, NO_STREAM, jsonEvent } from '@eventstore/db-client';
import { ProtocolServer } from './server.ts';

let server: ProtocolServer;
let client: EventStoreDBClient;
beforeEach(async () => {
  server = await ProtocolServer.started();
  client = EventStoreDBClient.connectionString(server.url);
});
afterEach(async () => {
  await client.dispose();
  await server.close();
});

const event = (note: string) => jsonEvent({ type: 'ContractNoted', data: { note } });

describe('the batch path of the bare client, on the server of the tests', () => {
  it('stores each append in its stream, told by its own answer', async () => {
    const streams = Array.from({ length: 20 }, (_, i) => `uji-${i}`);
    const done = await Promise.all(
      streams.map((stream) =>
        client.appendToStream(stream, [event('a'), event(stream)], { expectedRevision: NO_STREAM }),
      ),
    );
    expect(done.map(({ nextExpectedRevision }) => nextExpectedRevision)).toEqual(
      streams.map(() => 1n),
    );
    expect(new Set(done.map(({ position }) => position?.commit)).size).toBe(streams.length);
    for (const stream of streams) {
      const [, second] = await server.events(stream);
      expect(second?.data).toBe(JSON.stringify({ note: stream }));
    }
    expect(server.batched).toBe(streams.length);
  });

  it('puts together what comes in parts', async () => {
    const events = Array.from({ length: 9 }, (_, i) => event('x'.repeat(200) + String(i)));
    const options = { expectedRevision: NO_STREAM, batchAppendSize: 500 } as const;
    const done = await client.appendToStream('uji-parts', events, options);
    expect(done.nextExpectedRevision).toBe(8n);
    expect((await server.events('uji-parts')).map(({ id }) => id)).toEqual(
      events.map(({ id }) => id),
    );
  });

  it('refuses a wrong version with the true one', async () => {
    await client.appendToStream('uji-a', event('a'), { expectedRevision: NO_STREAM });
    await expect(
      client.appendToStream('uji-a', event('b'), { expectedRevision: 7n }),
    ).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 0n });
    expect(await server.events('uji-a')).toHaveLength(1);
  });
});
