import type { AppointmentId, Day, OfficeCode, PersonId } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { appointment } from './appointment.ts';
import type { Appointed, AppointmentCommand, AppointmentEvent, StoodInFor } from './appointment.ts';

const { given } = scenariosFor(appointment);
const day = (text: string): Day => text as Day;
const [RARA, ADMIN] = ['rara' as PersonId, 'admin' as PersonId];
const lead: Appointed = {
  person: RARA,
  office: 'DINKES' as OfficeCode,
  role: 'OFFICE_LEAD',
  post: 'Sekretaris',
  capacity: 'DEFINITIVE',
  mandateNumber: '800/1-BKPSDM',
  mandateDate: day('2025-12-20'),
  from: day('2026-01-05'),
};
const appoint = (
  fields: Partial<Appointed & { by: PersonId | null }> = {},
): AppointmentCommand => ({
  type: 'Appoint',
  by: ADMIN,
  ...lead,
  ...fields,
});
const made = (fields: Partial<Appointed> = {}): AppointmentEvent => ({
  type: 'AppointmentMade',
  data: { ...lead, ...fields },
});
const ending = { until: day('2026-06-30'), reason: 'pensiun' };
const end = (fields: Partial<typeof ending> = {}): AppointmentCommand => ({
  type: 'EndAppointment',
  ...ending,
  ...fields,
});
const ended: AppointmentEvent = { type: 'AppointmentEnded', data: ending };

describe('an appointment', () => {
  it('puts a person in a post, with its mandate, and does not store who asked for it', () => {
    given().when(appoint()).then(made());
    given()
      .when(appoint({ by: null }))
      .then(made());
    const acting = {
      capacity: 'PLH',
      actingFor: 'a-1' as AppointmentId,
      until: day('2026-02-01'),
    } as const;
    given().when(appoint(acting)).then(made(acting));
  });

  it('stands in for somebody of the same role and office, within their days', () => {
    const actingFor = 'a-1' as AppointmentId;
    const delegated = { capacity: 'PLH', actingFor, until: day('2026-02-01') } as const;
    const holder: StoodInFor = {
      person: 'danu' as PersonId,
      office: lead.office,
      role: lead.role,
      from: day('2026-01-02'),
    };
    const standIn = (fields: Partial<Appointed>, held: Partial<StoodInFor> = {}) =>
      given().when(
        appoint({ ...delegated, ...fields, holder: { ...holder, ...held } } as Partial<Appointed>),
      );
    standIn({}).then(made(delegated));
    standIn({}, { until: day('2026-02-01') }).then(made(delegated));
    const other = 'actingForAppointmentId';
    standIn({ role: 'OFFICE_OFFICER' }).thenField('INVALID_INPUT', other);
    standIn({ office: 'DLH' as OfficeCode }).thenField('INVALID_INPUT', other);
    standIn({}, { person: RARA }).thenField('INVALID_INPUT', other);
    standIn({}, { actingFor: 'a-0' as AppointmentId }).thenField('INVALID_INPUT', other);
    standIn({ from: day('2026-01-01') }).thenField('INVALID_INPUT', 'from');
    standIn({}, { until: day('2026-01-04') }).thenField('INVALID_INPUT', 'from');
    standIn({}, { until: day('2026-01-31') }).thenField('INVALID_INPUT', 'until');
    const endless = { until: undefined } as unknown as Partial<Appointed>;
    standIn(endless, { until: day('2026-03-01') }).thenField('INVALID_INPUT', 'until');
    standIn(endless).then(made({ capacity: 'PLH', actingFor }));
  });

  it('lets only an auditor see unmasked data, until a day', () => {
    const unmasked = { unmaskUntil: day('2026-01-31') };
    const auditor = { role: 'AUDITOR', ...unmasked } as const;
    given().when(appoint(auditor)).then(made(auditor));
    given().when(appoint(unmasked)).thenField('INVALID_INPUT', 'unmaskUntil');
  });

  it('is made once', () => {
    given(made()).when(appoint()).thenRejected('INVALID_STATE');
    given(made(), ended).when(appoint()).thenRejected('INVALID_STATE');
  });

  it('is made for everyone but oneself', () => {
    given()
      .when(appoint({ by: RARA }))
      .thenRejected('NOT_PERMITTED');
  });

  it('ends on its first day or later', () => {
    given()
      .when(appoint({ until: day('2026-01-04') }))
      .thenField('INVALID_INPUT', 'until');
    given()
      .when(appoint({ until: day('2026-01-05') }))
      .then(made({ until: day('2026-01-05') }));
    given(made())
      .when(end({ until: day('2026-01-04') }))
      .thenField('INVALID_INPUT', 'until');
  });

  it('is ended with a reason, and not twice on the same day', () => {
    given(made()).when(end()).then(ended);
    given(made(), ended).when(end()).thenNothing();
    given(made({ until: ending.until }))
      .when(end())
      .thenNothing();
    given(made())
      .when(end({ reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
    given().when(end()).thenRejected('NOT_FOUND');
  });

  it('is ended earlier than it would, never later', () => {
    const earlier = day('2026-05-31');
    given(made(), ended)
      .when(end({ until: earlier }))
      .then({ type: 'AppointmentEnded', data: { ...ending, until: earlier } });
    given(made(), ended)
      .when(end({ until: day('2026-07-01') }))
      .thenRejected('INVALID_STATE');
    expect(given(made(), ended).state()).toEqual({
      status: 'MADE',
      from: lead.from,
      until: ending.until,
    });
  });

  it('that was never made is not made by its end', () => {
    expect(given(ended).state()).toEqual({ status: 'NONE' });
  });
});
