import { readErasureList } from '#persons';
import { erasureListOf } from '../apps/api/src/config.ts';
import {
  ABSENT,
  CASE,
  ERASURE,
  ErasureCity,
  approver,
  approver2,
  auditor,
  coordinator,
  superior,
} from './erasure-city.ts';
import type { TestCity } from './city.ts';
import type { Case } from './erasure-city.ts';

let of: ErasureCity;
let city: TestCity;
let old: () => Case;
beforeAll(async () => {
  of = await ErasureCity.opened();
  ({ city } = of);
  old = await of.old(12);
}, 60_000);
afterAll(() => city.close());

describe('an erasure', () => {
  it('that another person refuses is history, and nothing is destroyed', async () => {
    const { id, person } = old();
    const before = await of.shown(id);
    const ordered = await of.order(person, { retentionCode: 'JRA 04.2' });
    expect(ordered).toMatchObject({
      state: 'ORDERED',
      targetId: person,
      withCases: false,
      ground: 'Pasal 43 UU 27/2022',
      reason: 'Diminta yang bersangkutan.',
      askedBy: 'THE_PERSON',
      retentionCode: 'JRA 04.2',
      orderedBy: { role: 'APPROVER' },
      confirmedBy: null,
      keyDestroyedAt: null,
      certificateEventId: null,
    });
    const refusal = { erasureId: ordered.id, reason: 'Masih diperlukan.' };
    expect(await of.refused(approver, 'refuseErasure', refusal)).toEqual(['SAME_PERSON']);
    expect(await of.refused(approver2, 'refuseErasure', { ...refusal, reason: ' ' })).toEqual([
      'REASON_REQUIRED',
    ]);
    const { erasure } = await of.at.act(approver2, 'refuseErasure', refusal, ERASURE);
    expect(erasure).toMatchObject({ state: 'REFUSED', confirmedBy: null, keyDestroyedAt: null });
    expect(await of.refused(superior, 'confirmErasure', { erasureId: ordered.id })).toEqual([
      'INVALID_STATE',
    ]);
    expect(await of.shown(id)).toEqual(before);
  });

  it('needs another person, who sees it', async () => {
    const { id, person } = old();
    const { id: erasureId } = await of.order(person);
    const input = { erasureId };
    expect(await of.refused(approver, 'confirmErasure', input)).toEqual(['SAME_PERSON']);
    for (const who of [coordinator, 'lead']) {
      expect(await of.refused(who, 'confirmErasure', input)).toEqual(['NOT_FOUND erasureId']);
      expect(await of.refused(who, 'refuseErasure', { ...input, reason: 'x' })).toEqual([
        'NOT_FOUND erasureId',
      ]);
    }
    expect(await of.refused(auditor, 'confirmErasure', input)).toEqual(['NOT_PERMITTED']);
    expect(await of.refused(superior, 'confirmErasure', { erasureId: ABSENT })).toEqual([
      'NOT_FOUND erasureId',
    ]);
    expect((await of.shown(id)).requester.erased).toBe(false);
    expect((await of.confirm(erasureId, approver2)).confirmedBy).toEqual({ role: 'APPROVER' });
  });

  it('is asked again whether anything bars it when it is confirmed', async () => {
    const { id, person } = old();
    const { id: erasureId } = await of.order(person);
    await of.hold(superior, 'placeLegalHold', { targetId: id });
    expect(await of.refused(superior, 'confirmErasure', { erasureId })).toEqual(['LEGAL_HOLD']);
    await of.hold(superior, 'liftLegalHold', { targetId: id });
    expect((await of.confirm(erasureId)).state).toBe('DONE');
  });

  it('of a person takes who they are and their words, and leaves the case', async () => {
    const { id, person } = old();
    const before = await of.shown(id);
    const { id: erasureId } = await of.order(person);
    const input = { erasureId, idempotencyKey: 'c' };
    const { erasure: done } = await of.at.act(superior, 'confirmErasure', input, ERASURE);
    expect(done).toMatchObject({ state: 'DONE', confirmedBy: { role: 'PPID_SUPERIOR' } });
    expect(done.keyDestroyedAt).toBe('2031-10-01T02:00:00.000Z');
    expect(done.certificateEventId).toMatch(/^[0-9a-f-]{36}$/);
    const gone = { id: person, name: null, email: null, erased: true, legalHold: false };
    const after = { details: null, purpose: null, requester: gone };
    for (const who of [coordinator, approver, auditor]) {
      expect(await of.shown(id, who)).toEqual({ ...before, ...after });
    }
    const then = `query($id: ID!) {
      informationRequest(id: $id, asOf: "2025-09-01T00:00:00.000Z") { ${CASE} } }`;
    for (const who of [coordinator, auditor]) {
      const { data } = await city.ask(who, then, { id });
      expect(data?.['informationRequest']).toMatchObject({ subject: before.subject, ...after });
    }
    const listed = readErasureList(erasureListOf(city.config));
    expect(listed.find((one) => one.erasureId === erasureId)).toMatchObject({
      logId: city.city.parts.identity.logId,
      at: done.keyDestroyedAt,
      keyIds: [expect.any(String), expect.any(String)],
    });
    const again = await of.at.act(superior, 'confirmErasure', input, ERASURE);
    expect(again.erasure).toEqual(done);
    expect((await of.confirm(erasureId)).certificateEventId).toBe(done.certificateEventId);
    expect(await of.barred(person)).toEqual(['ALREADY_ERASED']);
  });

  it('ordered twice is done once', async () => {
    const { person } = old();
    const [first, second] = [await of.order(person), await of.order(person)];
    await of.confirm(first.id);
    const rest = { erasureId: second.id };
    expect(await of.refused(superior, 'confirmErasure', rest)).toEqual(['ALREADY_ERASED']);
    await of.at.act(superior, 'refuseErasure', { ...rest, reason: 'Sudah.' }, ERASURE);
  });

  it('with cases takes them whole, out of lists and search; the number stays', async () => {
    const { id, person } = old();
    const subject: string = (await of.shown(id)).subject;
    const found = async (search: string): Promise<string[]> => {
      const query = `query($search: String!) {
        informationRequests(filter: { search: $search }) { nodes { id } } }`;
      const { data } = await city.ask(coordinator, query, { search });
      return data?.['informationRequests'].nodes.map((node: Case) => node.id);
    };
    expect(await found(subject)).toEqual([id]);
    await of.confirm((await of.order(person)).id);
    expect((await of.shown(id)).subject).toBe(subject);
    await of.confirm((await of.order(person, { withCases: true })).id);
    const { number, subject: left } = await of.shown(id);
    expect(left).toBeNull();
    expect(number).toMatch(/^\d{4}\//);
    expect(await found(subject)).toEqual([]);
    expect(await found(number)).toEqual([id]);
    const query = `query($id: ID!) { informationRequest(id: $id) {
      history(first: 50) { nodes { type changes { field from to } } } } }`;
    const { data, errors } = await city.ask(coordinator, query, { id });
    expect(errors).toBeUndefined();
    const received = data?.['informationRequest'].history.nodes.find(
      ({ type }: any) => type === 'InformationRequestReceived',
    );
    expect(JSON.stringify(received)).not.toContain(subject);
  });

  it('leaves nothing to be written on', async () => {
    const { id, person } = old();
    await of.confirm((await of.order(person, { withCases: true })).id);
    const correction = { personId: person, field: 'NAME', value: 'Baru', reason: 'Salah.' };
    expect(await of.refused(coordinator, 'correctPerson', correction, 'person { id }')).toEqual([
      'INVALID_STATE',
    ]);
    const entry = { requestId: id, field: 'SUBJECT', value: 'Baru', reason: 'Salah.' };
    const shown = 'informationRequest { id }';
    expect(await of.refused(coordinator, 'correctInformationRequestEntry', entry, shown)).toEqual([
      'INVALID_STATE',
    ]);
    const receipt = {
      track: 'STATUTORY',
      channel: 'LETTER',
      subject: 'Lagi',
      details: 'Lagi.',
      requester: { personId: person },
    };
    const codes = await of.refused(coordinator, 'receiveInformationRequest', receipt, shown);
    expect(codes).toEqual(['NOT_FOUND personId']);
  });

  it('is listed for approver, superior and auditor, the newest first', async () => {
    const query = `query($states: [ErasureState!], $after: String) {
      erasures(states: $states, first: 2, after: $after) {
        nodes { id state ground } pageInfo { endCursor hasNextPage } totalCount } }`;
    const listed = async (who: string, variables: object = {}): Promise<any> => {
      const { data, errors } = await city.ask(who, query, variables);
      expect(errors).toBeUndefined();
      return data?.['erasures'];
    };
    const all = await listed(approver);
    expect(all.nodes).toHaveLength(2);
    expect(all.totalCount).toBeGreaterThan(8);
    const next = await listed(auditor, { after: all.pageInfo.endCursor });
    expect(next.nodes.map(({ id }: Case) => id)).not.toContain(all.nodes[0].id);
    const [refusal] = (await listed(superior, { states: ['REFUSED'] })).nodes;
    expect(refusal).toMatchObject({ state: 'REFUSED', ground: 'Pasal 43 UU 27/2022' });
    const node = 'query($id: ID!) { node(id: $id) { id ... on Erasure { state } } }';
    for (const who of [coordinator, 'lead', 'admin']) {
      expect(await listed(who)).toMatchObject({ nodes: [], totalCount: 0 });
      expect((await city.ask(who, node, { id: refusal.id })).data?.['node']).toBeNull();
    }
    expect((await city.ask(superior, node, { id: refusal.id })).data?.['node']).toEqual({
      id: refusal.id,
      state: 'REFUSED',
    });
  });

  it('of a person is of everyone merged into them', async () => {
    const [kept, dropped] = [old(), old()];
    await merge(kept.person, dropped.person);
    const ordered = await of.order(dropped.person);
    expect(ordered.targetId).toBe(kept.person);
    await of.confirm(ordered.id);
    const gone = { id: kept.person, name: null, email: null, erased: true, legalHold: false };
    for (const { id } of [kept, dropped]) {
      expect(await of.shown(id)).toMatchObject({ details: null, purpose: null, requester: gone });
    }
    expect(await of.barred(dropped.person)).toEqual(['ALREADY_ERASED']);
  });

  it('of a person leaves nobody to merge with', async () => {
    const [gone, other] = [old(), old()];
    await of.confirm((await of.order(gone.person)).id);
    for (const [keepPersonId, dropPersonId] of [
      [gone.person, other.person],
      [other.person, gone.person],
    ]) {
      const input = { keepPersonId, dropPersonId, reason: 'Orang yang sama.' };
      expect(await of.refused(coordinator, 'mergePersons', input, 'person { id }')).toEqual([
        'INVALID_STATE',
      ]);
    }
  });
});

const merge = (keepPersonId: string, dropPersonId: string): Promise<any> => {
  const input = { keepPersonId, dropPersonId, reason: 'Orang yang sama.' };
  return of.at.act(coordinator, 'mergePersons', input, 'person { id }');
};
