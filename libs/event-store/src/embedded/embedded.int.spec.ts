import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { Position } from '#kernel';
import { AppendUnknown, StoreUnavailable } from '../event-store.ts';
import { freshStream, idsOf, newEvent, newEvents, readAllOf } from '../testing/contract-world.ts';
import { useTemporaryFolder } from '../testing/temporary-folder.ts';
import { EmbeddedEventStore } from './embedded-event-store.ts';

const folder = useTemporaryFolder();
const open: EmbeddedEventStore[] = [];

function openStore(options: { readOnly?: boolean } = {}): EmbeddedEventStore {
  const store = new EmbeddedEventStore(folder(), options);
  open.push(store);
  return store;
}

async function closeAll(): Promise<void> {
  for (const store of open.splice(0)) await store.close();
}

const refusal = (reason: RegExp): void => {
  expect(() => openStore()).toThrow(StoreUnavailable);
  expect(() => openStore()).toThrow(reason);
};

/** Another process that opens the log and holds it. */
async function holder(): Promise<{ said: string; kill(): Promise<void> }> {
  const script = `
    const { EmbeddedEventStore } = await import('#event-store');
    try {
      new EmbeddedEventStore(process.argv[1]);
      console.log('holds it');
    } catch (error) {
      console.log(error.message);
    }
    setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ['--conditions=simpul-source', '--input-type=module', '-e', script, folder()],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const exited = once(child, 'exit');
  return {
    said: said.toString(),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

describe('the data folder', () => {
  afterEach(closeAll);

  it('is refused to a second writer of this process, until the first closes', async () => {
    const first = openStore();
    refusal(/another process is using it/);
    await first.close();
    await openStore().append(freshStream(), 'no-stream', [newEvent()]);
  });

  it('is refused to another process', async () => {
    openStore();
    const other = await holder();
    await other.kill();
    expect(other.said).toContain('another process is using it');
    expect(other.said).toContain(folder());
  });

  it('is free again when the process that held it was killed', async () => {
    const other = await holder();
    try {
      expect(other.said).toContain('holds it');
      refusal(/another process is using it/);
    } finally {
      await other.kill();
    }
    openStore();
  });

  it('of another version is refused, and not locked by the refusal', async () => {
    await openStore().close();
    const db = new Database(join(folder(), 'events.sqlite'));
    db.pragma('user_version = 99');
    refusal(/format 99, this program reads format 1/);
    db.pragma('user_version = 1');
    db.close();
    openStore();
  });

  it('with something else in place of the log is refused', () => {
    writeFileSync(join(folder(), 'events.sqlite'), 'this is no database '.repeat(100));
    refusal(/cannot open the log/);
  });

  it('that cannot be made is refused', () => {
    writeFileSync(join(folder(), 'file'), '');
    expect(() => new EmbeddedEventStore(join(folder(), 'file', 'data'))).toThrow(StoreUnavailable);
  });
});

describe('a read-only store', () => {
  afterEach(closeAll);

  it('reads beside a writer what is written meanwhile, and appends nothing', async () => {
    const writer = openStore();
    const reader = openStore({ readOnly: true });
    const stream = freshStream();
    const events = newEvents(3);
    await writer.append(stream, 'no-stream', events);
    expect(idsOf(await readAllOf(reader, stream))).toEqual(idsOf(events));
    await expect(reader.append(stream, 2, newEvents(1))).rejects.toThrow(StoreUnavailable);
    expect(idsOf(await readAllOf(writer, stream))).toEqual(idsOf(events));
  });

  it('takes no lock', async () => {
    await openStore().close();
    openStore({ readOnly: true });
    openStore();
  });
});

describe('the embedded log', () => {
  afterEach(closeAll);

  it('is empty at first, and its positions lead to nothing', async () => {
    const store = openStore();
    expect(await store.head()).toBeUndefined();
    expect(await store.readAll({ limit: 10 })).toEqual([]);
    expect(await store.eventAt('1' as Position)).toBeUndefined();
    expect(existsSync(join(folder(), 'events.sqlite'))).toBe(true);
  });

  it('takes nothing after it was closed, and is closed twice without harm', async () => {
    const store = openStore();
    await Promise.all([store.close(), store.close()]);
    await expect(store.append('a-1', 'no-stream', [newEvent()])).rejects.toThrow(StoreUnavailable);
    await expect(store.health()).rejects.toThrow(StoreUnavailable);
    await expect(store.readAll({ limit: 1 })).rejects.toThrow(StoreUnavailable);
  });

  it('stores 64 concurrent appenders in one order, each once', async () => {
    const store = openStore();
    const streams = Array.from({ length: 64 }, freshStream);
    await Promise.all(
      streams.map(async (stream) => {
        for (let revision = 0; revision < 10; revision += 1) {
          const answer = await store.append(
            stream,
            revision === 0 ? 'no-stream' : revision - 1,
            newEvents(1),
          );
          expect(answer).toMatchObject({ outcome: 'appended', revision });
        }
      }),
    );
    const log = await store.readAll({ limit: 1_000 });
    expect(log).toHaveLength(640);
    expect(new Set(idsOf(log)).size).toBe(640);
    expect(new Set(log.map(({ stream }) => stream))).toEqual(new Set(streams));
  });

  it('does not let one bad append harm those it was committed with', async () => {
    const store = openStore();
    const taken = newEvent();
    await store.append(freshStream(), 'no-stream', [taken]);
    const streams = Array.from({ length: 10 }, freshStream);
    const bad = expect(store.append(freshStream(), 'no-stream', [taken])).rejects.toThrow(
      StoreUnavailable,
    );
    const good = streams.map((stream) => store.append(stream, 'no-stream', [newEvent()]));
    for (const answer of await Promise.all(good)) {
      expect(answer).toMatchObject({ outcome: 'appended', revision: 0 });
    }
    await bad;
    expect(await store.readAll({ limit: 100 })).toHaveLength(11);
  });
});

/** Watches what is posted to the writer's thread; Node's own class is the only seam there is. */
function watchPosts(meanwhile: (worker: Worker, requests: unknown[], post: () => void) => void): {
  restore(): void;
} {
  const original = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (this: Worker, requests: unknown[]) {
    meanwhile(this, requests, () => original.call(this, requests));
  };
  return {
    restore: () => {
      Worker.prototype.postMessage = original;
    },
  };
}

describe("the writer's thread", () => {
  let watch: { restore(): void } | undefined;
  afterEach(async () => {
    watch?.restore();
    await closeAll();
  });

  it('is sent the appends of one moment together', async () => {
    const store = openStore();
    const sizes: number[] = [];
    watch = watchPosts((_, requests, post) => {
      sizes.push(requests.length);
      post();
    });
    const appends = Array.from({ length: 64 }, () =>
      store.append(freshStream(), 'no-stream', [newEvent()]),
    );
    await Promise.all(appends);
    expect(sizes).toEqual([64]);
  });

  it('that dies leaves appends unknown, is replaced, and they can be sent again', async () => {
    const store = openStore();
    const stream = freshStream();
    const events = newEvents(3);
    watch = watchPosts((worker) => void worker.terminate());
    await expect(store.append(stream, 'no-stream', events)).rejects.toThrow(AppendUnknown);
    watch.restore();
    const answer = await store.append(stream, 'no-stream', events);
    expect(answer).toMatchObject({ outcome: 'appended', revision: 2 });
    expect(idsOf(await readAllOf(store, stream))).toEqual(idsOf(events));
  });

  it('that dies with appends under way has stored each of them once or not at all', async () => {
    const store = openStore();
    const appends = Array.from({ length: 20 }, () => ({
      stream: freshStream(),
      events: newEvents(2),
    }));
    watch = watchPosts((worker, _, post) => {
      post();
      void worker.terminate();
    });
    const send = (): Promise<PromiseSettledResult<unknown>[]> =>
      Promise.allSettled(
        appends.map(({ stream, events }) => store.append(stream, 'no-stream', events)),
      );
    for (const answer of await send()) {
      if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(AppendUnknown);
    }
    watch.restore();
    for (const answer of await send()) expect(answer.status).toBe('fulfilled');
    for (const { stream, events } of appends) {
      expect(idsOf(await readAllOf(store, stream))).toEqual(idsOf(events));
    }
  });

  it('that is stopped by closing leaves pending appends unknown', async () => {
    const store = openStore();
    watch = watchPosts(() => undefined);
    const pending = expect(store.append(freshStream(), 'no-stream', [newEvent()])).rejects.toThrow(
      AppendUnknown,
    );
    await store.close();
    await pending;
  });
});
