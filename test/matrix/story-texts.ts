import { ITEM } from './story.ts';
import type { Story } from './story.ts';
import {
  approver,
  assigned,
  contributed,
  coordinator,
  letter,
  received,
  registered,
} from './story-requests.ts';

const coordinator2 = 'coordinator2.diskominfo';
const [legal, superior] = ['legal.setda', 'superior.setda'];
const TEST = 'consequenceTest { id }';
const OBJECTION = 'objection { id requester { id representedBy { id } } }';

export async function tellTexts(story: Story): Promise<void> {
  await tellTests(story);
  await tellDrafts(story);
  await tellEmbargo(story);
  await tellReplaced(story);
  await tellAnswered(story);
  await tellAnswers(story);
  await tellObjections(story);
}

type Draft = { id: string; contentHash: string };

async function drafted(story: Story, label: string, who: string, more: object): Promise<Draft> {
  const text = { kind: 'STATEMENT', title: story.word(label), body: story.word(label) };
  const made = await story.did(who, 'draftOutboundItem', { ...text, ...more }, ITEM);
  story.ids.set(label, made.id);
  return made;
}

/** Submitted, and approved by those. */
async function approved(story: Story, label: string, contentHash: string, ...people: string[]) {
  await story.onItem(label, coordinator, 'submitForApproval');
  for (const who of people) {
    const approval = { contentHash, note: story.word(label, 'MAKING') };
    await story.onItem(label, who, 'approveOutboundItem', approval);
  }
}

async function tellDrafts(story: Story): Promise<void> {
  const attachmentIds = [await story.file('I1/file', 'lead.satpol')];
  await drafted(story, 'I1', 'lead.satpol', { attachmentIds });
  const sensitive = { kind: 'RIGHT_OF_REPLY', sensitive: true };
  const { contentHash } = await drafted(story, 'I2', 'officer.satpol', sensitive);
  await approved(story, 'I2', contentHash, coordinator2);
}

/** Of two versions, on a schedule with an audience. */
async function tellEmbargo(story: Story): Promise<void> {
  const old = [await story.file('I3/old', 'lead.satpol')];
  const audience = { audienceOfficeCodes: ['DISHUB'] };
  await drafted(story, 'I3', 'lead.satpol', { attachmentIds: old, ...audience });
  const attachmentIds = [await story.file('I3/file', 'lead.satpol')];
  const revision = { title: story.word('I3'), body: story.word('I3'), attachmentIds };
  const { contentHash } = await story.onItem('I3', 'lead.satpol', 'reviseOutboundItem', revision);
  await approved(story, 'I3', contentHash, coordinator2, approver);
  const schedule = { contentHash, releaseAt: '2999-12-01T00:00:00Z' };
  await story.onItem('I3', coordinator, 'scheduleRelease', schedule);
}

/** Out in an emergency and corrected; out and superseded. */
async function tellReplaced(story: Story): Promise<void> {
  const audience = { audienceOfficeCodes: ['DISHUB'] };
  const first = await drafted(story, 'I4', 'lead.satpol', { kind: 'PRESS_RELEASE', ...audience });
  await story.onItem('I4', coordinator, 'submitForApproval');
  const emergency = { contentHash: first.contentHash, ground: 'OTHER' };
  const reason = story.word('I4', 'MAKING');
  await story.onItem('I4', coordinator, 'emergencyRelease', { ...emergency, reason });
  await replaced(story, ['I4', 'I5'], 'correctRelease');
  const second = await drafted(story, 'I6', coordinator, {});
  await approved(story, 'I6', second.contentHash, coordinator2, approver);
  const release = { contentHash: second.contentHash };
  await story.onItem('I6', coordinator, 'releaseOutboundItem', release);
  await replaced(story, ['I6', 'I7'], 'supersedeRelease');
}

async function replaced(
  story: Story,
  [old, fresh]: readonly [string, string],
  mutation: string,
): Promise<void> {
  const text = { title: story.word(fresh), body: story.word(fresh) };
  const reason = 'Ada yang baru.';
  const made = await story.onItem(old, coordinator, mutation, { ...text, reason });
  const { id, contentHash } = made;
  story.ids.set(fresh, id);
  await approved(story, fresh, contentHash, coordinator2, approver);
  await story.onItem(fresh, coordinator, 'releaseOutboundItem', { contentHash });
}

const opening = (story: Story, label: string): object => ({
  exemption: 'G',
  information: story.word(label),
  otherLaw: story.word(label),
  harmIfOpened: story.word(label),
  harmIfClosed: story.word(label),
  otherParticipants: [story.word(label)],
});

async function opened(story: Story, label: string, more: object = {}): Promise<void> {
  const input = { ...opening(story, label), ...more };
  const { id } = await story.did(coordinator, 'openConsequenceTest', input, TEST);
  story.ids.set(label, id);
}

async function decided(story: Story, label: string, term: object): Promise<void> {
  const consequenceTestId = story.id(label);
  const act = (who: string, mutation: string, more: object): Promise<any> =>
    story.did(who, mutation, { consequenceTestId, ...more }, TEST);
  await act(legal, 'giveOpinion', { opinion: story.word(label) });
  await act(superior, 'assentToConsequenceTest', {});
  await act(approver, 'decideConsequenceTest', {
    exempt: true,
    ...term,
    decreeNumber: story.word(label),
    decreePlace: story.word(label),
    reason: story.word(label),
  });
}

/** T2 is what answers rest on, T3 is about a request, T4 renews, T5 was ended. */
async function tellTests(story: Story): Promise<void> {
  await opened(story, 'T2');
  const term = { endsWhen: story.word('T2'), reviewOn: '2028-01-03' };
  await decided(story, 'T2', term);
  await opened(story, 'T3', { requestId: story.id('R10') });
  await opened(story, 'T4', { renews: story.id('T2') });
  await opened(story, 'T5');
  await decided(story, 'T5', { endsOn: '2999-01-04' });
  const ending = { basis: story.word('T5'), reason: story.word('T5') };
  const end = { consequenceTestId: story.id('T5'), ...ending };
  await story.did(approver, 'endConsequenceTest', end, TEST);
}

async function answer(story: Story, request: string, label: string, more: object) {
  const input = { title: story.word(label), body: story.word(label), outcome: 'GRANTED', ...more };
  const shown = 'informationRequest { answer { id contentHash } }';
  const requestId = story.id(request);
  const made = await story.did(coordinator, 'draftAnswer', { requestId, ...input }, shown);
  story.ids.set(label, made.answer.id);
  return made.answer as Draft;
}

const settle = (story: Story, part: string): Promise<any> =>
  story.onRequest(part.split('/')[0] ?? '', coordinator, 'acceptContribution', {
    assignmentId: story.id(part),
  });

/** A request that was answered in part, and told. */
async function tellAnswered(story: Story): Promise<void> {
  await received(story, 'R2', coordinator, {});
  await registered(story, 'R2');
  await assigned(story, 'R2', 'DINKES', true);
  await contributed(story, 'R2/DINKES', []);
  await settle(story, 'R2/DINKES');
  const persons = story.id('R2/person');
  const part = (decision: string, more: object): object => ({
    part: story.word('A2'),
    decision,
    reason: story.word('A2'),
    ...more,
  });
  const { contentHash } = await answer(story, 'R2', 'A2', {
    outcome: 'GRANTED_IN_PART',
    attachmentIds: [
      await story.file('A2/file', coordinator),
      await story.file('A2/personal', coordinator, { persons }),
    ],
    citations: [{ contributionId: story.id('R2/DINKES/1'), passage: story.word('A2') }],
    parts: [
      part('GRANTED_REDACTED', { consequenceTestId: story.id('T2') }),
      part('REFUSED_EXEMPT', { consequenceTestId: story.id('T2') }),
      part('REFUSED_OTHER', { legalBasis: story.word('A2') }),
    ],
    notice: {
      heldByPublicBody: story.word('A2'),
      blackedOut: story.word('A2'),
      howToPay: story.word('A2'),
      costIdr: 5_000,
      documented: true,
      form: 'COPY_DIGITAL',
    },
  });
  await approved(story, 'A2', contentHash, 'lead.dinkes', coordinator2, approver);
  await story.onItem('A2', coordinator, 'releaseOutboundItem', { contentHash });
  await letter(story, 'R2', { kind: 'ANSWER_NOTICE' });
  await letter(story, 'R2', { kind: 'INFORMATION_HANDED_OVER', costPaidIdr: 5_000 });
}

/** Answers on their way: one to be decided by the lead office, one without any. */
async function tellAnswers(story: Story): Promise<void> {
  await received(story, 'R9', coordinator, {});
  await registered(story, 'R9');
  await assigned(story, 'R9', 'DINKES', true);
  await contributed(story, 'R9/DINKES', []);
  await settle(story, 'R9/DINKES');
  const parts = [{ part: story.word('A9'), decision: 'TO_FOLLOW', followsBy: '2999-01-04' }];
  await answer(story, 'R9', 'A9', { sensitive: true, interim: true, outcome: 'GRANTED', parts });
  await story.onItem('A9', coordinator, 'submitForApproval');
  const whole = { parts: [{ part: story.word('A10'), decision: 'GRANTED' }] };
  await answer(story, 'R10', 'A10', whole);
  await story.onItem('A10', coordinator, 'submitForApproval');
}

/** O2 about R2, decided and disputed; O3 about nothing that was asked. */
async function tellObjections(story: Story): Promise<void> {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const lodging = (label: string, grounds: string): object => ({
    grounds: [grounds],
    statement: story.word(label, 'PERSONAL'),
    groundFoundOn: today,
  });
  const lodge = async (label: string, input: object): Promise<any> => {
    const made = await story.did(coordinator, 'lodgeObjection', input, OBJECTION);
    story.ids.set(label, made.id);
    return made;
  };
  await lodge('O2', { requestId: story.id('R2'), ...lodging('O2', 'A_EXEMPTION') });
  const on = (who: string, mutation: string, more: object = {}): Promise<any> =>
    story.did(who, mutation, { objectionId: story.id('O2'), ...more }, OBJECTION);
  await on(coordinator, 'registerObjection');
  await on(superior, 'decideObjection', { decision: 'REJECTED', text: story.word('O2') });
  const proofIds = [await story.file('O2/letter', coordinator)];
  await letter(story, 'O2', { kind: 'OBJECTION_REPLY', proofIds });
  const persons = story.id('R2/person');
  const documentIds = [await story.file('O2/document', coordinator, { persons })];
  const stage = { stage: 'FILED', on: today, number: story.word('O2'), documentIds };
  await on(coordinator, 'recordDispute', { ...stage, note: 'Diajukan.' });
  await on(coordinator, 'settleDispute', { on: today, outcome: story.word('O2') });
  const requester = story.person('O3/person');
  const grounds = lodging('O3', 'B_PERIODIC_NOT_PROVIDED');
  const other = await lodge('O3', { requester, ...grounds });
  story.ids.set('O3/person', other.requester.id);
  story.ids.set('O3/guardian', other.requester.representedBy.id);
}
