import type { Instant, KeyId } from '#kernel';
import { EmbeddedEventStore } from './embedded/embedded-event-store.ts';
import { LOG_FORMAT, openLog, readLogIdentity } from './log.ts';
import { newEvent } from './testing/contract-world.ts';
import { useTemporaryFolder } from './testing/temporary-folder.ts';

const folder = useTemporaryFolder();
let store: EmbeddedEventStore;
beforeEach(() => {
  store = new EmbeddedEventStore(folder());
});
afterEach(() => store.close());

const opening = {
  city: 'Kota Tasikmalaya',
  demo: false,
  logKey: '00000000-0000-4000-8000-000000000009' as KeyId,
  at: '2026-03-02T02:00:00.000Z' as Instant,
};

describe('a log', () => {
  it('has no identity while it is empty', async () => {
    expect(await readLogIdentity(store)).toBeUndefined();
  });

  it('is opened once, by its first event', async () => {
    const identity = await openLog(store, opening);
    expect(identity).toMatchObject({ city: 'Kota Tasikmalaya', format: LOG_FORMAT, demo: false });
    expect(await readLogIdentity(store)).toEqual(identity);
    const [first] = await store.readAll({ limit: 1 });
    expect(first).toMatchObject({ type: 'LogOpened', revision: 0 });
    await expect(openLog(store, opening)).rejects.toThrow('not empty');
  });

  it('that begins with something else is refused', async () => {
    await store.append('other-1', 'no-stream', [newEvent()]);
    await expect(readLogIdentity(store)).rejects.toThrow('ContractNoted');
  });

  it('of another format is refused', async () => {
    const { logId } = await openLog(store, opening);
    const [first] = await store.readAll({ limit: 1 });
    const other = new EmbeddedEventStore(`${folder()}/other`);
    const data = first!.data.replace('"format":1', '"format":2');
    await other.append('log-opened', 'no-stream', [{ ...first!, data }]);
    await expect(readLogIdentity(other)).rejects.toThrow('format 2');
    await other.close();
    expect(logId).toHaveLength(36);
  });
});
