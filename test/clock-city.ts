import type { Day, Instant, OfficeCode } from '#kernel';
import { Clock } from '#event-store';
import { LimitKeeper } from '#limits/api';
import type { Config } from '../apps/api/src/config.ts';
import { decrees } from '../apps/operator/src/calendars/decreed.ts';
import { openNewCity } from '../apps/operator/src/open-city.ts';
import type { NewStaff } from '../apps/operator/src/open-city.ts';
import { TestCity } from './city.ts';

/** A clock that a spec moves forward. */
class SpecClock extends Clock {
  #now = '2025-08-01T01:00:00.000Z' as Instant;

  now(): Instant {
    return this.#now;
  }

  moveTo(at: Instant): void {
    this.#now = at;
  }
}

const staff = (['COORDINATOR', 'APPROVER', 'ADMIN', 'AUDITOR'] as const).map(
  (role, index): NewStaff => ({
    username: ['koordinator', 'ppid', 'admin', 'auditor'][index] ?? '',
    name: `Pegawai ${role}`,
    office: 'DISKOMINFO' as OfficeCode,
    role,
    post: 'Petugas',
    capacity: 'DEFINITIVE',
    mandate: { number: '800/1', date: '2025-01-02' as Day },
    password: 'simpul-demo',
  }),
);
const lead: NewStaff = {
  ...staff[0]!,
  username: 'lead',
  office: 'DINKES' as OfficeCode,
  role: 'OFFICE_LEAD',
};

/** At Diskominfo, beside those below. */
export const also = (username: string, role: NewStaff['role']): NewStaff => ({
  ...staff[0]!,
  username,
  name: `Pegawai ${role}`,
  role,
});

/**
 * A city opened on 1 August 2025, before the decree of the 7th, whose time a spec moves: staff are
 * koordinator, ppid, admin, auditor and, at DINKES, lead.
 */
export class ClockCity {
  readonly #clock: SpecClock;
  readonly city: TestCity;

  private constructor(city: TestCity, clock: SpecClock) {
    this.city = city;
    this.#clock = clock;
  }

  static async opened(
    more: readonly NewStaff[] = [],
    settings: Partial<Config> = {},
  ): Promise<ClockCity> {
    const clock = new SpecClock();
    const offices = ['DISKOMINFO', 'DINKES'].map(
      (code) => ({ code: code as OfficeCode, name: code, kind: 'DEPARTMENT' }) as const,
    );
    const city = await TestCity.opened(
      (config) =>
        openNewCity(config, {
          city: 'Kota Uji',
          demo: true,
          clock,
          from: '2025-01-02' as Day,
          offices,
          staff: [...staff, lead, ...more],
          registers: [],
          decrees: decrees().filter(({ amends }) => !amends),
        }),
      clock,
      settings,
    );
    return new ClockCity(city, clock);
  }

  /** Another node of the same city, at the same time. */
  async joined(settings: Partial<Config>): Promise<TestCity> {
    return TestCity.opened(() => Promise.resolve(), this.#clock, settings);
  }

  /** A time of the city, e.g. `2025-08-05 09:00`; everybody signs in again. */
  moveTo(time: string): void {
    this.#clock.moveTo(new Date(`${time.replace(' ', 'T')}:00+07:00`).toISOString() as Instant);
    this.city.forgetTokens();
  }

  now(): Instant {
    return this.#clock.now();
  }

  /** After a process ran by the true time: that many seconds later. */
  moveToNow(seconds: number): void {
    this.#clock.moveTo(new Date(Date.now() + seconds * 1_000).toISOString() as Instant);
  }

  /** After a stop, at the same time; everybody signs in again. */
  async start(): Promise<void> {
    await this.city.start(this.#clock);
    this.city.forgetTokens();
  }

  /** What the timer would do within a second. */
  sweep(): Promise<void> {
    return this.city.app.get(LimitKeeper).sweep();
  }

  /** A mutation that takes effect. */
  async act(who: string, mutation: string, input: object, selection?: string): Promise<any> {
    const payload = await this.city.mutate(who, mutation, input, selection);
    expect(payload.userErrors).toEqual([]);
    return payload;
  }

  /** A request received at that time, statutory unless told otherwise; its id. */
  async received(time: string, more: object = {}): Promise<string> {
    this.moveTo(time);
    const receipt = {
      track: 'STATUTORY',
      channel: 'LETTER',
      subject: `Perkara ${time}`,
      details: 'Berapa?',
      requester: { kind: 'CITIZEN', name: 'Kanaya Uji' },
      ...more,
    };
    const made = await this.act('koordinator', 'receiveInformationRequest', receipt);
    return made.informationRequest.id;
  }
}
