import { SharedAccounts } from '#access';
import type { Instant, PersonId } from '#kernel';
import { Bucket, ObjectStoreAway } from '#object-store';
import { S3Server } from './server.ts';

const RARA = '00000000-0000-4000-8000-000000000001' as PersonId;
const DANU = '00000000-0000-4000-8000-000000000002' as PersonId;
const NOW = '2026-03-20T00:00:00.000Z' as Instant;
const identity = { issuer: 'https://sso', subject: 's-1' };

let server: S3Server;
let bucket: Bucket;
const opened: SharedAccounts[] = [];
beforeEach(async () => {
  server = await S3Server.started();
  bucket = await Bucket.open(server.place);
});
afterEach(async () => {
  for (const accounts of opened.splice(0)) accounts.close();
  bucket.close();
  await server.close();
});

async function node(): Promise<SharedAccounts> {
  const accounts = await SharedAccounts.open(bucket);
  opened.push(accounts);
  return accounts;
}

describe('the accounts of several nodes', () => {
  it('are found by name on each, with the password, and after a restart', async () => {
    const [one, other] = [await node(), await node()];
    await one.create('rara', RARA, 'kata sandi pertama');
    for (const each of [other, await node()]) {
      expect(await each.named('rara')).toMatchObject({ personId: RARA, mustChange: false });
      expect((await each.verify('rara', 'kata sandi pertama', NOW)).right).toBe(true);
      expect((await each.verify('rara', 'lain', NOW)).right).toBe(false);
      expect(await each.named('danu')).toBeUndefined();
    }
  });

  it('give a name to one person, also where two nodes do it at once', async () => {
    const [one, other] = [await node(), await node()];
    const both = await Promise.allSettled([one.create('rara', RARA), other.create('rara', DANU)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('keep every change that is made at once on one node', async () => {
    const one = await node();
    await one.create('rara', RARA);
    const before = one.generation(RARA);
    await Promise.all([
      one.endSessions(RARA, 100),
      one.bind(identity, RARA),
      one.endSessions(RARA, 200),
      one.change(RARA, 'kata sandi baru'),
    ]);
    for (const each of [one, await node()]) {
      expect(each.generation(RARA)).toBe(before + 2);
      expect(each.personOf(identity)).toBe(RARA);
      expect(each.of(RARA)?.mustChange).toBe(false);
    }
  });

  it('keep every change that two nodes make at once', async () => {
    const [one, other] = [await node(), await node()];
    await one.create('rara', RARA, 'kata sandi lama');
    await Promise.all([
      one.endSessions(RARA, 100),
      other.change(RARA, 'kata sandi baru'),
      one.bind(identity, RARA),
      other.endSessions(RARA, 200),
    ]);
    const after = await node();
    expect(after.generation(RARA)).toBe(2);
    expect(after.personOf(identity)).toBe(RARA);
    expect((await after.verify('rara', 'kata sandi baru', NOW)).right).toBe(true);
    expect(after.holdsSince(RARA, 200)).toBe(false);
  });

  it('leave nothing here of what the bucket did not take', async () => {
    const one = await node();
    server.misbehave('REFUSES', 'PUT', /^accounts/);
    await expect(one.create('rara', RARA)).rejects.toThrow(ObjectStoreAway);
    expect(one.of(RARA)).toBeUndefined();
    server.behave();
    expect(await one.create('rara', RARA)).toMatch(/./);
    server.misbehave('LIES', 'PUT', /^accounts/);
    await expect(one.endSessions(RARA, 100)).rejects.toThrow('does not hold what it took');
    expect(one.holdsSince(RARA, 100)).toBe(true);
  });

  it('take no token of whom another node signed out, until it is known what counts', async () => {
    const [one, other] = [await node(), await node()];
    await one.create('rara', RARA);
    await other.refresh(RARA);
    const token = { generation: other.generation(RARA), id: 'token' };
    await one.endSessions(RARA, 100, 'token');
    other.sessionsEnded(RARA);
    expect([other.holds(RARA, token), other.holdsSince(RARA, 101)]).toEqual([false, false]);
    server.misbehave('REFUSES', 'GET', /^accounts/);
    await other.refreshOld(RARA);
    expect(other.holds(RARA, token)).toBe(false);
    server.behave();
    await other.refreshOld(RARA);
    expect([other.holds(RARA, token), other.holdsSince(RARA, 101)]).toEqual([true, true]);
  });

  it('are none where one is damaged, and keep nobody else out', async () => {
    const one = await node();
    await one.create('rara', RARA);
    await one.create('danu', DANU);
    await bucket.put(`accounts/${RARA}`, Buffer.from('{"username":'));
    const after = await node();
    expect(after.of(RARA)).toBeUndefined();
    expect(after.of(DANU)?.username).toBe('danu');
  });

  it('change on what another node left, and are fetched anew', async () => {
    const [one, other] = [await node(), await node()];
    await one.create('rara', RARA);
    await other.named('rara');
    await one.endSessions(RARA, 100, 'mine');
    await other.bind(identity, RARA);
    expect(other.holdsSince(RARA, 100)).toBe(false);
    expect(one.personOf(identity)).toBeUndefined();
    await one.refresh(RARA);
    expect(one.personOf(identity)).toBe(RARA);
    await one.unbind(RARA);
    await other.refresh(RARA);
    expect(other.personOf(identity)).toBeUndefined();
  });

  it('stay as they were where the bucket takes no change', async () => {
    const one = await node();
    await one.create('rara', RARA);
    server.misbehave('REFUSES', 'PUT', /^accounts/);
    await expect(one.endSessions(RARA, 100)).rejects.toThrow(ObjectStoreAway);
    server.behave();
    expect((await node()).holdsSince(RARA, 100)).toBe(true);
    await one.endSessions(RARA, 100);
    expect((await node()).holdsSince(RARA, 100)).toBe(false);
  });
});
