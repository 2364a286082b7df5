import fc from 'fast-check';
import { fold, isRejection } from '#kernel';
import type { EventId, Happened, Instant } from '#kernel';
import { uuid } from '../testing/samples.ts';
import { registerCodec } from '../codecs.ts';
import { register } from './register.ts';
import type { RegisterCommand, RegisterEvent } from './register.ts';

const entity = fc.integer({ min: 1, max: 12 }).map((n) => uuid<string>(n));
const inPip = { register: 'PIP', year: 2026 } as const;
const command = fc.oneof(
  { weight: 6, arbitrary: entity.map((of) => ({ type: 'MakeEntry', ...inPip, entity: of })) },
  fc.nat(20).map((number) => ({ type: 'VoidEntry', number, refusal: 'INVALID_STATE' })),
  fc.nat(50).map((lastNumber) => ({ type: 'OpenRegister', ...inPip, lastNumber })),
) as fc.Arbitrary<RegisterCommand>;

function play(commands: readonly RegisterCommand[]): RegisterEvent[] {
  const log: Happened<RegisterEvent>[] = [];
  for (const each of commands) {
    const decision = register.decide(each, fold(register, log));
    if (isRejection(decision)) continue;
    const occurredAt = '2026-03-02T02:00:00.000Z' as Instant;
    for (const event of decision) log.push({ ...event, id: uuid<EventId>(0), occurredAt });
  }
  return log;
}

describe('the numbers of a register', () => {
  it('have no gaps, whatever is asked, and no entity holds two', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const events = play(commands);
        const start = events.find((event) => event.type === 'RegisterOpened');
        const made = events.filter((event) => event.type === 'RegisterEntryMade');
        expect(made.map(({ data }) => data.number)).toEqual(
          made.map((_, index) => (start?.data.lastNumber ?? 0) + index + 1),
        );
        expect(events.filter((event) => event.type === 'RegisterOpened').length).toBeLessThan(2);
        expectOneNumberEach(events);
        for (const event of events) registerCodec.toStored(event, (text) => text);
      }),
    );
  });
});

function expectOneNumberEach(events: readonly RegisterEvent[]): void {
  const held = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'RegisterEntryMade') {
      expect(held.has(event.data.entity)).toBe(false);
      held.set(event.data.entity, event.data.number);
    } else if (event.type === 'RegisterEntryVoided') {
      expect(held.get(event.data.entity)).toBe(event.data.number);
      held.delete(event.data.entity);
    }
  }
}
