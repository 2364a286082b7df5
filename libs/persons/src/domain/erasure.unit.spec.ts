import type { Instant, KeyId, PersonId } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { erasure } from './erasure.ts';
import type { Bars, ErasureCommand, ErasureEvent, Scope } from './erasure.ts';

const { given } = scenariosFor(erasure);
const [approver, superior, other] = ['p-1', 'p-2', 'p-3'] as PersonId[] as [
  PersonId,
  PersonId,
  PersonId,
];
const free: Bars = {
  erased: false,
  held: false,
  caseOpen: false,
  objectionRunning: false,
  retentionRunning: false,
};
const said = {
  target: { kind: 'PERSON', id: 's-1' },
  withCases: true,
  by: approver,
  askedBy: 'THE_PERSON',
  ground: 'UU 27/2022',
  reason: 'Diminta.',
} as const;
type Order = Extract<ErasureCommand, { type: 'OrderErasure' }>;
const order = (more: Partial<Order> = {}): Order => ({
  type: 'OrderErasure',
  ...said,
  bars: free,
  ...more,
});
const ordered: ErasureEvent = { type: 'ErasureOrdered', data: said };
const scope: Scope = {
  destroys: ['k-1' as KeyId],
  streams: ['person-s-1'],
  wordsOf: ['objection-o-1'],
};
const confirm = (by: PersonId, bars = free): ErasureCommand => ({
  type: 'ConfirmErasure',
  by,
  scope,
  bars,
});
const confirmed: ErasureEvent = { type: 'ErasureConfirmed', data: { by: superior, ...scope } };
const refuse = (by: PersonId, reason = 'Masih perlu.'): ErasureCommand => ({
  type: 'RefuseErasure',
  by,
  reason,
});
const refused: ErasureEvent = {
  type: 'ErasureRefused',
  data: { by: superior, reason: 'Masih perlu.' },
};
const keyDestroyedAt = '2026-03-02T03:00:00.000Z' as Instant;
const complete: ErasureCommand = { type: 'CompleteErasure', keyDestroyedAt };
const completed: ErasureEvent = { type: 'ErasureCompleted', data: { keyDestroyedAt } };

const BARS = [
  ['erased', 'ALREADY_ERASED'],
  ['held', 'LEGAL_HOLD'],
  ['caseOpen', 'CASE_OPEN'],
  ['objectionRunning', 'OBJECTION_RUNNING'],
  ['retentionRunning', 'RETENTION_RUNNING'],
] as const;

describe('an erasure', () => {
  it('is ordered once, with a ground and a reason', () => {
    given().when(order()).then(ordered);
    given(ordered).when(order()).thenRejected('INVALID_STATE');
    given()
      .when(order({ ground: ' ' }))
      .thenField('INVALID_INPUT', 'ground');
    given()
      .when(order({ reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
  });

  it('takes cases along with a person only', () => {
    const target = { kind: 'REQUEST', id: 'r-1' } as const;
    given().when(order({ target })).thenField('INVALID_INPUT', 'withCases');
    const data = { ...said, target, withCases: false };
    given()
      .when(order({ target, withCases: false }))
      .then({ type: 'ErasureOrdered', data });
  });

  it('is barred, when it is ordered and when it is confirmed', () => {
    for (const [bar, code] of BARS) {
      const bars = { ...free, [bar]: true };
      given().when(order({ bars })).thenRejected(code);
      given(ordered).when(confirm(superior, bars)).thenRejected(code);
    }
  });

  it('is not held up by retention, and by nothing else, when a court orders it', () => {
    const byCourt: ErasureEvent = { ...ordered, data: { ...said, askedBy: 'COURT' } };
    for (const [bar, code] of BARS) {
      const bars = { ...free, [bar]: true };
      const [first, second] = [
        given().when(order({ askedBy: 'COURT', bars })),
        given(byCourt).when(confirm(superior, bars)),
      ];
      if (bar === 'retentionRunning') {
        first.then(byCourt);
        second.then(confirmed);
      } else {
        first.thenRejected(code);
        second.thenRejected(code);
      }
    }
  });

  it('is confirmed or refused by another person than who ordered it', () => {
    given(ordered).when(confirm(approver)).thenRejected('SAME_PERSON');
    given(ordered).when(refuse(approver)).thenRejected('SAME_PERSON');
    given(ordered).when(confirm(superior)).then(confirmed);
    given(ordered).when(refuse(superior)).then(refused);
    given(ordered).when(refuse(superior, ' ')).thenRejected('REASON_REQUIRED');
  });

  it('is not confirmed before it is ordered, nor once it was refused or is done', () => {
    given().when(confirm(superior)).thenRejected('INVALID_STATE');
    given().when(refuse(superior)).thenRejected('INVALID_STATE');
    given(ordered, refused).when(confirm(superior)).thenRejected('INVALID_STATE');
    given(ordered, refused).when(refuse(superior)).thenRejected('INVALID_STATE');
    for (const past of [[confirmed], [confirmed, completed]]) {
      given(ordered, ...past)
        .when(confirm(other))
        .thenRejected('INVALID_STATE');
      given(ordered, ...past)
        .when(refuse(other))
        .thenRejected('INVALID_STATE');
      given(ordered, ...past)
        .when(confirm(superior))
        .thenNothing();
    }
  });

  it('is completed once, after it was confirmed', () => {
    given(ordered, confirmed).when(complete).then(completed);
    given(ordered, confirmed, completed).when(complete).thenNothing();
    given(ordered).when(complete).thenRejected('INVALID_STATE');
    given(ordered, refused).when(complete).thenRejected('INVALID_STATE');
  });
});
