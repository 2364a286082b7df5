import { inFolder } from './folders.ts';
import { interleaved, once } from './interleaved.ts';
import type { Line } from './report.ts';
import { cityOf } from './scale-city.ts';
import type { City, Figures } from './scale-city.ts';
import { keepersOfKeys } from './scale-keys.ts';
import { amongOthers } from './scale-server.ts';

/** Some 5,000 and 20,000 requests. */
const EVENTS = { small: 75_000, large: 300_000 } as const;
const QUICK = 5;

/**
 * What grows with a city: a large one beside a small one of the same build. Where the ratio is 1,
 * a request costs the same in both, or an answer takes as long.
 */
export function scale(quick: boolean): Promise<Line[]> {
  const share = quick ? QUICK : 1;
  return inFolder(async (folder) => {
    const cities: City[] = [];
    try {
      const small = await cityOf(`${folder}/small`, EVENTS.small / share);
      cities.push(small);
      const large = await cityOf(`${folder}/large`, EVENTS.large / share);
      cities.push(large);
      const lines = [...sizes(large.figures, small.figures)];
      for (const [i, { what, run }] of large.sides.entries()) {
        const other = small.sides[i];
        if (other === undefined) throw new Error(`nothing beside ${what}`);
        const sides = [
          { name: 'large', run },
          { name: 'small', run: other.run },
        ] as const;
        const compared = await interleaved(...sides, quick ? 1 : 3);
        lines.push({ what, unit: 'us', compared });
      }
      return [...lines, ...(await keepersOfKeys(quick)), ...(await amongOthers(quick))];
    } finally {
      for (const city of cities) await city.stop();
    }
  });
}

/** Of each size, the large city beside the small one. */
function sizes(large: Figures, small: Figures): Line[] {
  const line = (what: string, unit: string, of: (figures: Figures) => number): Line => ({
    what,
    unit,
    compared: once(of(large), of(small)),
  });
  return [
    line('requests', '', ({ requests }) => requests),
    line('events of a request', '', ({ events, requests }) => events / requests),
    line('keys of a request', '', ({ keys, requests }) => keys / requests),
    line('log, of an event', 'bytes', ({ log, events }) => log / events),
    line('log, of a request', 'bytes', ({ log, requests }) => log / requests),
    line('vault, of a key', 'bytes', ({ vault, keys }) => vault / keys),
    line('vault, of a request', 'bytes', ({ vault, requests }) => vault / requests),
    line('read model, of a request', 'bytes', ({ model, requests }) => model / requests),
    line('first start', 'ms', ({ firstStart }) => firstStart),
    line('first start', 'events/s', ({ events, firstStart }) => (events * 1_000) / firstStart),
  ];
}
