import { OutboundKeeper } from '#outbound/api';
import { TestCity } from './city.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from './outbound-city.ts';

const lead = 'lead.dinkes';
let city: TestCity;
let at: OutboundCity;
beforeAll(async () => {
  city = await TestCity.seeded();
  at = new OutboundCity(city);
}, 120_000);
afterAll(() => city.close());

const queueOf = async (who: string): Promise<string[]> => {
  const { data } = await city.ask(who, '{ approvalQueue { nodes { id } } }');
  return data?.['approvalQueue'].nodes.map(({ id }: any) => id);
};

describe('a text that leaves the house', () => {
  it('goes along its route and out, as it was approved', async () => {
    const { id: outboundItemId, contentHash, viewerMay } = await at.draft();
    expect(viewerMay).toEqual(expect.arrayContaining(['reviseOutboundItem', 'submitForApproval']));
    const text = { outboundItemId, contentHash };
    const submitted = await at.act(lead, 'submitForApproval', { outboundItemId });
    expect(submitted.steps).toMatchObject([
      { role: 'COORDINATOR', decision: 'PENDING' },
      { role: 'APPROVER', decision: 'WAITING' },
    ]);
    expect(await queueOf(coordinator)).toContain(outboundItemId);
    expect(await queueOf(approver)).not.toContain(outboundItemId);
    expect(await at.refused(approver, 'approveOutboundItem', text)).toEqual(['NOT_YOUR_STEP']);
    const released = 'releaseOutboundItem';
    expect(await at.refused(coordinator, released, text)).toEqual(['NOT_APPROVED']);
    await at.act(coordinator, 'approveOutboundItem', { ...text, note: 'Sudah diperiksa.' });
    const { state } = await at.act(approver, 'approveOutboundItem', text);
    expect(state).toBe('APPROVED');
    const again = await at.act(approver, 'approveOutboundItem', text);
    expect(again.state).toBe('APPROVED');
    const out = await at.act(coordinator, released, text);
    expect(out).toMatchObject({
      state: 'RELEASED',
      reviewDebt: false,
      viewerMay: expect.arrayContaining(['correctRelease']),
    });
    expect(await at.types(outboundItemId)).toEqual([
      'OutboundItemDrafted',
      'OutboundItemSubmitted',
      'ApprovalStepOpened',
      'ReleaseRefusedUnapproved',
      'ApprovalGiven',
      'ApprovalStepOpened',
      'ApprovalGiven',
      'OutboundItemReleased',
    ]);
  });

  it('is approved by its hash, never by its author, and anew after every edit', async () => {
    const { id: outboundItemId, contentHash } = await at.draft(coordinator, {
      originOfficeCode: 'DINKES',
    });
    const text = { outboundItemId, contentHash };
    await at.act(coordinator, 'submitForApproval', { outboundItemId });
    expect(await at.refused(coordinator, 'approveOutboundItem', text)).toEqual(['SAME_PERSON']);
    expect(await at.types(outboundItemId)).toContain('ApprovalRefusedToAuthor');
    const stale = { outboundItemId, contentHash: 'a'.repeat(64) };
    expect(await at.refused(coordinator2, 'approveOutboundItem', stale)).toEqual([
      'CONTENT_CHANGED',
    ]);
    await at.act(coordinator2, 'approveOutboundItem', text);
    const edit = { outboundItemId, body: 'Kasus menurun sejak April.' };
    const revised = await at.act(lead, 'reviseOutboundItem', edit);
    expect(revised).toMatchObject({ state: 'DRAFT', contentVersion: 2, steps: [] });
    expect(revised.contentHash).not.toBe(contentHash);
    const { versions } = await at.item(
      coordinator,
      outboundItemId,
      'versions { totalCount nodes { contentVersion body steps { decision } } }',
    );
    expect(versions).toMatchObject({
      totalCount: 2,
      nodes: [
        { body: 'Kasus menurun.', steps: [{ decision: 'APPROVED' }, { decision: 'PENDING' }] },
        { body: 'Kasus menurun sejak April.', steps: [] },
      ],
    });
  });

  it('of the only approver is refused, for nobody else has the last word', async () => {
    const { id: outboundItemId } = await at.draft(approver);
    expect(await at.refused(approver, 'submitForApproval', { outboundItemId })).toEqual([
      'SAME_PERSON',
    ]);
  });

  it('comes back with a reason, and goes again as a new version', async () => {
    const { id: outboundItemId, contentHash } = await at.draft();
    await at.act(lead, 'submitForApproval', { outboundItemId });
    const back = { outboundItemId, contentHash, reason: ' ' };
    expect(await at.refused(coordinator, 'returnOutboundItem', back)).toEqual(['REASON_REQUIRED']);
    const reason = 'Angka belum dicek.';
    await at.act(coordinator, 'returnOutboundItem', { ...back, reason });
    expect(await at.refused(lead, 'submitForApproval', { outboundItemId })).toEqual([
      'INVALID_STATE',
    ]);
    const { steps } = await at.item(lead, outboundItemId, 'steps { decision reason at }');
    expect(steps[0]).toMatchObject({ decision: 'RETURNED', reason });
    await at.act(lead, 'reviseOutboundItem', { outboundItemId, title: 'Demam berdarah 2026' });
    await at.act(lead, 'submitForApproval', { outboundItemId });
    const { contentHash: hash } = await at.item(lead, outboundItemId, 'contentHash');
    const rejected = { outboundItemId, contentHash: hash, reason: 'Tidak jadi.' };
    const gone = await at.act(coordinator, 'rejectOutboundItem', rejected);
    expect(gone).toMatchObject({ state: 'REJECTED', viewerMay: [] });
    expect(await at.refused(lead, 'reviseOutboundItem', { outboundItemId, title: 'x' })).toEqual([
      'INVALID_STATE',
    ]);
  });

  it('that is sensitive goes to the leadership last, and only the approver clears it', async () => {
    const item = await at.approved(await at.draft(), coordinator2, approver);
    const { id: outboundItemId, contentHash } = item;
    const sensitive = { outboundItemId, sensitive: true, reason: 'Menyangkut wali kota.' };
    expect((await at.act(lead, 'setSensitive', sensitive)).state).toBe('IN_APPROVAL');
    expect(await queueOf('leadership.setda')).toEqual([outboundItemId]);
    const clear = { outboundItemId, sensitive: false, reason: 'Sudah jelas.' };
    expect(await at.refused(lead, 'setSensitive', clear)).toEqual(['NOT_PERMITTED']);
    const text = { outboundItemId, contentHash };
    expect((await at.act('leadership.setda', 'approveOutboundItem', text)).state).toBe('APPROVED');
  });

  it('takes the legal reviewer’s step on the way to the press', async () => {
    const { id: outboundItemId } = await at.draft(coordinator, { kind: 'RIGHT_OF_REPLY' });
    await at.act(coordinator, 'submitForApproval', { outboundItemId });
    const { steps } = await at.item(
      'legal.setda',
      outboundItemId,
      'steps { role deadline { rule { id } state } }',
    );
    expect(steps.map(({ role }: any) => role)).toEqual([
      'COORDINATOR',
      'LEGAL_REVIEWER',
      'APPROVER',
    ]);
    expect(steps[0].deadline).toEqual({ rule: { id: 'INT-REVIEW' }, state: 'RUNNING' });
    expect(steps[1].deadline).toBeNull();
  });
});

describe('an emergency release', () => {
  it('goes out at once and is owed a review by somebody else', async () => {
    const { id: outboundItemId, contentHash } = await at.draft();
    const text = { outboundItemId, contentHash };
    const emergency = { ...text, ground: 'DISASTER', reason: 'Banjir bandang.' };
    expect(await at.refused(lead, 'emergencyRelease', emergency)).toEqual(['NOT_PERMITTED']);
    const out = await at.act(coordinator, 'emergencyRelease', emergency);
    expect(out).toMatchObject({ state: 'EMERGENCY_RELEASED', reviewDebt: true });
    const owed = '{ outboundItems(filter: {reviewDebt: true}) { nodes { id } totalCount } }';
    const { data } = await city.ask(coordinator, owed);
    expect(data?.['outboundItems'].nodes).toContainEqual({ id: outboundItemId });
    const review = { ...text, finding: 'Tepat.' };
    expect(await at.refused(coordinator, 'reviewRelease', review)).toEqual(['SAME_PERSON']);
    expect((await at.act(approver, 'reviewRelease', review)).reviewDebt).toBe(false);
  });
});

describe('a released text', () => {
  it('is corrected by a linked one on the full route, and withdrawn by the approver', async () => {
    const first = await at.approved(await at.draft(), coordinator2, approver);
    const old = { outboundItemId: first.id, contentHash: first.contentHash };
    await at.act(coordinator, 'releaseOutboundItem', old);
    const correction = { outboundItemId: first.id, title: 'Ralat', body: 'Kasus: 12.' };
    expect(await at.refused(coordinator, 'correctRelease', { ...correction, reason: ' ' })).toEqual(
      ['REASON_REQUIRED'],
    );
    const reason = 'Angka keliru.';
    const drafted = await at.act(coordinator, 'correctRelease', { ...correction, reason });
    expect(drafted.state).toBe('DRAFT');
    const next = await at.approved(drafted, coordinator2, approver);
    const text = { outboundItemId: next.id, contentHash: next.contentHash };
    await at.act(coordinator, 'releaseOutboundItem', text);
    const links = 'state correctedBy { id } corrects { id }';
    expect(await at.item(coordinator, first.id, links)).toEqual({
      state: 'CORRECTED',
      correctedBy: { id: next.id },
      corrects: null,
    });
    const withdrawal = { outboundItemId: next.id, reason: 'Ditarik.' };
    expect(await at.refused(coordinator, 'withdrawRelease', withdrawal)).toEqual(['NOT_PERMITTED']);
    expect((await at.act(approver, 'withdrawRelease', withdrawal)).state).toBe('WITHDRAWN');
    expect(await at.refused(coordinator, 'supersedeRelease', { ...correction, reason })).toEqual([
      'INVALID_STATE',
    ]);
  });
});

describe('what a viewer sees', () => {
  it('is their office’s, their step’s, or what they are the audience of', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const draft = await at.draft(lead, { audienceOfficeCodes: ['DISDIK'] });
    expect(await at.item('lead.disdik', draft.id, 'id')).toBeNull();
    expect(await at.item('officer.dinkes', draft.id, 'id')).toEqual({ id: draft.id });
    const { id: outboundItemId, contentHash } = await at.approved(draft, coordinator2, approver);
    const schedule = { outboundItemId, contentHash, releaseAt: soon };
    const past = { ...schedule, releaseAt: '2026-01-01T00:00:00Z' };
    expect(await at.refused(coordinator, 'scheduleRelease', past)).toEqual(['EMBARGO_IN_PAST']);
    await at.act(coordinator, 'scheduleRelease', schedule);
    expect(await at.item('lead.disdik', draft.id, 'state')).toEqual({ state: 'SCHEDULED' });
    expect(await at.item('officer.dinkes', draft.id, 'id')).toBeNull();
    expect(await at.item(lead, draft.id, 'id')).toEqual({ id: draft.id });
    expect(await at.item('lead.putr', draft.id, 'id')).toBeNull();
    expect(
      await at.refused('lead.putr', 'dropOutboundItem', { outboundItemId, reason: 'x' }),
    ).toEqual(['NOT_FOUND outboundItemId']);
    const search = 'query($s: String!) { outboundItems(filter: {search: $s}) { totalCount } }';
    const found = async (who: string): Promise<number> =>
      (await city.ask(who, search, { s: 'demam' })).data?.['outboundItems'].totalCount;
    expect(await found(coordinator)).toBeGreaterThan(3);
    expect(await found('lead.putr')).toBe(0);
    await city.app.get(OutboundKeeper).sweep();
    expect((await at.item(lead, draft.id, 'state')).state).toBe('SCHEDULED');
    const cancel = { outboundItemId, contentHash, reason: 'Ditunda.' };
    expect((await at.act(coordinator, 'cancelSchedule', cancel)).state).toBe('APPROVED');
  });

  it('as of a past instant is the text of then', async () => {
    const { id } = await at.draft();
    const then = new Date().toISOString();
    await at.act(lead, 'reviseOutboundItem', { outboundItemId: id, body: 'Lain sekali.' });
    const query = `query($id: ID!, $asOf: DateTime) { outboundItem(id: $id, asOf: $asOf) {
      body contentVersion viewerMay history { totalCount } } }`;
    const { data, errors } = await city.ask(coordinator, query, { id, asOf: then });
    expect(errors).toBeUndefined();
    expect(data?.['outboundItem']).toEqual({
      body: 'Kasus menurun.',
      contentVersion: 1,
      viewerMay: [],
      history: { totalCount: 1 },
    });
  });
});
