import { EventStoreDbEventStore, freshId } from '#event-store';
import { eventStoreContract } from '#event-store/testing';
import { ProtocolServer } from './server.ts';

/** A real server, if one is named: its other streams stay as they are. */
const REAL = process.env['EVENTSTORE_URL'];

eventStoreContract(
  `eventstoredb, on ${REAL === undefined ? 'the protocol' : 'a server'}`,
  async () => {
    const server = REAL === undefined ? await ProtocolServer.started() : undefined;
    const prefix = `uji${freshId().replaceAll('-', '')}_`;
    const open = (): EventStoreDbEventStore =>
      new EventStoreDbEventStore({ url: server?.url ?? REAL ?? '', prefix });
    let store = open();
    return {
      store,
      reopen: async () => {
        await store.close();
        store = open();
        return store;
      },
      close: async () => {
        await store.close();
        await server?.close();
      },
    };
  },
);
