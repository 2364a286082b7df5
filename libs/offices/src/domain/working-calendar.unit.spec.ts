import type { Day } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import type { CalendarDay } from '#calendar';
import { workingCalendar } from './working-calendar.ts';
import type { WorkingCalendarCommand, WorkingCalendarEvent } from './working-calendar.ts';

const { given } = scenariosFor(workingCalendar);

const off = (date: string, name = 'Libur'): CalendarDay => ({
  date: date as Day,
  kind: 'NATIONAL_HOLIDAY',
  name,
});
const [newYear, labour, leave] = [off('2026-01-01'), off('2026-05-01'), off('2026-05-15')];
const source = 'SKB 1497/2/5 Tahun 2025';
const declare = (days: CalendarDay[], more = {}): WorkingCalendarCommand => ({
  type: 'DeclareCalendar',
  year: 2026,
  source,
  days,
  ...more,
});
const declared: WorkingCalendarEvent = {
  type: 'WorkingCalendarDeclared',
  data: { year: 2026, version: '2026/1', source, days: [newYear, labour] },
};
const amend = (fields: object): WorkingCalendarCommand => ({
  type: 'AmendCalendar',
  source,
  add: [],
  remove: [],
  moves: 0,
  expectedMoves: 0,
  ...fields,
});
const amended: WorkingCalendarEvent = {
  type: 'WorkingCalendarAmended',
  data: { year: 2026, version: '2026/2', source, add: [leave], remove: [], moves: 3 },
};

describe('the calendar of a year', () => {
  it('is declared once, in the order of its days', () => {
    given()
      .when(declare([labour, newYear]))
      .then(declared);
    given(declared)
      .when(declare([labour]))
      .thenRejected('INVALID_STATE');
  });

  it('has each day once, by name, all of its year, and a source', () => {
    for (const days of [[newYear, newYear], [off('2027-01-01')], [off('2026-01-01', ' ')]]) {
      given().when(declare(days)).thenField('INVALID_INPUT', 'days');
    }
    given()
      .when(declare([], { source: ' ' }))
      .thenField('INVALID_INPUT', 'source');
  });

  it('is amended under a new version, with the number of limits that move', () => {
    given(declared)
      .when(amend({ add: [leave], moves: 3, expectedMoves: 3 }))
      .then(amended);
    const state = given(declared, amended)
      .when(amend({ remove: [labour.date] }))
      .state();
    expect(state).toEqual({ year: 2026, amendments: 2, days: [newYear, leave] });
    given(declared, amended)
      .when(amend({ remove: [labour.date] }))
      .then({
        type: 'WorkingCalendarAmended',
        data: { year: 2026, version: '2026/3', source, add: [], remove: [labour.date], moves: 0 },
      });
  });

  it('is amended only while as many limits move as the admin was shown', () => {
    given(declared)
      .when(amend({ add: [leave], moves: 4, expectedMoves: 3 }))
      .thenRejected('CALENDAR_CHANGED');
  });

  it('is amended only by what changes it', () => {
    given()
      .when(amend({ add: [leave] }))
      .thenRejected('INVALID_STATE');
    given(declared).when(amend({})).thenField('INVALID_INPUT', 'add');
    given(declared)
      .when(amend({ add: [labour] }))
      .thenField('INVALID_INPUT', 'add');
    given(declared)
      .when(amend({ remove: [leave.date] }))
      .thenField('INVALID_INPUT', 'remove');
    given(declared)
      .when(amend({ add: [{ ...labour, kind: 'LOCAL_HOLIDAY' }], remove: [labour.date] }))
      .then({
        type: 'WorkingCalendarAmended',
        data: {
          year: 2026,
          version: '2026/2',
          source,
          add: [{ ...labour, kind: 'LOCAL_HOLIDAY' }],
          remove: [labour.date],
          moves: 0,
        },
      });
  });
});
