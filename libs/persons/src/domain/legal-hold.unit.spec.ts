import type { Day } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { legalHold } from './legal-hold.ts';
import type { LegalHoldCommand, LegalHoldEvent } from './legal-hold.ts';

const { given } = scenariosFor(legalHold);
const target = { kind: 'PERSON', id: 's-1' } as const;
const [today, later] = ['2026-03-02', '2026-04-01'] as Day[] as [Day, Day];
const reason = 'Perkara 12/G/2026.';
const place = (until?: Day, why = reason): LegalHoldCommand => ({
  type: 'PlaceLegalHold',
  target,
  reason: why,
  today,
  ...(until === undefined ? {} : { until }),
});
const placed = (until?: Day): LegalHoldEvent => ({
  type: 'LegalHoldPlaced',
  data: { target, reason, ...(until === undefined ? {} : { until }) },
});
const lift = (on = today, why = 'Perkara selesai.'): LegalHoldCommand => ({
  type: 'LiftLegalHold',
  reason: why,
  today: on,
});
const lifted: LegalHoldEvent = { type: 'LegalHoldLifted', data: { reason: 'Perkara selesai.' } };

describe('a legal hold', () => {
  it('stands until its last day, or until it is lifted', () => {
    given().when(place()).then(placed());
    given().when(place(later)).then(placed(later));
    given().when(place(today)).then(placed(today));
    given()
      .when(place('2026-03-01' as Day))
      .thenField('INVALID_INPUT', 'until');
  });

  it('is placed again only with another end', () => {
    given(placed()).when(place()).thenNothing();
    given(placed(later)).when(place(later)).thenNothing();
    given(placed(later)).when(place()).then(placed());
    given(placed(), lifted).when(place()).then(placed());
  });

  it('is lifted while it stands', () => {
    given(placed()).when(lift()).then(lifted);
    given(placed(later)).when(lift(later)).then(lifted);
    given().when(lift()).thenRejected('INVALID_STATE');
    given(placed(), lifted).when(lift()).thenRejected('INVALID_STATE');
    given(placed(today))
      .when(lift('2026-03-03' as Day))
      .thenRejected('INVALID_STATE');
  });

  it('needs a reason to come and to go', () => {
    given().when(place(undefined, ' ')).thenRejected('REASON_REQUIRED');
    given(placed()).when(lift(today, ' ')).thenRejected('REASON_REQUIRED');
  });
});
