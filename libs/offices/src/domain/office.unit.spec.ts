import type { Day, OfficeCode } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { office } from './office.ts';
import type { OfficeCommand, OfficeEvent } from './office.ts';

const { given } = scenariosFor(office);
const day = (text: string): Day => text as Day;
const health = {
  code: 'DINKES' as OfficeCode,
  name: 'Dinas Kesehatan',
  kind: 'DEPARTMENT' as const,
  from: day('2020-01-01'),
};
const opened: OfficeEvent = { type: 'OfficeOpened', data: health };
const ending = {
  until: day('2026-12-31'),
  successors: ['DINKES-2' as OfficeCode],
  reason: 'digabung',
};
const ended: OfficeEvent = { type: 'OfficeEnded', data: ending };
const renaming = { name: 'Dinas Kesehatan Kota', from: day('2026-01-01') };
const rename = (fields: Partial<typeof renaming> = {}): OfficeCommand => ({
  type: 'RenameOffice',
  ...renaming,
  ...fields,
});
const end = (fields: Partial<typeof ending> = {}): OfficeCommand => ({
  type: 'EndOffice',
  ...ending,
  ...fields,
});

describe('an office', () => {
  it('opens once, under its code, perhaps below another', () => {
    given()
      .when({ type: 'OpenOffice', ...health })
      .then(opened);
    const parent = 'SETDA' as OfficeCode;
    given()
      .when({ type: 'OpenOffice', ...health, parent })
      .then({ type: 'OfficeOpened', data: { ...health, parent } });
    given(opened)
      .when({ type: 'OpenOffice', ...health })
      .thenRejected('INVALID_STATE');
    given(opened, ended)
      .when({ type: 'OpenOffice', ...health })
      .thenRejected('INVALID_STATE');
  });

  it('is renamed from a day on, and not to the name it has', () => {
    const renamed: OfficeEvent = { type: 'OfficeRenamed', data: renaming };
    given(opened).when(rename()).then(renamed);
    given(opened, renamed).when(rename()).thenNothing();
    expect(given(opened, renamed).state()).toMatchObject({ name: renaming.name });
    given().when(rename()).thenRejected('NOT_FOUND');
    given(opened, ended).when(rename()).thenRejected('INVALID_STATE');
  });

  it('ends with its successors and a reason, once', () => {
    given(opened).when(end()).then(ended);
    given(opened)
      .when(end({ successors: [] }))
      .then({ type: 'OfficeEnded', data: { ...ending, successors: [] } });
    given(opened, ended).when(end()).thenNothing();
    given(opened, ended)
      .when(end({ until: day('2027-01-31') }))
      .thenRejected('INVALID_STATE');
    given(opened)
      .when(end({ reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
    given().when(end()).thenRejected('NOT_FOUND');
  });

  it('does not end before it opened, but may on that day', () => {
    given(opened)
      .when(end({ until: day('2019-12-31') }))
      .thenRejected('INVALID_STATE');
    given(opened)
      .when(end({ until: day('2020-01-01') }))
      .then({ type: 'OfficeEnded', data: { ...ending, until: day('2020-01-01') } });
    expect(given(opened, ended).state()).toEqual({
      status: 'ENDED',
      name: health.name,
      from: health.from,
      until: ending.until,
    });
  });

  it('that was never opened is not made by later facts', () => {
    expect(given(ended, { type: 'OfficeRenamed', data: renaming }).state()).toEqual({
      status: 'UNKNOWN',
    });
  });
});
