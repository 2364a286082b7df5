import type { Instant } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { MOST_REFUSALS, access } from './access.ts';
import type { AccessCommand, AccessEvent } from './access.ts';

const { given } = scenariosFor(access);
const instant = (text: string): Instant => text as Instant;
/** Nine in the morning of 2 March in the city. */
const MORNING = instant('2026-03-02T02:00:00.000Z');
const SAME_HOUR = instant('2026-03-02T02:59:59.999Z');
const NEXT_HOUR = instant('2026-03-02T03:00:00.000Z');
const EVENING = instant('2026-03-02T16:59:59.999Z');
const NEXT_DAY = instant('2026-03-02T17:00:00.000Z');

const happened = <E extends AccessEvent>(event: E, occurredAt = MORNING) => ({
  ...event,
  occurredAt,
});
const signedIn = { type: 'SignedIn', data: { way: 'PASSWORD' } } as const;
const failed = { type: 'SignInFailed', data: {} } as const;
const locked = { type: 'AccountLocked', data: { until: NEXT_HOUR } } as const;
const bound = { type: 'SignInBound', data: {} } as const;
const changed = { type: 'PasswordChanged', data: {} } as const;
const reset = { type: 'AccountReset', data: {} } as const;
const refusedData = { mutation: 'assignOffice', entity: 'DINKES' };
const refused = { type: 'CommandRefused', data: refusedData } as const;
const refuse = (at: Instant, more: Partial<typeof refusedData> = {}): AccessCommand => ({
  type: 'RefuseCommand',
  at,
  ...refusedData,
  ...more,
});

describe('the record of who came in', () => {
  it('has a sign-in once for each day of the city, whichever way', () => {
    const signIn = (at: Instant): AccessCommand => ({ type: 'RecordSignIn', at, way: 'PASSWORD' });
    given().when(signIn(MORNING)).then(signedIn);
    given(happened(signedIn)).when(signIn(EVENING)).thenNothing();
    given(happened(signedIn))
      .when({ type: 'RecordSignIn', at: EVENING, way: 'PROVIDER' })
      .thenNothing();
    given(happened(signedIn)).when(signIn(NEXT_DAY)).then(signedIn);
  });

  it('has failures and a lock once for each hour of the clock', () => {
    const fail = (at: Instant): AccessCommand => ({ type: 'RecordFailedSignIn', at });
    const lock = (at: Instant): AccessCommand => ({ type: 'RecordLock', at, until: NEXT_HOUR });
    given(happened(signedIn)).when(fail(MORNING)).then(failed);
    given(happened(failed)).when(fail(SAME_HOUR)).thenNothing();
    given(happened(failed)).when(fail(NEXT_HOUR)).then(failed);
    given(happened(failed)).when(lock(SAME_HOUR)).then(locked);
    given(happened(failed), happened(locked)).when(lock(SAME_HOUR)).thenNothing();
    given(happened(locked)).when(lock(NEXT_HOUR)).then(locked);
  });

  it('has a binding once, and again after a reset', () => {
    const bind: AccessCommand = { type: 'RecordBinding', at: MORNING };
    given().when(bind).then(bound);
    given(happened(bound)).when(bind).thenNothing();
    given(happened(bound), happened(reset)).when(bind).then(bound);
  });

  it('has a new password once for each day, and every reset', () => {
    const change = (at: Instant): AccessCommand => ({ type: 'RecordNewPassword', at });
    given().when(change(MORNING)).then(changed);
    given(happened(changed)).when(change(EVENING)).thenNothing();
    given(happened(changed)).when(change(NEXT_DAY)).then(changed);
    given(happened(reset)).when({ type: 'ResetAccount', at: MORNING }).then(reset);
  });

  it('has every end of sessions, for the other nodes', () => {
    const ended = { type: 'SessionsEnded', data: {} } as const;
    given(happened(ended)).when({ type: 'EndSessions', at: MORNING }).then(ended);
  });
});

describe('a command refused by policy', () => {
  it('is recorded once for a mutation, entity and day, and refused every time', () => {
    given().when(refuse(MORNING)).thenRejected('NOT_PERMITTED', refused);
    given(happened(refused)).when(refuse(EVENING)).thenRejected('NOT_PERMITTED');
    given(happened(refused)).when(refuse(NEXT_DAY)).thenRejected('NOT_PERMITTED', refused);
    for (const other of [{ mutation: 'appoint' }, { entity: 'DLH' }]) {
      const event = { type: 'CommandRefused', data: { ...refusedData, ...other } } as const;
      given(happened(refused)).when(refuse(EVENING, other)).thenRejected('NOT_PERMITTED', event);
    }
    const without = { type: 'CommandRefused', data: { mutation: 'appoint' } } as const;
    const command = { type: 'RefuseCommand', at: MORNING, mutation: 'appoint' } as const;
    given(happened(refused)).when(command).thenRejected('NOT_PERMITTED', without);
    given(happened(without)).when(command).thenRejected('NOT_PERMITTED');
  });

  it('fills no log: after many of one day no more are recorded until the next', () => {
    const many = Array.from({ length: MOST_REFUSALS }, (_, index) =>
      happened({ type: 'CommandRefused', data: { mutation: 'appoint', entity: `X${index}` } }),
    );
    given(...many.slice(1))
      .when(refuse(EVENING))
      .thenRejected('NOT_PERMITTED', refused);
    given(...many)
      .when(refuse(EVENING))
      .thenRejected('NOT_PERMITTED');
    given(...many)
      .when(refuse(NEXT_DAY))
      .thenRejected('NOT_PERMITTED', refused);
  });
});

describe('an opening of personal data', () => {
  it('is recorded every time, with its purpose where one was told', () => {
    const entities = ['00000000-0000-4000-8000-00000000000a'];
    const opened = { type: 'PersonalDataOpened', data: { entities } } as const;
    const open = { type: 'RecordOpening', at: MORNING, entities } as const;
    given().when(open).then(opened);
    given(happened(opened)).when(open).then(opened);
    const purpose = 'Menelepon pemohon.';
    given()
      .when({ ...open, purpose })
      .then({ type: 'PersonalDataOpened', data: { entities, purpose } });
  });
});
