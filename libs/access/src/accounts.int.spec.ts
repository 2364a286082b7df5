import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant, PersonId } from '#kernel';
import { Accounts } from './accounts.ts';
import { MOST_FAILURES } from './attempts.ts';

const RARA = 'rara' as PersonId;
const at = (minute: number): Instant =>
  new Date(Date.UTC(2026, 2, 2, 2, minute)).toISOString() as Instant;

let folder = '';
let accounts: Accounts;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simpul-accounts-'));
  accounts = new Accounts(join(folder, 'accounts.sqlite'));
  await accounts.create('rara', RARA, 'kata sandi betul');
});
afterEach(() => {
  accounts.close();
  rmSync(folder, { recursive: true });
});

const restart = (): void => {
  accounts.close();
  accounts = new Accounts(join(folder, 'accounts.sqlite'));
};
const guess = (minute: number) => accounts.verify('rara', 'salah', at(minute));
const isRight = async (minute: number): Promise<boolean> =>
  (await accounts.verify('rara', 'kata sandi betul', at(minute))).right;

/** The last one says until when the account is locked. */
async function lock(minute: number): Promise<void> {
  for (let n = 1; n < MOST_FAILURES; n += 1) {
    expect((await guess(minute)).lockedUntil).toBeUndefined();
  }
  expect((await guess(minute)).lockedUntil).toBe(at(minute + 15));
}

describe('an account', () => {
  it('is locked by wrong passwords, for a quarter of an hour, over a restart', async () => {
    await lock(0);
    expect(await isRight(1)).toBe(false);
    restart();
    expect(await isRight(14)).toBe(false);
    expect(await isRight(15)).toBe(true);
  });

  it('is locked no longer by who goes on guessing', async () => {
    await lock(0);
    expect((await guess(14)).lockedUntil).toBeUndefined();
    expect(await isRight(15)).toBe(true);
  });

  it('takes wrong ones that are few, or far apart, and forgets them at the right one', async () => {
    for (let n = 1; n < MOST_FAILURES; n += 1) await guess(0);
    expect(await isRight(1)).toBe(true);
    for (let n = 1; n < MOST_FAILURES; n += 1) await guess(2);
    for (let n = 1; n < MOST_FAILURES; n += 1) await guess(17);
    expect(await isRight(18)).toBe(true);
  });

  it('looks at no more guesses when they come side by side', async () => {
    const guesses = Array.from({ length: 30 }, () => guess(0));
    const right = accounts.verify('rara', 'kata sandi betul', at(0));
    await Promise.all(guesses);
    expect((await right).right).toBe(false);
  });

  it('is unlocked by a reset', async () => {
    await lock(0);
    const password = (await accounts.reset(RARA)) ?? '';
    expect((await accounts.verify('rara', password, at(1))).right).toBe(true);
    expect(await isRight(1)).toBe(false);
  });

  it('that nobody has leaves no trace', async () => {
    for (let n = 0; n <= MOST_FAILURES; n += 1) {
      expect(await accounts.verify('nobody', 'salah', at(0))).toEqual({ right: false });
    }
    await accounts.create('nobody', 'danu' as PersonId, 'kata sandi lain');
    expect((await accounts.verify('nobody', 'kata sandi lain', at(0))).right).toBe(true);
  });
});

describe('sessions', () => {
  const holds = (generation: number, id = 'token'): boolean =>
    accounts.holds(RARA, { generation, id });

  it('end all at once, over a restart, and new ones begin', async () => {
    const before = accounts.generation(RARA);
    expect([holds(before), accounts.holdsSince(RARA, 100)]).toEqual([true, true]);
    await accounts.endSessions(RARA, 100);
    restart();
    expect([holds(before), accounts.holdsSince(RARA, 100)]).toEqual([false, false]);
    expect(accounts.holdsSince(RARA, 101)).toBe(true);
    expect(holds(accounts.generation(RARA))).toBe(true);
  });

  it('leave the one that is kept, until the next end', async () => {
    const before = accounts.generation(RARA);
    await accounts.endSessions(RARA, 100, 'mine');
    expect([holds(before, 'mine'), holds(before, 'other')]).toEqual([true, false]);
    await accounts.endSessions(RARA, 50);
    expect(holds(before, 'mine')).toBe(false);
    expect(accounts.holdsSince(RARA, 100)).toBe(false);
  });
});

describe('a sign-in of the provider', () => {
  const identity = { issuer: 'https://sso', subject: 's-1' };

  it('is bound once, and so is the person', async () => {
    await accounts.bind(identity, RARA);
    await accounts.bind(identity, 'danu' as PersonId);
    await accounts.bind({ ...identity, subject: 's-2' }, RARA);
    restart();
    expect(accounts.personOf(identity)).toBe(RARA);
    expect(accounts.personOf({ ...identity, subject: 's-2' })).toBeUndefined();
    expect(accounts.isBound(RARA)).toBe(true);
    expect(accounts.isBound('danu' as PersonId)).toBe(false);
    await accounts.unbind(RARA);
    expect(accounts.personOf(identity)).toBeUndefined();
  });
});
