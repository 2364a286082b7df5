import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '../testing/contract.ts';
import { EmbeddedEventStore } from './embedded-event-store.ts';

eventStoreContract('embedded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'simpul-log-'));
  let store = new EmbeddedEventStore(folder);
  return Promise.resolve({
    store,
    reopen: async () => {
      await store.close();
      store = new EmbeddedEventStore(folder);
      return store;
    },
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  });
});
