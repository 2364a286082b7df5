import type { TestCity } from './city.ts';

const coordinator = 'coordinator.diskominfo';

/** Makes words that stand nowhere else. */
type Plant = (what: string) => string;
type Said = (who: string, mutation: string, input: object) => Promise<string>;

const recorder =
  (city: TestCity, what: 'objection' | 'consequenceTest'): Said =>
  async (who, mutation, input) => {
    const payload = await city.mutate(who, mutation, input, `${what} { id }`);
    expect(payload.userErrors).toEqual([]);
    return payload[what].id;
  };

/** An objection, its dispute and its letters. */
export async function plantObjection(
  city: TestCity,
  plant: Plant,
  requester: object,
): Promise<void> {
  const said = recorder(city, 'objection');
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const objectionId = await said(coordinator, 'lodgeObjection', {
    requester,
    grounds: ['B_PERIODIC_NOT_PROVIDED'],
    statement: plant('statement'),
    groundFoundOn: today,
  });
  await said(coordinator, 'registerObjection', { objectionId });
  const decision = { objectionId, decision: 'REJECTED', text: plant('text of a decision') };
  await said('superior.setda', 'decideObjection', decision);
  const letter = { entityId: objectionId, kind: 'OBJECTION_REPLY', way: 'EMAIL' };
  const when = { occurredAt: new Date().toISOString(), note: plant('note of a reply') };
  await said(coordinator, 'recordCorrespondence', { ...letter, ...when });
  const file = { objectionId, stage: 'FILED', on: today, note: plant('note of a dispute') };
  const number = plant('number of a dispute');
  await said(coordinator, 'recordDispute', { ...file, number });
  const outcome = plant('outcome of a dispute');
  await said(coordinator, 'settleDispute', { objectionId, on: today, outcome });
}

/** A consequence test, from its opening to its end. */
export async function plantTest(city: TestCity, plant: Plant): Promise<void> {
  const said = recorder(city, 'consequenceTest');
  const consequenceTestId = await said(coordinator, 'openConsequenceTest', {
    exemption: 'J',
    information: plant('information'),
    otherLaw: plant('other law'),
    harmIfOpened: plant('harm if opened'),
    harmIfClosed: plant('harm if closed'),
    otherParticipants: [plant('participant'), plant('participant')],
  });
  const opinion = { consequenceTestId, opinion: plant('opinion') };
  await said('legal.setda', 'giveOpinion', opinion);
  await said('approver.diskominfo', 'decideConsequenceTest', {
    consequenceTestId,
    exempt: true,
    endsWhen: plant('end of an exemption'),
    reviewOn: '2029-01-03',
    decreeNumber: plant('number of a decree'),
    decreePlace: plant('place of a decree'),
    reason: plant('reason of a test'),
  });
  const end = { basis: plant('basis of an end'), reason: plant('reason of an end') };
  await said('approver.diskominfo', 'endConsequenceTest', { consequenceTestId, ...end });
}
