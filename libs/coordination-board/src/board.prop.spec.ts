import fc from 'fast-check';
import type { Day, Instant } from '#kernel';
import { addDays, cityDay } from '#calendar';
import { TRACKS } from '#information-requests';
import { coordinationBoard, defaultPeriod, nextBoardChange } from './board.ts';
import type { Board } from './board.ts';
import { COUNTERS } from './tables.ts';
import { boardOf } from './testing/board-of.ts';
import { REQUESTS, instantAt, play } from './testing/histories.ts';
import type { Step } from './testing/histories.ts';
import { naiveBoard } from './testing/naive-board.ts';

const step: fc.Arbitrary<Step> = fc.record({
  request: fc.nat(REQUESTS - 1),
  pick: fc.nat(999),
  office: fc.oneof(fc.constant(0), fc.nat(3)),
  minutes: fc.oneof(fc.nat(60), fc.nat(300), fc.nat(3_000)),
  back: fc.oneof(fc.constant(0), fc.nat(90)),
  ends: fc.nat(9).map((n) => n === 0),
});
const steps = fc.array(step, { maxLength: 300, size: 'max' });
const tracks = fc.option(fc.subarray([...TRACKS]), { nil: undefined });
/** Hours after the last event at which the board is asked. */
const later = fc.oneof(fc.constant(0), fc.nat(72), fc.nat(24 * 60));

/** Shrinking a long history takes minutes; what it has found by then is told. */
const patience = { interruptAfterTimeLimit: 25_000 };

const hoursAfter = (now: Instant, hours: number): Instant =>
  instantAt(Date.parse(now) + hours * 3_600_000);

describe('the board', () => {
  it('counts what a look at every case counts, at any time, for any tracks and period', () => {
    const period = fc.option(fc.tuple(fc.nat(30), fc.nat(99)), { nil: undefined });
    fc.assert(
      fc.property(steps, tracks, later, period, (taken, asked, hours, days) => {
        const { events, now: last } = play(taken);
        const now = hoursAfter(last, hours);
        const options = { now, ...periodOf(now, days), ...(asked && { tracks: asked }) };
        const db = boardOf(events);
        expect(coordinationBoard(db, options)).toEqual(naiveBoard(events, options));
        db.close();
      }),
      { numRuns: 150, ...patience },
    );
  });

  it('keeps every counter at what a count of its base table gives', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { events } = play(taken);
        const [db, built] = [boardOf(events), boardOf(events, 'built')];
        for (const { name, of, key, sums = [], only = 'true' } of COUNTERS) {
          const keys = key.join(', ');
          const counts = ['COUNT(*) AS n', ...sums.map((it) => `SUM(${it}) AS ${it}`)].join(', ');
          const counted = db.prepare(`SELECT * FROM ${name} ORDER BY ${keys}`).all();
          const grouped = `FROM ${of} WHERE ${only} GROUP BY ${keys} ORDER BY ${keys}`;
          expect(counted).toEqual(db.prepare(`SELECT ${keys}, ${counts} ${grouped}`).all());
          expect(built.prepare(`SELECT * FROM ${name} ORDER BY ${keys}`).all()).toEqual(counted);
        }
        db.close();
        built.close();
      }),
      { numRuns: 60, ...patience },
    );
  });

  it('counts likewise when a look at the past leaves out what had not happened yet', () => {
    fc.assert(
      fc.property(steps, fc.nat(60), (taken, daysBefore) => {
        const { events, now: last } = play(taken);
        const now = hoursAfter(last, -24 * daysBefore);
        const happened = events.filter(({ occurredAt }) => occurredAt <= now);
        const options = { now, ...defaultPeriod(now) };
        const db = boardOf(happened);
        expect(coordinationBoard(db, options)).toEqual(naiveBoard(happened, options));
        db.close();
      }),
      { numRuns: 60, ...patience },
    );
  });

  it('changes by itself at the instants that it names, and not between them', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { events, now: last } = play(taken);
        const db = boardOf(events);
        const period = defaultPeriod(last);
        const at = (now: Instant): Board => coordinationBoard(db, { now, ...period });
        let now = last;
        for (let change = 0; change < 10; change += 1) {
          const next = nextBoardChange(db, now);
          expect(next > now).toBe(true);
          expect(at(instantAt(Date.parse(next) - 1))).toEqual(at(now));
          if (cityDay(next) === cityDay(now)) expect(at(next)).not.toEqual(at(now));
          now = next;
        }
        db.close();
      }),
      { numRuns: 40, ...patience },
    );
  });
});

function periodOf(now: Instant, days: [number, number] | undefined): { from: Day; until: Day } {
  if (days === undefined) return defaultPeriod(now);
  const until = addDays(cityDay(now), -days[0]);
  return { from: addDays(until, -days[1]), until };
}
