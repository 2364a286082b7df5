import type { TestCity } from '../city.ts';

const WRITERS = 64;
const COORDINATOR = 'coordinator.diskominfo';
const OFFICES = ['DINKES', 'DISDIK', 'PUTR', 'DLH', 'DINSOS', 'DISHUB'];

/** One mutation as it is sent, under a key that makes it the same command when it is sent again. */
export type Sent = {
  who: string;
  mutation: string;
  /** Empty for a mutation that creates one. */
  requestId: string;
  input: { idempotencyKey: string } & Record<string, unknown>;
};
/** `position`: null when there was nothing left to record. */
export type Answered = Sent & { position: string | null; request: Shown | null };
/** The request as the answer showed it. */
type Shown = { id: string; number: string | null; assignments: { id: string }[] };

export async function send(city: TestCity, sent: Sent): Promise<Answered> {
  const { who, mutation, input } = sent;
  const { userErrors, position, informationRequest } = await city.mutate(who, mutation, input);
  if (userErrors.length > 0) throw new Error(`${mutation}: ${JSON.stringify(userErrors)}`);
  return { ...sent, position, request: informationRequest };
}

/** How many they are; how their idempotency keys begin, others than those of other writers. */
type Crew = { count: number; keys: string };

/** Clerks, 64 of them, who take one request after another through the house, all at once. */
export class Writers {
  readonly acknowledged: Answered[] = [];
  readonly unanswered = new Set<Sent>();
  readonly #city: TestCity;
  readonly #chance: () => number;
  readonly #wanted: { count: number; reached(): void }[] = [];
  readonly #crew: Crew;
  #killed = false;
  #sent = 0;

  constructor(
    city: TestCity,
    chance: () => number,
    crew: Crew = { count: WRITERS, keys: 'perintah' },
  ) {
    this.#crew = crew;
    this.#city = city;
    this.#chance = chance;
  }

  /** Resolves when every writer has lost its server. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: this.#crew.count }, () => this.#write()));
  }

  /** From now on a lost connection is no defect. */
  serverIsKilled(): void {
    this.#killed = true;
  }

  /** Resolves when so many commands were acknowledged. */
  acknowledgedSo(count: number): Promise<void> {
    return new Promise((reached) => this.#wanted.push({ count, reached }));
  }

  async #write(): Promise<void> {
    try {
      for (;;) await this.#lifeOfARequest();
    } catch (error) {
      if (!this.#killed) throw error;
    }
  }

  async #lifeOfARequest(): Promise<void> {
    const office = OFFICES[Math.floor(this.#chance() * OFFICES.length)] ?? '';
    const lead = `lead.${office.toLowerCase()}`;
    const received = await this.#command(COORDINATOR, 'receiveInformationRequest', this.#receipt());
    const requestId = received?.id;
    if (requestId === undefined) return;
    await this.#command(COORDINATOR, 'registerInformationRequest', { requestId });
    const part = { requestId, officeCode: office, lead: true, instructions: 'Mohon rinciannya.' };
    const assigned = await this.#command(COORDINATOR, 'assignOffice', part);
    const assignmentId = assigned?.assignments[0]?.id;
    if (assignmentId === undefined) return;
    const of = { requestId, assignmentId };
    const text = { text: 'Rincian per kecamatan terlampir.', informationHeld: true };
    await this.#command(lead, 'submitContribution', { ...of, ...text });
    if (this.#chance() < 0.5) {
      await this.#command(COORDINATOR, 'returnContribution', { ...of, reason: 'Mohon per desa.' });
      await this.#command(lead, 'submitContribution', { ...of, ...text });
    }
    await this.#command(COORDINATOR, 'acceptContribution', of);
  }

  #receipt(): Record<string, unknown> {
    const media = this.#chance() < 0.25;
    return {
      track: media ? 'MEDIA' : 'STATUTORY',
      channel: 'ONLINE',
      subject: `Perkara ${this.#sent}`,
      details: 'Mohon rincian per kecamatan.',
      requester: { kind: media ? 'JOURNALIST' : 'CITIZEN', name: `Pemohon ${this.#sent}` },
    };
  }

  /** Null: recorded, but not yet to be seen. */
  async #command(
    who: string,
    mutation: string,
    said: Record<string, unknown>,
  ): Promise<Shown | null> {
    const input = { ...said, idempotencyKey: `${this.#crew.keys}-${(this.#sent += 1)}` };
    const requestId = typeof said['requestId'] === 'string' ? said['requestId'] : '';
    const sent: Sent = { who, mutation, requestId, input };
    this.unanswered.add(sent);
    const answered = await send(this.#city, sent);
    this.unanswered.delete(sent);
    this.acknowledged.push(answered);
    for (const { count, reached } of this.#wanted) {
      if (this.acknowledged.length >= count) reached();
    }
    return answered.request;
  }
}

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
