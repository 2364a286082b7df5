import type { TestCity } from './city.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from './outbound-city.ts';

/** Makes words that stand nowhere else. */
type Plant = (what: string) => string;
type Planting = { city: TestCity; at: OutboundCity; plant: Plant; title: Plant };

/** Texts on their way out, an answer with its notice, a route, a file: every field with words. */
export async function plantOutbound(city: TestCity, plant: Plant, title: Plant): Promise<void> {
  const planting = { city, at: new OutboundCity(city), plant, title };
  await plantText(planting);
  await plantEndings(planting);
  await plantAnswer(planting);
  await plantRoute(planting);
}

async function uploaded({ city, plant }: Planting): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([plant('bytes of a file')]), `${plant('name of a file')}.txt`);
  const headers = { authorization: `Bearer ${await city.tokenOf(coordinator)}` };
  const options = { method: 'POST', headers, body: form };
  const response = await fetch(`${city.url}/attachments`, options);
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

const textOf = ({ plant, title }: Planting): object => ({
  title: title('title of a text'),
  body: plant('body of a text'),
});

/** Returned, revised, approved, released in an emergency, reviewed, corrected and withdrawn. */
async function plantText(planting: Planting): Promise<void> {
  const { at, plant } = planting;
  const attachmentIds = [await uploaded(planting)];
  const first = await at.draft(coordinator, { ...textOf(planting), attachmentIds });
  const outboundItemId: string = first.id;
  await at.act(coordinator, 'submitForApproval', { outboundItemId });
  const text = { outboundItemId, contentHash: first.contentHash };
  const back = { ...text, reason: plant('reason of a return') };
  await at.act(coordinator2, 'returnOutboundItem', back);
  const revision = { outboundItemId, ...textOf(planting) };
  const { contentHash } = await at.act(coordinator, 'reviseOutboundItem', revision);
  await at.act(coordinator, 'submitForApproval', { outboundItemId });
  const approval = { outboundItemId, contentHash, note: plant('note of an approval') };
  await at.act(coordinator2, 'approveOutboundItem', approval);
  const reason = plant('reason of a sensitivity');
  await at.act(coordinator, 'setSensitive', { outboundItemId, sensitive: true, reason });
  const emergency = { outboundItemId, contentHash, ground: 'OTHER' };
  await at.act(approver, 'emergencyRelease', { ...emergency, reason: plant('emergency') });
  const finding = plant('finding of a review');
  await at.act(coordinator2, 'reviewRelease', { outboundItemId, contentHash, finding });
  const correction = { ...textOf(planting), reason: plant('reason of a correction') };
  await at.act(coordinator, 'correctRelease', { outboundItemId, ...correction });
  const withdrawal = { outboundItemId, reason: plant('reason of a withdrawal') };
  await at.act(approver, 'withdrawRelease', withdrawal);
}

/** Rejected, taken off the schedule, dropped. */
async function plantEndings(planting: Planting): Promise<void> {
  const { at, plant } = planting;
  const rejected = await at.draft(coordinator, textOf(planting));
  await at.approved(rejected);
  const text = { outboundItemId: rejected.id, contentHash: rejected.contentHash };
  const rejection = { ...text, reason: plant('reason of a rejection') };
  await at.act(coordinator2, 'rejectOutboundItem', rejection);
  const item = await at.draft(coordinator, textOf(planting));
  await at.approved(item, coordinator2, approver);
  const { id: outboundItemId, contentHash } = item;
  const releaseAt = new Date(Date.now() + 86_400_000).toISOString();
  await at.act(coordinator, 'scheduleRelease', { outboundItemId, contentHash, releaseAt });
  const cancel = { outboundItemId, contentHash, reason: plant('reason of a cancellation') };
  await at.act(coordinator, 'cancelSchedule', cancel);
  const drop = { outboundItemId, reason: plant('reason of a drop') };
  await at.act(coordinator, 'dropOutboundItem', drop);
}

async function plantAnswer(planting: Planting): Promise<void> {
  const { at, plant } = planting;
  const requestId = await at.request('STATUTORY', { attachmentIds: [await uploaded(planting)] });
  const assign = { requestId, officeCode: 'PUTR', lead: true };
  const shown = 'informationRequest { assignments { id contributions { id } } }';
  const { assignments } = await at.act(coordinator, 'assignOffice', assign, shown);
  const part = { requestId, assignmentId: assignments[0].id };
  const contribution = { ...part, text: plant('contribution'), informationHeld: true };
  const submitted = await at.act('lead.putr', 'submitContribution', contribution, shown);
  await at.act(coordinator, 'acceptContribution', part, shown);
  const contributionId = submitted.assignments[0].contributions[0].id;
  const answer = await at.answer(requestId, {
    ...textOf(planting),
    outcome: 'GRANTED_IN_PART',
    citations: [{ contributionId, passage: plant('passage') }],
    parts: [
      { part: plant('part'), decision: 'GRANTED', reason: plant('reason of a part') },
      { part: plant('part'), decision: 'REFUSED_OTHER', legalBasis: plant('legal basis') },
    ],
    notice: { heldByPublicBody: plant('public body'), howToPay: plant('payment') },
  });
  await at.approved(answer, 'lead.putr', coordinator2, approver);
  const out = { outboundItemId: answer.id, contentHash: answer.contentHash };
  await at.act(coordinator, 'releaseOutboundItem', out);
}

async function plantRoute({ city, plant }: Planting): Promise<void> {
  const steps = ['COORDINATOR', 'APPROVER'].map((role) => ({ role, office: 'ANY' }));
  const basis = { basis: 'Perwali 1/2026', reason: plant('reason of a route') };
  const input = { kind: 'MEDIA_INVITATION', steps, ...basis };
  const { userErrors } = await city.mutate(
    'admin.diskominfo',
    'setApprovalRoute',
    input,
    'route { kind }',
  );
  expect(userErrors).toEqual([]);
}
