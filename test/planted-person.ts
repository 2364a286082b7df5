import type { TestCity } from './city.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from './outbound-city.ts';

/** Makes words that stand nowhere else. */
type Plant = (what: string) => string;

export type PlantedPerson = {
  person: string;
  requestId: string;
  objectionId: string;
  itemId: string;
  contributionId: string;
  attachments: string[];
};

const REQUEST = 'informationRequest { id assignments { id contributions { id } } }';
/** So often each is corrected or written to. */
const TIMES = 18;

async function uploaded(city: TestCity, plant: Plant, who: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([plant('bytes of a file')]), `${plant('name of a file')}.txt`);
  const headers = { authorization: `Bearer ${await city.tokenOf(who)}` };
  const options = { method: 'POST', headers, body: form };
  const response = await fetch(`${city.url}/attachments`, options);
  return ((await response.json()) as { id: string }).id;
}

/**
 * Somebody whose words lie in about a hundred events of a request that was answered and closed, of
 * its answer, two attachments and an objection whose dispute is settled.
 */
export async function plantPerson(city: TestCity, plant: Plant): Promise<PlantedPerson> {
  const at = new OutboundCity(city);
  const attachments = [await uploaded(city, plant, coordinator)];
  const requestId = await at.request('STATUTORY', {
    subject: plant('subject'),
    details: plant('details'),
    purpose: plant('purpose'),
    references: [{ system: plant('system'), number: plant('number') }],
    attachmentIds: [attachments[0]],
    requester: {
      kind: 'CITIZEN',
      name: plant('name'),
      address: plant('address'),
      organisation: plant('organisation'),
      occupation: plant('occupation'),
      identityKind: 'NIK',
      identityNumber: plant('identity number'),
    },
  });
  const { requester } = await at.shown(requestId, 'requester { id }');
  await correctAll(at, plant, requestId, requester.id);
  attachments.push(await uploaded(city, plant, 'lead.putr'));
  const answer = await answered(at, plant, requestId, attachments.slice(1));
  const objectionId = await disputed(city, plant, requestId);
  return { person: requester.id, requestId, objectionId, ...answer, attachments };
}

async function correctAll(
  at: OutboundCity,
  plant: Plant,
  requestId: string,
  personId: string,
): Promise<void> {
  for (let i = 0; i < TIMES; i += 1) {
    const reason = plant('reason of a correction');
    const person = { personId, field: 'ADDRESS', value: plant('address'), reason };
    const { userErrors } = await at.city.mutate(
      coordinator,
      'correctPerson',
      person,
      'person { id }',
    );
    expect(userErrors).toEqual([]);
    const field = (['DETAILS', 'PURPOSE', 'SUBJECT'] as const)[i % 3];
    const entry = { requestId, field, value: plant(`corrected ${field}`), reason };
    await at.act(coordinator, 'correctInformationRequestEntry', entry, REQUEST);
    const occurredAt = new Date().toISOString();
    const letter = { entityId: requestId, kind: 'OTHER', way: 'EMAIL', occurredAt };
    const note = plant('note of a letter');
    await at.act(coordinator, 'recordCorrespondence', { ...letter, note }, REQUEST);
  }
}

async function answered(
  at: OutboundCity,
  plant: Plant,
  requestId: string,
  attachmentIds: string[],
): Promise<Pick<PlantedPerson, 'itemId' | 'contributionId'>> {
  const instructions = plant('instructions');
  const assign = { requestId, officeCode: 'PUTR', lead: true, instructions };
  const { assignments } = await at.act(coordinator, 'assignOffice', assign, REQUEST);
  const part = { requestId, assignmentId: assignments[0].id };
  const text = { text: plant('contribution'), informationHeld: true, attachmentIds };
  for (let i = 0; i < TIMES; i += 1) {
    const again = { ...part, text: plant('contribution'), informationHeld: true };
    await at.act('lead.putr', 'submitContribution', again, REQUEST);
    await at.act(coordinator, 'returnContribution', { ...part, reason: plant('return') }, REQUEST);
  }
  const given = await at.act('lead.putr', 'submitContribution', { ...part, ...text }, REQUEST);
  await at.act(coordinator, 'acceptContribution', part, REQUEST);
  const contributionId = given.assignments[0].contributions.at(-1).id;
  const answer = await at.answer(requestId, {
    title: plant('title'),
    body: plant('body'),
    citations: [{ contributionId, passage: plant('passage') }],
    parts: [{ part: plant('part'), decision: 'GRANTED', reason: plant('reason of a part') }],
    notice: { heldByPublicBody: plant('public body'), howToPay: plant('payment') },
  });
  await at.approved(answer, 'lead.putr', coordinator2, approver);
  const out = { outboundItemId: answer.id, contentHash: answer.contentHash };
  await at.act(coordinator, 'releaseOutboundItem', out);
  const occurredAt = new Date().toISOString();
  const told = { entityId: requestId, kind: 'ANSWER_NOTICE', way: 'EMAIL', occurredAt };
  const note = plant('note of the answer');
  await at.act(coordinator, 'recordCorrespondence', { ...told, note }, REQUEST);
  const close = { requestId, note: plant('closing note') };
  await at.act(coordinator, 'closeInformationRequest', close, REQUEST);
  return { itemId: answer.id, contributionId };
}

async function disputed(city: TestCity, plant: Plant, requestId: string): Promise<string> {
  const act = async (who: string, mutation: string, input: object): Promise<any> => {
    const payload = await city.mutate(who, mutation, input, 'objection { id }');
    expect(payload.userErrors).toEqual([]);
    return payload.objection;
  };
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const { id: objectionId } = await act(coordinator, 'lodgeObjection', {
    requestId,
    grounds: ['D_NOT_AS_REQUESTED'],
    statement: plant('statement'),
    groundFoundOn: today,
  });
  await act(coordinator, 'registerObjection', { objectionId });
  const decision = { objectionId, decision: 'REJECTED', text: plant('text of a decision') };
  await act('superior.setda', 'decideObjection', decision);
  const letter = { entityId: objectionId, kind: 'OBJECTION_REPLY', way: 'EMAIL' };
  const when = { occurredAt: new Date().toISOString(), note: plant('note of a reply') };
  await act(coordinator, 'recordCorrespondence', { ...letter, ...when });
  const file = { objectionId, stage: 'FILED', on: today, note: plant('note of a dispute') };
  await act(coordinator, 'recordDispute', { ...file, number: plant('number of a dispute') });
  const outcome = plant('outcome of a dispute');
  await act(coordinator, 'settleDispute', { objectionId, on: today, outcome });
  return objectionId;
}
