import { OutboundKeeper } from '#outbound/api';
import { TestCity } from './city.ts';
import { OutboundCity, coordinator, coordinator2, approver } from './outbound-city.ts';

let city: TestCity;
let at: OutboundCity;
beforeAll(async () => {
  city = await TestCity.seeded();
  at = new OutboundCity(city);
}, 120_000);
afterAll(() => city.close());

/** One more than a look takes at once. */
const CROWD = 501;

/** Rows like that of an item, which stand before it and stay where they are: no log knows them. */
function crowdBefore(id: string, changes: Record<string, string>): void {
  const { db } = city.city.parts.model;
  const [row] = db.prepare('SELECT * FROM outbound_items WHERE id = ?').all(id) as any[];
  const columns = Object.keys(row);
  const values = columns.map((name) => `@${name}`).join(', ');
  const insert = db.prepare(`INSERT INTO outbound_items VALUES (${values})`);
  const drafted = db.prepare('SELECT max(drafted) FROM outbound_items').pluck().get() as number;
  for (let n = 1; n <= CROWD; n += 1) {
    const other = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    insert.run({ ...row, ...changes, id: other, drafted: drafted + n });
  }
}

function disperse(): void {
  const { db } = city.city.parts.model;
  db.prepare("DELETE FROM outbound_items WHERE id LIKE '00000000-0000-4000-8000-%'").run();
}

/** As the timer does; what cannot be released stays a failure of that one alone. */
const sweep = (): Promise<unknown> =>
  city.app
    .get(OutboundKeeper)
    .sweep()
    .catch((error: unknown) => error);

describe('the keeper of texts', () => {
  afterEach(disperse);

  it('passes over a step that nobody is left for, behind many that wait', async () => {
    const waiting = await at.draft('lead.dinkes');
    await at.act(coordinator, 'submitForApproval', { outboundItemId: waiting.id });
    const reply = await at.draft('lead.dinkes', { kind: 'RIGHT_OF_REPLY' });
    const { id: outboundItemId } = await at.approved(reply, coordinator2);
    crowdBefore(waiting.id, {});
    const { data } = await city.ask('legal.setda', '{ viewer { actingAs { id } } }');
    const appointmentId = data?.['viewer'].actingAs.id;
    const end = { appointmentId, until: '2026-11-01', reason: 'Pensiun.' };
    await at.act('admin.diskominfo', 'endAppointment', end, 'appointment { id }');
    await sweep();
    const { steps } = await at.item(coordinator, outboundItemId, 'steps { role decision }');
    expect(steps[1]).toEqual({ role: 'LEGAL_REVIEWER', decision: 'SKIPPED_NO_HOLDER' });
  });

  it('releases at its instant what stands behind many that are refused', async () => {
    const item = await at.draft('lead.dinkes');
    const { id: outboundItemId, contentHash } = await at.approved(item, coordinator2, approver);
    const releaseAt = new Date(Date.now() + 1_500).toISOString();
    await at.act(coordinator, 'scheduleRelease', { outboundItemId, contentHash, releaseAt });
    crowdBefore(outboundItemId, { release_at: '2026-01-05T00:00:00.000Z' });
    await new Promise((resolve) => setTimeout(resolve, Date.parse(releaseAt) - Date.now()));
    await sweep();
    expect((await at.item(coordinator, outboundItemId, 'state')).state).toBe('RELEASED');
  });
});
