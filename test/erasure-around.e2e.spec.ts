import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { ErasureCity, approver, byCourt, coordinator, superior } from './erasure-city.ts';
import type { TestCity } from './city.ts';

let of: ErasureCity;
let city: TestCity;
beforeAll(async () => {
  of = await ErasureCity.opened();
  ({ city } = of);
}, 60_000);
afterAll(() => city.close());

describe('a request on hold', () => {
  it('holds its objection, which alone would be over', async () => {
    const made = await of.ended('2025-10-06 09:00');
    const lodging = {
      requestId: made.id,
      grounds: ['C_NOT_ANSWERED'],
      statement: 'Tidak dijawab.',
    };
    const lodge = { ...lodging, groundFoundOn: '2025-10-06' };
    const selection = 'objection { id }';
    const { objection } = await of.at.act(coordinator, 'lodgeObjection', lodge, selection);
    const objectionId = objection.id;
    await of.at.act(coordinator, 'registerObjection', { objectionId }, selection);
    const decision = { objectionId, decision: 'REJECTED', text: 'Ditolak.' };
    await of.at.act(superior, 'decideObjection', decision, selection);
    of.at.moveTo('2025-10-07 09:00');
    const told = { entityId: objectionId, kind: 'OBJECTION_REPLY', way: 'EMAIL' };
    const reply = { ...told, occurredAt: '2025-10-06T09:00:00.000Z' };
    await of.at.act(coordinator, 'recordCorrespondence', reply, selection);
    of.at.moveTo('2026-02-01 09:00');
    await of.at.sweep();
    await of.hold(approver, 'placeLegalHold', { targetId: made.id });
    expect(await of.barred(objectionId, byCourt)).toEqual(['LEGAL_HOLD']);
    await of.hold(approver, 'liftLegalHold', { targetId: made.id });
    expect(await of.barred(objectionId, { ...byCourt, askedBy: 'CITY' })).toEqual([
      'RETENTION_RUNNING',
    ]);
  });

  it('holds the weighing of its exemption, as it does while it is open', async () => {
    const { id } = await of.open('2026-02-02 09:00');
    const harm = { harmIfOpened: 'x', harmIfClosed: 'y' };
    const opening = { information: 'Rincian.', exemption: 'C', ...harm, requestId: id };
    const selection = 'consequenceTest { id }';
    const made = await of.at.act(coordinator, 'openConsequenceTest', opening, selection);
    const consequenceTestId = made.consequenceTest.id;
    const open = { consequenceTestId, exempt: false, reason: 'Terbuka.' };
    await of.at.act(approver, 'decideConsequenceTest', open, selection);
    expect(await of.barred(consequenceTestId, byCourt)).toEqual(['CASE_OPEN']);
    await of.hold(approver, 'placeLegalHold', { targetId: id });
    expect(await of.barred(consequenceTestId, byCourt)).toEqual(['LEGAL_HOLD']);
  });

  it('holds who stands for the requester', async () => {
    const requester = { kind: 'CITIZEN', name: 'Anak', representedBy: { name: 'Wali' } };
    const made = await of.ended('2026-02-03 09:00', { requester });
    const shown = await of.shown(made.id, coordinator, 'requester { representedBy { id } }');
    const guardian = shown.requester.representedBy.id;
    of.at.moveTo('2026-08-06 09:00');
    await of.at.sweep();
    await of.hold(approver, 'placeLegalHold', { targetId: made.id });
    expect(await of.barred(guardian, byCourt)).toEqual(['LEGAL_HOLD']);
  });
});

describe('between the order and the confirmation', () => {
  it('nobody is merged whom an order names', async () => {
    const next = await of.old(2);
    const [one, other] = [next(), next()];
    const { id } = await of.order(one.person, { withCases: true });
    const [keep, drop] = [other.person, one.person];
    const reason = 'Orang yang sama.';
    for (const [keepPersonId, dropPersonId] of [
      [keep, drop],
      [drop, keep],
    ]) {
      const merge = { keepPersonId, dropPersonId, reason };
      expect(await of.refused(coordinator, 'mergePersons', merge, 'person { id }')).toEqual([
        'INVALID_STATE',
      ]);
    }
    expect((await of.confirm(id)).state).toBe('DONE');
    expect((await of.shown(other.id)).subject).toMatch(/^Perkara/);
  });

  it('nothing is confirmed that could not be noted outside of the data folder', async () => {
    const next = await of.old(1, '2037-10-01 09:00');
    const { person, id } = next();
    const order = await of.order(person);
    const list = city.config.erasureList ?? `${city.config.dataDir}-erasures.jsonl`;
    rmSync(list, { force: true });
    mkdirSync(list);
    chmodSync(list, 0o500);
    const query = `mutation($input: ConfirmErasureInput!) { confirmErasure(input: $input) {
      userErrors { code } } }`;
    const { errors } = await city.ask(superior, query, { input: { erasureId: order.id } });
    expect(errors).toHaveLength(1);
    const node =
      'query($id: ID!) { node(id: $id) { ... on Erasure { state confirmedBy { role } } } }';
    const { data } = await city.ask(approver, node, { id: order.id });
    expect(data?.['node']).toEqual({ state: 'ORDERED', confirmedBy: null });
    await of.hold(approver, 'placeLegalHold', { targetId: person });
    rmSync(list, { recursive: true });
    const confirm = { erasureId: order.id };
    expect(await of.refused(superior, 'confirmErasure', confirm)).toEqual(['LEGAL_HOLD']);
    expect((await of.shown(id)).requester.name).toMatch(/^Kanaya/);
  });

  it('a hold that comes after what was confirmed is refused', async () => {
    const next = await of.old(1, '2043-10-01 09:00');
    const { person } = next();
    await of.confirm((await of.order(person)).id);
    expect(await of.notHeld(approver, 'placeLegalHold', { targetId: person })).toEqual([
      'INVALID_STATE targetId',
    ]);
  });
});
