import type { CommandId, ConsequenceTestId, Instant, ObjectionId, PersonId } from '#kernel';
import { Transact, freshId } from '#event-store';
import type { Envelope } from '#event-store';
import { finishRegisterEntry } from '#information-requests';
import { registerKind } from '#information-requests/api';
import { reckoningOf } from '#offices';
import {
  ObjectionRegisterNet,
  RenewalNet,
  UpheldNet,
  consequenceTestKind,
  objectionKind,
} from '#objections/api';
import { ReadModel } from '#read-model';
import { ClockCity, also } from './clock-city.ts';
import type { TestCity } from './city.ts';

const coordinator = 'koordinator';
let at: ClockCity;
let city: TestCity;
beforeAll(async () => {
  at = await ClockCity.opened([also('atasan', 'PPID_SUPERIOR')]);
  ({ city } = at);
}, 60_000);
afterAll(() => city.close());

const now = (): Instant => city.app.get(Transact).now();
const envelope = (): Envelope => {
  const commandId = freshId<CommandId>();
  const actor = { system: 'reaction', name: 'spec' } as const;
  return { commandId, correlationId: commandId, actor, occurredAt: now() };
};
const objection = 'objection { id number }';
const request = 'informationRequest { id state version }';

async function lapsed(from: string, until: string): Promise<string> {
  const requestId = await at.received(`2026-03-${from} 09:00`);
  const missing = { requestId, missing: ['KTP'] };
  await at.act(coordinator, 'markInformationRequestIncomplete', missing, request);
  at.moveTo(`2026-03-${until} 09:00`);
  await at.act(coordinator, 'lapseInformationRequest', { requestId, reason: 'Lewat.' }, request);
  return requestId;
}

async function lodged(requestId: string): Promise<string> {
  const said = { grounds: ['C_NOT_ANSWERED'], statement: 'x', groundFoundOn: '2026-03-02' };
  const input = { requestId, ...said };
  return (await at.act(coordinator, 'lodgeObjection', input, objection)).objection.id;
}

const headOf = (): Promise<unknown> => city.city.parts.store.head();
const caughtUp = async (): Promise<void> => {
  const head = (await city.city.parts.store.head())!;
  expect(await city.app.get(ReadModel).waitFor(head, 2_000)).toBe(true);
};

async function shown(id: string): Promise<any> {
  await caughtUp();
  const query = `query($id: ID!) { node(id: $id) { ... on Objection { number objectionState: state }
    ... on InformationRequest { state version }
    ... on ConsequenceTest { deadline { state } history { nodes { type } } } } }`;
  return (await city.ask(coordinator, query, { id })).data?.['node'];
}

describe('the net under the register of objections', () => {
  it('tells an objection its number, once, and explains the gap of one that refuses', async () => {
    const transact = city.app.get(Transact);
    const net = city.app.get(ObjectionRegisterNet);
    const enter = async (entity: string): Promise<any> => {
      const make = { type: 'MakeEntry', register: 'KEB', year: 2026, entity } as const;
      const done = await transact.run(registerKind, 'KEB-2026', make, envelope());
      const number = 'state' in done ? done.state.entries.get(entity) : undefined;
      return { register: 'KEB-2026', number, label: `000${number}/KEB/2026`, entity };
    };
    const id = await lodged(await lapsed('02', '10'));
    const entry = await enter(id);
    expect(await net.dispatch(entry, envelope())).toBeUndefined();
    expect(await shown(id)).toMatchObject({
      number: '0001/KEB/2026',
      objectionState: 'REGISTERED',
    });
    const before = await headOf();
    expect(await net.dispatch(entry, envelope())).toBeUndefined();
    expect(await headOf()).toEqual(before);
    const absent = await enter('00000000-0000-4000-8000-000000000000');
    expect(await net.dispatch(absent, envelope())).toBeUndefined();
    const { state } = await transact.load(registerKind, 'KEB-2026');
    expect([...state.entries.keys()]).toEqual([id]);
  });

  it('is not the one under the registers of requests', () => {
    const made = (register: string): any => ({
      entityId: `${register}-2026`,
      data: { number: 1, label: `0001/${register}/2026`, entity: 'x' },
    });
    const wanted = (register: string): unknown[] => [
      finishRegisterEntry.on.RegisterEntryMade?.(made(register)).length,
      city.app.get(ObjectionRegisterNet).reaction.on.RegisterEntryMade?.(made(register)).length,
    ];
    expect([wanted('PIP'), wanted('MED'), wanted('KEB')]).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
  });
});

describe('the net under upheld objections', () => {
  /** As a node would leave it that died between the decision and the request. */
  async function decidedAlone(requestId: string): Promise<ObjectionId> {
    const id = await lodged(requestId);
    await at.act(coordinator, 'registerObjection', { objectionId: id }, objection);
    const by = freshId<PersonId>();
    const said = { decision: 'UPHELD', text: 'Ya.', by, decidedBy: [] } as const;
    const times = { at: now(), now: now() };
    const command = { type: 'DecideObjection', ...said, ...times } as const;
    await city.app.get(Transact).run(objectionKind, id, command, envelope());
    return id as ObjectionId;
  }

  it('reopens the request, once', async () => {
    const requestId = (await lapsed('11', '20')) as never;
    const step = { objection: await decidedAlone(requestId), request: requestId, at: now() };
    const net = city.app.get(UpheldNet);
    expect(await net.dispatch(step, envelope())).toBeUndefined();
    const reopened = await shown(requestId);
    expect(reopened.state).toBe('IN_COORDINATION');
    expect(await net.dispatch(step, envelope())).toBeUndefined();
    expect(await shown(requestId)).toEqual(reopened);
  });

  const answeredOnTheSpot = { track: 'MEDIA', answeredAtOnce: { outcome: 'INTERVIEW' } };

  it('is not stopped by a mere closing', async () => {
    const requestId = (await at.received('2026-03-23 08:00', answeredOnTheSpot)) as never;
    at.moveTo('2026-03-23 09:00');
    const step = { objection: await decidedAlone(requestId), request: requestId, at: now() };
    at.moveTo('2026-03-24 09:00');
    await at.act(coordinator, 'closeInformationRequest', { requestId }, request);
    expect(await city.app.get(UpheldNet).dispatch(step, envelope())).toBeUndefined();
    expect((await shown(requestId)).state).toBe('IN_COORDINATION');
  });

  it('leaves alone what was answered since, as a decision entered late does', async () => {
    const received = async (): Promise<string> => {
      const requestId = await at.received('2026-03-26 09:00', { track: 'MEDIA' });
      await at.act(coordinator, 'registerInformationRequest', { requestId }, request);
      return requestId;
    };
    const [inNet, inCall] = [await received(), await received()];
    const objectionId = await lodged(inCall);
    await at.act(coordinator, 'registerObjection', { objectionId }, objection);
    const step = { objection: await decidedAlone(inNet), request: inNet as never, at: now() };
    at.moveTo('2026-03-27 10:00');
    for (const requestId of [inNet, inCall]) {
      const answer = { requestId, outcome: 'INTERVIEW' };
      await at.act(coordinator, 'recordOutcome', answer, request);
    }
    expect(await city.app.get(UpheldNet).dispatch(step, envelope())).toBeUndefined();
    const decision = { objectionId, decision: 'UPHELD', text: 'Ya.' };
    const when = { occurredAt: '2026-03-26T03:00:00Z' };
    await at.act('atasan', 'decideObjection', { ...decision, ...when }, objection);
    expect([(await shown(inNet)).state, (await shown(inCall)).state]).toEqual([
      'ANSWERED',
      'ANSWERED',
    ]);
  });
});

describe('the net under renewals', () => {
  it('stops the review of the test that was renewed, once', async () => {
    const transact = city.app.get(Transact);
    const opening = { exemption: 'C', information: 'i', harmIfOpened: 'o', harmIfClosed: 'c' };
    const test = 'consequenceTest { id }';
    const open = async (more: object = {}): Promise<ConsequenceTestId> => {
      const input = { ...opening, ...more };
      return (await at.act(coordinator, 'openConsequenceTest', input, test)).consequenceTest.id;
    };
    const old = await open();
    const exempt = { exempt: true, endsOn: '2026-12-31', reason: 'r' };
    const decide = { consequenceTestId: old, ...exempt };
    await at.act('ppid', 'decideConsequenceTest', decide, test);
    const next = await open({ renews: old });
    const reckoning = reckoningOf(city.app.get(ReadModel).db);
    const facts = { reviewerHeld: false, assentNeeded: false, reckoning, at: now(), now: now() };
    const said = { exempt: true, term: { endsOn: '2027-12-31' as never }, reason: 'r' };
    const command = { type: 'DecideConsequenceTest', ...said, ...facts } as const;
    await transact.run(consequenceTestKind, next, command, envelope());
    expect((await shown(old)).deadline.state).toBe('RUNNING');
    const net = city.app.get(RenewalNet);
    expect(await net.dispatch({ test: old, by: next, exempt: true }, envelope())).toBeUndefined();
    expect(await net.dispatch({ test: old, by: next, exempt: true }, envelope())).toBeUndefined();
    const { deadline, history } = await shown(old);
    expect(deadline.state).toBe('MET');
    const renewals = history.nodes.filter(({ type }: any) => type === 'ConsequenceTestRenewed');
    expect(renewals).toHaveLength(1);
  });
});
