import {
  ABSENT,
  ErasureCity,
  approver,
  auditor,
  byCourt,
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
  old = await of.old(5, '2025-08-20 10:00');
}, 60_000);
afterAll(() => city.close());

describe('merging two persons', () => {
  const merge = (keepPersonId: string, dropPersonId: string, reason = 'Orang yang sama.') => ({
    keepPersonId,
    dropPersonId,
    reason,
  });
  const PERSON = 'person { id name }';
  const unmerged = (who: string, input: object): Promise<any> =>
    of.refused(who, 'mergePersons', input, PERSON);

  it('shows one of them as the other everywhere', async () => {
    const [kept, dropped] = [await of.open('2025-08-21 09:00'), await of.open('2025-08-21 10:00')];
    const { name, id } = (await of.shown(kept.id)).requester;
    const input = { ...merge(kept.person, dropped.person), idempotencyKey: 'm' };
    expect(await unmerged(approver, input)).toEqual(['NOT_PERMITTED']);
    const { person } = await of.at.act(coordinator, 'mergePersons', input, PERSON);
    expect(person).toEqual({ id, name });
    expect((await of.shown(dropped.id)).requester).toEqual((await of.shown(kept.id)).requester);
    const node = 'query($id: ID!) { node(id: $id) { id ... on Person { name } } }';
    for (const one of [kept.person, dropped.person]) {
      expect((await city.ask(coordinator, node, { id: one })).data?.['node']).toEqual({ id, name });
    }
    await of.at.act(coordinator, 'mergePersons', input, PERSON);
    await of.at.act(coordinator, 'mergePersons', merge(kept.person, dropped.person), PERSON);
    const third = await of.open('2025-08-21 11:00');
    expect(await unmerged(coordinator, merge(third.person, dropped.person))).toEqual([
      'INVALID_STATE',
    ]);
    expect(await unmerged(coordinator, merge(dropped.person, third.person))).toEqual([
      'INVALID_STATE',
    ]);
    const correction = { personId: dropped.person, field: 'NAME', value: 'X', reason: 'Salah.' };
    expect(await of.refused(coordinator, 'correctPerson', correction, PERSON)).toEqual([
      'INVALID_STATE',
    ]);
    await of.at.act(coordinator, 'mergePersons', merge(third.person, kept.person), PERSON);
    for (const each of [kept, dropped]) {
      expect((await of.shown(each.id)).requester.id).toBe(third.person);
    }
  });

  it('is refused into oneself, with staff, with nobody, without a reason', async () => {
    const { person } = await of.open('2025-08-21 12:00');
    const other = await of.open('2025-08-21 12:30');
    const { data } = await city.ask(coordinator, '{ viewer { personId } }');
    const staff = data?.['viewer'].personId;
    for (const [input, code] of [
      [merge(person, person), 'INVALID_INPUT keepPersonId'],
      [merge(staff, person), 'INVALID_INPUT keepPersonId'],
      [merge(person, staff), 'INVALID_INPUT dropPersonId'],
      [merge(ABSENT, person), 'NOT_FOUND keepPersonId'],
      [merge(person, ABSENT), 'NOT_FOUND dropPersonId'],
      [merge(person, other.person, ' '), 'REASON_REQUIRED'],
    ] as const) {
      expect(await unmerged(coordinator, input)).toEqual([code]);
    }
  });
});

describe('what bars an erasure', () => {
  it('is that nobody knows the target, that it is staff, that it has no cases', async () => {
    const { id } = old();
    const { data } = await city.ask(coordinator, '{ viewer { personId } }');
    expect(await of.barred(ABSENT)).toEqual(['NOT_FOUND targetId']);
    expect(await of.barred(data?.['viewer'].personId, byCourt)).toEqual(['INVALID_INPUT targetId']);
    expect(await of.barred(id, { withCases: true })).toEqual(['INVALID_INPUT withCases']);
    expect(await of.barred(id, { ground: ' ' })).toEqual(['INVALID_INPUT ground']);
    expect(await of.barred(id, { reason: ' ' })).toEqual(['REASON_REQUIRED']);
    for (const who of [coordinator, superior, auditor, 'lead']) {
      expect(await of.barred(id, {}, who)).toEqual(['NOT_PERMITTED']);
    }
  });

  it('is an open case, also for the person whose words it holds', async () => {
    const { id, person } = await of.open('2025-08-22 09:00');
    for (const target of [id, person]) {
      expect(await of.barred(target, byCourt)).toEqual(['CASE_OPEN']);
    }
  });

  it('is an open case of somebody for whom they stand', async () => {
    const representedBy = { kind: 'CITIZEN', name: 'Wali Uji' };
    const requester = { kind: 'CITIZEN', name: 'Anak Uji', representedBy };
    const { id } = await of.open('2025-08-22 09:00', { requester });
    const query = `query($id: ID!) { informationRequest(id: $id) {
      requester { representedBy { id } } } }`;
    const { data } = await city.ask(coordinator, query, { id });
    const guardian = data?.['informationRequest'].requester.representedBy.id;
    expect(await of.barred(guardian, byCourt)).toEqual(['CASE_OPEN']);
  });

  describe('of a case that ended', () => {
    let withdrawn: Case;
    let disputed: Case;
    let objectionId: string;
    const OBJECTION = 'objection { id }';

    beforeAll(async () => {
      [withdrawn, disputed] = [
        await of.ended('2025-09-01 09:00'),
        await of.ended('2025-09-01 09:00'),
      ];
      const lodging = {
        requestId: disputed.id,
        grounds: ['C_NOT_ANSWERED'],
        statement: 'Tidak dijawab.',
        groundFoundOn: '2025-09-01',
      };
      const made = await of.at.act(coordinator, 'lodgeObjection', lodging, OBJECTION);
      objectionId = made.objection.id;
    });

    it('is the time in which an objection may be lodged', async () => {
      for (const day of ['2025-09-01', '2025-10-13']) {
        of.at.moveTo(`${day} 10:00`);
        for (const target of [withdrawn.id, withdrawn.person]) {
          expect(await of.barred(target, byCourt)).toEqual(['OBJECTION_RUNNING']);
        }
      }
      of.at.moveTo('2025-10-16 10:00');
      expect(await of.barred(withdrawn.id)).toEqual(['RETENTION_RUNNING']);
    });

    it('is an objection, until its dispute can no longer be filed', async () => {
      const all = async (): Promise<string[]> => [
        ...(await of.barred(disputed.id, byCourt)),
        ...(await of.barred(disputed.person, byCourt)),
        ...(await of.barred(objectionId, byCourt)),
      ];
      const running = Array.from({ length: 3 }, () => 'OBJECTION_RUNNING');
      expect(await all()).toEqual(running);
      await of.at.act(coordinator, 'registerObjection', { objectionId }, OBJECTION);
      const decision = { objectionId, decision: 'REJECTED', text: 'Ditolak.' };
      await of.at.act(superior, 'decideObjection', decision, OBJECTION);
      expect(await all()).toEqual(running);
      const told = {
        entityId: objectionId,
        kind: 'OBJECTION_REPLY',
        way: 'EMAIL',
        occurredAt: '2025-10-16T03:00:00.000Z',
      };
      await of.at.act(coordinator, 'recordCorrespondence', told, 'objection { id }');
      of.at.moveTo('2025-10-30 09:00');
      expect(await all()).toEqual(running);
      of.at.moveTo('2025-11-28 09:00');
      await of.at.sweep();
      expect(await of.barred(objectionId)).toEqual(['RETENTION_RUNNING']);
      expect((await of.order(objectionId, byCourt)).state).toBe('ORDERED');
    });

    it('is the retention of its track, unless a court orders it', async () => {
      for (const target of [withdrawn.id, withdrawn.person]) {
        for (const askedBy of ['THE_PERSON', 'HEIR_OR_GUARDIAN', 'AUTHORITY', 'CITY']) {
          expect(await of.barred(target, { askedBy })).toEqual(['RETENTION_RUNNING']);
        }
        expect((await of.order(target, byCourt)).askedBy).toBe('COURT');
      }
      of.at.moveTo('2030-09-01 08:59');
      expect(await of.barred(withdrawn.id)).toEqual(['RETENTION_RUNNING']);
      of.at.moveTo('2030-09-01 09:01');
      expect((await of.order(withdrawn.id)).state).toBe('ORDERED');
      const decision = { basis: 'Perwali 1/2030', reason: 'JRA baru.' };
      const policy = { key: 'RETENTION_STATUTORY', value: 'P9Y', ...decision };
      await of.at.act('admin', 'setPolicy', policy, 'policy { key }');
      expect(await of.barred(withdrawn.id)).toEqual(['RETENTION_RUNNING']);
      await of.at.act('admin', 'setPolicy', { ...policy, value: 'P5Y' }, 'policy { key }');
    });
  });
});

describe('a legal hold', () => {
  beforeAll(() => {
    of.at.moveTo('2031-10-01 09:00');
  });

  it('is placed and lifted by approver or superior, on what is known', async () => {
    const { id, person } = old();
    expect(await of.hold(approver, 'placeLegalHold', { targetId: person })).toMatchObject({
      targetId: person,
      held: true,
    });
    expect((await of.shown(id)).requester.legalHold).toBe(true);
    for (const who of [coordinator, auditor]) {
      for (const mutation of ['placeLegalHold', 'liftLegalHold']) {
        expect(await of.notHeld(who, mutation, { targetId: person })).toEqual(['NOT_PERMITTED']);
      }
    }
    expect(await of.hold(superior, 'liftLegalHold', { targetId: person })).toMatchObject({
      targetId: person,
      held: false,
    });
    expect((await of.shown(id)).requester.legalHold).toBe(false);
    const again = { targetId: person };
    expect(await of.notHeld(superior, 'liftLegalHold', again)).toEqual(['INVALID_STATE']);
    expect(await of.notHeld(superior, 'placeLegalHold', { targetId: ABSENT })).toEqual([
      'NOT_FOUND targetId',
    ]);
    const past = { targetId: person, until: '2031-09-30' };
    expect(await of.notHeld(superior, 'placeLegalHold', past)).toEqual(['INVALID_INPUT until']);
  });

  it('holds a person, their words and their cases, until its last day', async () => {
    const { id, person } = old();
    await of.hold(approver, 'placeLegalHold', { targetId: person, until: '2031-10-02' });
    expect(await of.barred(person)).toEqual(['LEGAL_HOLD']);
    expect(await of.barred(id)).toEqual(['LEGAL_HOLD']);
    of.at.moveTo('2031-10-02 23:59');
    expect(await of.barred(person)).toEqual(['LEGAL_HOLD']);
    of.at.moveTo('2031-10-03 09:00');
    expect((await of.shown(id)).requester.legalHold).toBe(false);
    expect((await of.order(person)).state).toBe('ORDERED');
    await of.hold(approver, 'placeLegalHold', { targetId: id });
    expect(await of.barred(person)).toEqual(['LEGAL_HOLD']);
    expect(await of.barred(person, byCourt)).toEqual(['LEGAL_HOLD']);
    const query = `query($id: ID!) { informationRequest(id: $id) {
      history(first: 50) { nodes { type changes { field from to } } } } }`;
    const { data } = await city.ask(coordinator, query, { id });
    const types = data?.['informationRequest'].history.nodes.map(({ type }: any) => type);
    expect(types).toContain('LegalHoldPlaced');
  });

  it('on a merged person holds the one who was kept, whenever they were merged', async () => {
    const [kept, dropped] = [old(), old()];
    await of.hold(approver, 'placeLegalHold', { targetId: dropped.person });
    const merged = { keepPersonId: kept.person, dropPersonId: dropped.person, reason: 'Sama.' };
    await of.at.act(coordinator, 'mergePersons', merged, 'person { id legalHold }');
    expect(await of.barred(kept.person)).toEqual(['LEGAL_HOLD']);
    expect((await of.shown(kept.id)).requester.legalHold).toBe(true);
    const lifted = await of.hold(superior, 'liftLegalHold', { targetId: dropped.person });
    expect(lifted).toMatchObject({ targetId: kept.person, held: false });
    await of.hold(approver, 'placeLegalHold', { targetId: dropped.person });
    expect(await of.barred(kept.person)).toEqual(['LEGAL_HOLD']);
  });
});
