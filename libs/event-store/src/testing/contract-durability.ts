import {
  appendedOf,
  at,
  freshStream,
  idsOf,
  newEvents,
  readAllOf,
  stored,
  useStore,
} from './contract-world.ts';
import type { Open } from './contract-world.ts';

export function durabilityContract(open: Open): void {
  const { store, reopen } = useStore(open);
  describe('a log that is opened again', () => {
    it('holds what was acknowledged, at the same positions', async () => {
      const events = await stored(store(), 7);
      const { stream, position } = at(events, -1);
      await reopen();
      expect(await readAllOf(store(), stream)).toEqual(events);
      expect(await store().eventAt(position)).toEqual(at(events, -1));
      appendedOf(await store().append(stream, 6, newEvents(1)));
      const read = await store().readAll({ from: at(events, 1).position, limit: 500 });
      const [, , ...rest] = await readAllOf(store(), stream);
      expect(read.filter((event) => event.stream === stream)).toEqual(rest);
    });

    it('still knows an append that is sent again', async () => {
      const stream = freshStream();
      const events = newEvents(3);
      const first = await store().append(stream, 'no-stream', events);
      await reopen();
      expect(await store().append(stream, 'no-stream', events)).toEqual(first);
      expect(idsOf(await readAllOf(store(), stream))).toEqual(idsOf(events));
    });

    it('tells a subscription what came after its position', async () => {
      const events = await stored(store(), 4);
      await reopen();
      const seen = await new Promise<string[]>((resolve) => {
        const found: string[] = [];
        const subscription = store().subscribe(at(events, 0).position, (batch) => {
          found.push(...idsOf(batch.filter(({ stream }) => stream === at(events, 0).stream)));
          if (found.length < 3) return;
          void subscription.close();
          resolve(found);
        });
      });
      expect(seen).toEqual(idsOf(events.slice(1)));
    });
  });
}
