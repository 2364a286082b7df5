import type { Config } from '../apps/api/src/config.ts';
import { ClockCity, also } from './clock-city.ts';
import type { TestCity } from './city.ts';

export const [coordinator, approver, approver2, superior, auditor] = [
  'koordinator',
  'ppid',
  'ppid2',
  'atasan',
  'auditor',
];
export const ABSENT = '00000000-0000-4000-8000-000000000000';
export const ERASURE = `erasure { id state targetId withCases ground reason askedBy retentionCode
  orderedAt orderedBy { role } confirmedBy { role } keyDestroyedAt certificateEventId }`;
export const CASE = `subject details purpose number
  requester { id name email erased legalHold }`;
export const byCourt = { askedBy: 'COURT' };

export type Case = { id: string; person: string };

const orderOf = (targetId: string, more: object = {}): object => ({
  targetId,
  ground: 'Pasal 43 UU 27/2022',
  askedBy: 'THE_PERSON',
  reason: 'Diminta yang bersangkutan.',
  ...more,
});

/** A city whose time a spec moves forward, where persons and cases are merged, held and erased. */
export class ErasureCity {
  readonly at: ClockCity;
  readonly city: TestCity;
  #asked = 0;

  private constructor(at: ClockCity) {
    this.at = at;
    this.city = at.city;
  }

  static async opened(settings: Partial<Config> = {}): Promise<ErasureCity> {
    const more = [also(superior, 'PPID_SUPERIOR'), also(approver2, 'APPROVER')];
    return new ErasureCity(await ClockCity.opened(more, settings));
  }

  async order(targetId: string, more: object = {}, who = approver): Promise<any> {
    return (await this.at.act(who, 'orderErasure', orderOf(targetId, more), ERASURE)).erasure;
  }

  async confirm(erasureId: string, who = superior): Promise<any> {
    return (await this.at.act(who, 'confirmErasure', { erasureId }, ERASURE)).erasure;
  }

  /** The codes, with the field that each names, of a mutation that is refused. */
  async refused(who: string, mutation: string, input: object, selection = ERASURE): Promise<any> {
    const { userErrors } = await this.city.mutate(who, mutation, input, selection);
    return userErrors.map(({ code, path }: any) =>
      path === null ? code : `${code} ${path.at(-1)}`,
    );
  }

  barred(targetId: string, more: object = {}, who = approver): Promise<any> {
    return this.refused(who, 'orderErasure', orderOf(targetId, more));
  }

  hold(who: string, mutation: string, input: object): Promise<any> {
    const said = { reason: 'Perkara 12/G/2026.', ...input };
    return this.at.act(who, mutation, said, 'targetId held');
  }

  notHeld(who: string, mutation: string, input: object): Promise<any> {
    const said = { reason: 'Perkara 12/G/2026.', ...input };
    return this.refused(who, mutation, said, 'targetId held');
  }

  async shown(id: string, who = coordinator, selection = CASE): Promise<any> {
    const query = `query($id: ID!) { informationRequest(id: $id) { ${selection} } }`;
    const { data, errors } = await this.city.ask(who, query, { id });
    expect(errors).toBeUndefined();
    return data?.['informationRequest'];
  }

  async staff(): Promise<string> {
    const { data } = await this.city.ask(coordinator, '{ viewer { personId } }');
    return data?.['viewer'].personId;
  }

  /** Received at that time, from somebody of their own. */
  async open(time: string, more: object = {}): Promise<Case> {
    const number = (this.#asked += 1);
    const name = `Kanaya ${number}`;
    const requester = { kind: 'CITIZEN', name, email: `k${number}@uji.example` };
    const words = { details: `Rincian ${number}`, purpose: `Tujuan ${number}`, requester };
    const subject = `Perkara${number}`;
    const id = await this.at.received(time, { subject, ...words, ...more });
    return { id, person: (await this.shown(id)).requester.id };
  }

  /** And registered, and withdrawn. */
  async ended(time: string, more: object = {}): Promise<Case> {
    const made = await this.open(time, more);
    const requestId = made.id;
    await this.at.act(coordinator, 'registerInformationRequest', { requestId });
    const withdrawal = { requestId, reason: 'Ditarik.' };
    await this.at.act(coordinator, 'withdrawInformationRequest', withdrawal);
    return made;
  }

  /** Cases whose retention is over at that time, which comes after. */
  async old(count: number, now = '2031-10-01 09:00'): Promise<() => Case> {
    const cases: Case[] = [];
    for (let i = 0; i < count; i += 1) cases.push(await this.ended('2025-08-20 09:00'));
    this.at.moveTo(now);
    return () => {
      const next = cases.pop();
      if (next === undefined) throw new Error('more old cases are needed');
      return next;
    };
  }
}
