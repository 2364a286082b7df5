import { REQUEST } from './story.ts';
import type { Story } from './story.ts';
import { UNMASKED } from './viewers.ts';

export const coordinator = 'coordinator.diskominfo';
export const approver = 'approver.diskominfo';
export async function tellRequests(story: Story): Promise<void> {
  await tellStatutory(story);
  await tellMedia(story);
  await tellBetweenOffices(story);
  await tellDelivered(story);
  await tellVoided(story);
  await tellConverted(story);
}

/** Received under the label; its requester is `<label>/person`. */
export async function received(story: Story, label: string, who: string, more: object) {
  const receipt = {
    track: 'STATUTORY',
    channel: 'LETTER',
    subject: story.word(label),
    details: story.word(label, 'PERSONAL'),
    purpose: story.word(label, 'PERSONAL'),
    references: [{ system: story.word(label), number: story.word(label), date: '2026-10-01' }],
    ...('requester' in more ? {} : { requester: story.person(`${label}/person`) }),
    ...more,
  };
  const made = await story.did(who, 'receiveInformationRequest', receipt, REQUEST);
  story.ids.set(label, made.id);
  const { requester } = made;
  if (requester !== null) story.ids.set(`${label}/person`, requester.id);
  if (requester?.representedBy != null) {
    story.ids.set(`${label}/guardian`, requester.representedBy.id);
  }
  return made;
}

export const registered = (story: Story, label: string): Promise<any> =>
  story.onRequest(label, coordinator, 'registerInformationRequest');

export async function assigned(story: Story, label: string, office: string, lead = false) {
  const part = `${label}/${office}`;
  const instructions = story.word(part, 'INSIDE');
  const input = { officeCode: office, lead, instructions };
  const made = await story.onRequest(label, coordinator, 'assignOffice', input);
  story.ids.set(part, made.assignments.at(-1).id);
}

/** Contributions are `<part>/1`, `<part>/2`. */
export async function contributed(story: Story, part: string, files: string[], held = true) {
  const text = story.word(part, 'INSIDE');
  const input = { text, informationHeld: held, attachmentIds: files };
  const lead = `lead.${(part.split('/')[1] ?? '').toLowerCase()}`;
  const { assignments } = await story.onPart(part, lead, 'submitContribution', input);
  const mine = assignments.find(({ id }: any) => id === story.id(part));
  mine.contributions.forEach(({ id }: any, n: number) => story.ids.set(`${part}/${n + 1}`, id));
}

/** Received at DISDIK, led by DINKES, with every way in which an office can be in it or out. */
async function tellStatutory(story: Story): Promise<void> {
  const file = await story.file('R1/file', 'officer.disdik');
  const more = { wantedForm: 'COPY_DIGITAL', delivery: 'EMAIL', attachmentIds: [file] };
  await received(story, 'R1', 'officer.disdik', more);
  await registered(story, 'R1');
  for (const [field, under] of [
    ['DETAILS', 'PERSONAL'],
    ['PURPOSE', 'PERSONAL'],
    ['SUBJECT', 'CASE'],
  ] as const) {
    const correction = { field, value: story.word('R1', under), reason: 'Salah salin.' };
    await story.onRequest('R1', coordinator, 'correctInformationRequestEntry', correction);
  }
  for (const office of ['DINKES', 'BPKAD', 'DLH', 'DINSOS', 'TAWANG']) {
    await assigned(story, 'R1', office, office === 'DINKES');
  }
  await workOnParts(story);
  const extension = { workingDays: 2, ground: 'OTHER', reason: 'Banyak berkas.' };
  await story.onRequest('R1', approver, 'extendDeadline', extension);
  const personId = story.id('R1/person');
  const proofs = [
    await story.file('R1/letter', coordinator),
    await story.file('R1/identity', coordinator, { persons: personId }),
  ];
  await letter(story, 'R1', { kind: 'ACKNOWLEDGEMENT', proofIds: proofs });
}

export function letter(story: Story, label: string, more: object): Promise<any> {
  const occurredAt = new Date().toISOString();
  const base = { entityId: story.id(label), way: 'EMAIL', occurredAt };
  const input = {
    ...base,
    note: story.word(label, label.startsWith('R') ? 'COURSE' : 'CASE'),
    ...more,
  };
  const shown = label.startsWith('O') ? 'objection { id }' : 'informationRequest { id }';
  return story.did(coordinator, 'recordCorrespondence', input, shown);
}

async function workOnParts(story: Story): Promise<void> {
  const personId = story.id('R1/person');
  const plain = await story.file('R1/DINKES/file', 'lead.dinkes');
  const personal = await story.file('R1/DINKES/personal', 'lead.dinkes', { persons: personId });
  const redaction = { redactedVersionOf: personal };
  const redacted = await story.file('R1/DINKES/redacted', 'lead.dinkes', redaction);
  await contributed(story, 'R1/DINKES', [plain, personal, redacted]);
  const back = { reason: story.word('R1/DINKES', 'INSIDE') };
  await story.onPart('R1/DINKES', coordinator, 'returnContribution', back);
  await contributed(story, 'R1/DINKES', [], false);
  await story.onPart('R1/BPKAD', 'officer.bpkad', 'acceptAssignment');
  const prepared = await story.file('R1/BPKAD/prepared', 'officer.bpkad');
  await story.onPart('R1/BPKAD', 'officer.bpkad', 'prepareContribution', {
    text: story.word('R1/BPKAD', 'PREPARED'),
    informationHeld: true,
    attachmentIds: [prepared],
  });
  const inside = (office: string): object => ({
    reason: story.word(`R1/${office}`, 'INSIDE'),
  });
  const declined = { ...inside('DLH'), heldByOfficeCode: 'DINSOS' };
  await story.onPart('R1/DLH', 'lead.dlh', 'declineAssignment', declined);
  await story.onPart('R1/DINSOS', coordinator, 'takeOverAssignment', inside('DINSOS'));
  const reassigned = { ...inside('TAWANG'), officeCode: 'PERWASKIM' };
  const made = await story.onPart('R1/TAWANG', coordinator, 'reassignOffice', reassigned);
  story.ids.set('R1/PERWASKIM', made.assignments.at(-1).id);
}

async function tellMedia(story: Story): Promise<void> {
  const { data } = await story.city.ask('lead.dispora', '{ viewer { personId } }');
  const journalist = { track: 'MEDIA', requester: story.person('R3/person', 'JOURNALIST') };
  const answeredAtOnce = {
    outcome: 'ANSWERED_DIRECTLY',
    gist: story.word('R3', 'COURSE'),
    spokespersonId: data?.['viewer'].personId,
  };
  const more = { ...journalist, answeredAtOnce, answerNeededBy: '2999-01-01T00:00:00Z' };
  await received(story, 'R3', 'officer.dispora', more);
  const note = story.word('R3', 'COURSE');
  await story.onRequest('R3', coordinator, 'closeInformationRequest', { note });
  const other = { track: 'MEDIA', requester: story.person('R4/person', 'JOURNALIST') };
  await received(story, 'R4', coordinator, other);
  await registered(story, 'R4');
  await story.onRequest('R4', coordinator, 'transferInformationRequest', {
    publicBody: story.word('R4', 'COURSE'),
    reason: story.word('R4', 'COURSE'),
  });
}

async function tellBetweenOffices(story: Story): Promise<void> {
  await received(story, 'R5', coordinator, {
    track: 'INTER_OFFICE',
    channel: 'INTERNAL',
    requester: undefined,
    requestingOfficeCode: 'BAPPEDA',
  });
  await registered(story, 'R5');
}

/** What an intake service sent. */
async function tellDelivered(story: Story): Promise<void> {
  const file = await story.file('R6/file', 'loket.online');
  await received(story, 'R6', 'loket.online', { attachmentIds: [file] });
  await registered(story, 'R6');
  await assigned(story, 'R6', 'DINKES', true);
  await story.onPart('R6/DINKES', 'officer.dinkes', 'acceptAssignment');
  await received(story, 'R7', 'loket.online', {});
  const missing = { missing: [story.word('R7', 'COURSE')] };
  await story.onRequest('R7', coordinator, 'markInformationRequestIncomplete', missing);
}

/** What it relates to, and what replaces it, is not for all who see it. */
async function tellVoided(story: Story): Promise<void> {
  await received(story, 'R8', coordinator, {
    receivingOfficeCode: 'DISPORA',
    relatedTo: [
      { requestId: story.id('R1'), relation: 'SAME_SUBJECT' },
      { requestId: story.id('R3'), relation: 'FOLLOW_UP' },
    ],
  });
  const voided = { reason: 'DUPLICATE', replacedById: story.id('R1') };
  const note = story.word('R8', 'COURSE');
  await story.onRequest('R8', coordinator, 'voidInformationRequest', { ...voided, note });
}

async function tellConverted(story: Story): Promise<void> {
  const journalist = { track: 'MEDIA', requester: story.person('R10/person', 'JOURNALIST') };
  await received(story, 'R10', coordinator, journalist);
  await registered(story, 'R10');
  const reason = { reason: 'Diminta menurut undang-undang.' };
  await story.onRequest('R10', coordinator, 'convertToStatutory', reason);
}

/** That the file is erased was ordered, and refused. */
async function tellErasure(story: Story): Promise<void> {
  const order = {
    targetId: story.id('upload'),
    ground: story.word('E1'),
    reason: story.word('E1'),
    retentionCode: story.word('E1'),
    askedBy: 'CITY',
  };
  const { id } = await story.did('approver.diskominfo', 'orderErasure', order, 'erasure { id }');
  story.ids.set('E1', id);
  const refusal = { erasureId: id, reason: 'Masih dipakai.' };
  await story.did('superior.setda', 'refuseErasure', refusal, 'erasure { id }');
}

/** A file that no case names, and what the admin knows of a member of staff. */
export async function tellOthers(story: Story): Promise<void> {
  await story.file('upload', 'lead.dispora');
  await tellErasure(story);
  const { data } = await story.city.ask(UNMASKED, '{ viewer { personId } }');
  const personId = data?.['viewer'].personId;
  story.ids.set('staff', personId);
  const value = story.code('staff', 'zqpegawai@uji.example');
  const correction = { personId, field: 'EMAIL', value, reason: 'Baru.' };
  await story.did('admin.diskominfo', 'correctPerson', correction, 'person { id }');
}
