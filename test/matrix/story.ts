import type { Day } from '#kernel';
import { openNewCity } from '../../apps/operator/src/open-city.ts';
import { SystemClock } from '#event-store';
import { TestCity } from '../city.ts';
import { appoint, register } from '../employ.ts';
import type { FieldClass } from './classes.ts';
import {
  ENDED_VIEWERS,
  TO_COME,
  TRUTH,
  UNMASKED,
  WITHOUT_POST,
  newOffices,
  newStaff,
} from './viewers.ts';

const admin = 'admin.diskominfo';

export const ITEM = 'outboundItem { id contentHash }';
export const REQUEST = `informationRequest { id requester { id representedBy { id } }
  assignments { id office { code } contributions { id } } }`;

/** A word that stands nowhere else: of which thing, and under which rule it is shown. */
export type Planted = { thing: string; under: FieldClass };

/** A city of which a test knows every thing by a label, and every word. */
export class Story {
  readonly city: TestCity;
  /** By label, e.g. `R1`, `R1/DINKES`, `R1/DINKES/file`. */
  readonly ids = new Map<string, string>();
  readonly words = new Map<string, Planted>();
  /** By label: the hash of a text, or what an id of its limit has behind that of the request. */
  readonly facts = new Map<string, string>();

  constructor(city: TestCity) {
    this.city = city;
  }

  id(label: string): string {
    const id = this.ids.get(label);
    if (id === undefined) throw new Error(`nothing is called ${label}`);
    return id;
  }

  /** A word of a fixed length, so that none begins another. */
  word(thing: string, under: FieldClass = 'CASE'): string {
    const digits = String(1_000 + this.words.size);
    const word = `zq${[...digits].map((digit) => 'bdfghjklmp'[Number(digit)]).join('')}`;
    this.words.set(word, { thing, under });
    return word;
  }

  /** One that must have a form of its own. */
  code(thing: string, code: string): string {
    this.words.set(code, { thing, under: 'PERSONAL' });
    return code;
  }

  /** A mutation that takes effect; what it answers beside its errors. */
  async did(who: string, mutation: string, input: object, selection: string): Promise<any> {
    const payload = await this.city.mutate(who, mutation, input, selection);
    if (payload.userErrors.length > 0) {
      throw new Error(`${who} ${mutation}: ${JSON.stringify(payload.userErrors)}`);
    }
    const { userErrors: _, position: __, ...shown } = payload;
    return Object.values(shown)[0];
  }

  onRequest(label: string, who: string, mutation: string, more: object = {}): Promise<any> {
    return this.did(who, mutation, { requestId: this.id(label), ...more }, REQUEST);
  }

  /** An office's part in a request, e.g. `R1/DINKES`. */
  onPart(part: string, who: string, mutation: string, more: object = {}): Promise<any> {
    const assignmentId = this.id(part);
    return this.onRequest(part.split('/')[0] ?? '', who, mutation, { assignmentId, ...more });
  }

  onItem(label: string, who: string, mutation: string, more: object = {}): Promise<any> {
    return this.did(who, mutation, { outboundItemId: this.id(label), ...more }, ITEM);
  }

  /** Hands in a file whose name and content are words of the thing. */
  async file(label: string, who: string, fields: Record<string, string> = {}): Promise<string> {
    const form = new FormData();
    const name = `${this.word(label)}.txt`;
    form.append('file', new Blob([this.word(label)]), name);
    for (const [field, value] of Object.entries(fields)) form.append(field, value);
    const headers = { authorization: `Bearer ${await this.city.tokenOf(who)}` };
    const options = { method: 'POST', headers, body: form };
    const response = await fetch(`${this.city.url}/attachments`, options);
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as { id: string };
    this.ids.set(label, id);
    return id;
  }

  /** Everything that says who somebody is, with who stands for them. */
  person(label: string, kind = 'CITIZEN'): object {
    const own = (): string => this.word(label, 'PERSONAL');
    const n = 100 + this.words.size;
    return {
      kind,
      name: own(),
      email: this.code(label, `zq${n}@uji.example`),
      phone: this.code(label, `+62812777${n}`),
      address: own(),
      organisation: own(),
      occupation: own(),
      representedBy: { kind: 'CITIZEN', name: own() },
      ...(kind === 'JOURNALIST'
        ? {}
        : {
            identityKind: 'NIK',
            identityNumber: this.code(label, `3278010101${n}001`),
          }),
    };
  }
}

/** With its people, and nothing that happened yet. */
export async function openStory(): Promise<Story> {
  const city = await TestCity.opened((config) =>
    openNewCity(config, {
      city: 'Kota Uji',
      demo: true,
      clock: new SystemClock(),
      from: '2026-01-02' as Day,
      offices: newOffices,
      staff: newStaff,
      registers: [],
    }),
  );
  await appointOthers(city);
  return new Story(city);
}

async function appointOthers(city: TestCity): Promise<void> {
  const post = { officeCode: 'INSPEKTORAT', role: 'AUDITOR' };
  const unmask = { unmaskUntil: '2999-12-31' };
  await appoint(city, await register(city, UNMASKED), { ...post, ...unmask });
  const later = { officeCode: 'DISKOMINFO', role: 'COORDINATOR', from: '2999-01-01' };
  await appoint(city, await register(city, TO_COME), later);
  await register(city, WITHOUT_POST);
  const { data } = await city.ask(TRUTH, '{ viewer { personId } }');
  const person = data?.['viewer'].personId;
  for (const [officeCode, role, terms] of [
    ['INSPEKTORAT', 'AUDITOR', unmask],
    ['SETDA', 'PPID_SUPERIOR', {}],
    ['SETDA', 'LEGAL_REVIEWER', {}],
    ['SETDA', 'LEADERSHIP', {}],
    ['DISKOMINFO', 'ADMIN', {}],
    ['BPKAD', 'OFFICE_OFFICER', {}],
  ] as const) {
    const made = await appoint(city, person, { officeCode, role, ...terms });
    expect(made.userErrors).toEqual([]);
  }
}

/** At the end, so that who saw all of it before sees nothing now. */
export async function endPosts({ city }: Story): Promise<void> {
  for (const who of ENDED_VIEWERS) {
    const { data } = await city.ask(who, '{ viewer { appointments { id } } }');
    const appointmentId = data?.['viewer'].appointments[0].id;
    const end = { appointmentId, until: '2026-11-01', reason: 'Pensiun.' };
    const ended = await city.mutate(admin, 'endAppointment', end, 'appointment { id }');
    expect(ended.userErrors).toEqual([]);
  }
}
