import { scenariosFor } from '#kernel/testing';
import { WEEKENDS_ONLY, endOfDay } from '#calendar';
import { RECEIPT, REGISTRATION, at, commands, march, received } from '../testing/samples.ts';
import type { Fact } from '../testing/samples.ts';
import { informationRequest } from './information-request.ts';
import type { InformationRequest } from './state.ts';

const { given } = scenariosFor(informationRequest);
const binding = (request: InformationRequest | null) => request!.clocks[0]!;

describe('where the statutory limit starts', () => {
  const starting = (startsAt: 'COMPLETION' | 'REGISTRATION') => {
    const rule = { ...WEEKENDS_ONLY.rule('KIP-22-7'), startsAt };
    return {
      ...WEEKENDS_ONLY,
      rule: (id: Parameters<typeof WEEKENDS_ONLY.rule>[0]) =>
        id === 'KIP-22-7' ? rule : WEEKENDS_ONLY.rule(id),
    };
  };

  it('may be the registration', () => {
    const reckoning = starting('REGISTRATION');
    const [event] = given().when(commands.receive({ reckoning })).events();
    const receipt = { ...event!, id: RECEIPT, occurredAt: at(2) } as never;
    const before = given(receipt).state();
    expect(before!.clocks.map(({ rule }) => rule)).toEqual(['PPID-REGISTER']);
    const after = given(receipt)
      .when(commands.register({ at: at(4), reckoning }))
      .state();
    expect(after!.clocks).toMatchObject([{ rule: 'KIP-22-7', startOn: '2026-03-04' }]);
  });

  it('moves when the time of the registration is corrected', () => {
    const reckoning = starting('REGISTRATION');
    const [event] = given().when(commands.receive({ reckoning })).events();
    const receipt = { ...event!, id: RECEIPT, occurredAt: at(2) } as never;
    const [entry] = given(receipt)
      .when(commands.register({ at: at(4), reckoning }))
      .events();
    const registration = { ...entry!, id: REGISTRATION, occurredAt: at(4) } as never;
    const corrected = given(receipt, registration).when(
      commands.correct({ field: 'OCCURRED_AT', to: at(3), ofEvent: REGISTRATION }, { reckoning }),
    );
    expect(binding(corrected.state())).toMatchObject({ rule: 'KIP-22-7', startOn: '2026-03-03' });
  });

  const incomplete = {
    type: 'InformationRequestFoundIncomplete',
    data: { missing: ['KTP'] },
    occurredAt: at(3),
  } satisfies Fact<'InformationRequestFoundIncomplete'>;

  it('may be the completion of an incomplete request, which has then not been missed', () => {
    const reckoning = starting('COMPLETION');
    const [event] = given().when(commands.receive({ reckoning })).events();
    const receipt = { ...event!, id: RECEIPT, occurredAt: at(2) } as never;
    const dueAt = endOfDay(march(16));
    const missed = { type: 'DeadlineMissed', data: { rule: 'KIP-22-7', dueAt } } as const;
    const completed = given(receipt, incomplete, { ...missed, occurredAt: dueAt }).when(
      commands.complete({ at: at(20), reckoning: WEEKENDS_ONLY }),
    );
    const clock = binding(completed.state());
    expect(clock).toMatchObject({ startOn: '2026-03-20', dueOn: '2026-04-03' });
    expect(clock).not.toHaveProperty('missed');
  });

  it('is that of the rule as it stood when the limit started', () => {
    const completed = given(received(), incomplete).when(
      commands.complete({ at: at(5), reckoning: starting('COMPLETION') }),
    );
    expect(binding(completed.state())).toMatchObject({ startOn: '2026-03-02' });
  });
});
