import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Bucket } from '#object-store';
import { openCity } from '../../apps/api/src/city.ts';
import { configFrom } from '../../apps/api/src/config.ts';
import type { Config } from '../../apps/api/src/config.ts';
import { openNewCity } from '../../apps/operator/src/open-city.ts';
import { ClockCity } from '../clock-city.ts';
import { S3Server } from '../object-store/server.ts';
import { Shared } from './shared.ts';

let shared: Shared;
let at: ClockCity;
beforeAll(async () => {
  shared = await Shared.started();
  at = await ClockCity.opened([], shared.settings);
  await at.city.stop();
}, 60_000);
afterAll(async () => {
  await at.city.close();
  await shared.close();
});
afterEach(() => {
  shared.s3.behave();
  shared.s3.versioning = undefined;
});

/** Why a node does not start; and then starts, for nothing is left locked or open. */
async function refusal(change: Partial<Config> = {}): Promise<string> {
  const opening = openCity({ ...at.city.config, ...change });
  const why = await opening.then(
    () => 'it started',
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );
  shared.s3.behave();
  shared.s3.versioning = undefined;
  await (await openCity(at.city.config)).close();
  return why;
}

describe('a node does not start', () => {
  it('with a bucket that is away, absent, refuses, keeps versions or lies', async () => {
    const { place } = shared.s3;
    const away = { ...place, endpoint: 'http://127.0.0.1:1' };
    expect(await refusal({ bucket: away })).toMatch(/^ObjectStoreAway: the object store did not/);
    const absent = { ...place, bucket: 'tidak-ada' };
    expect(await refusal({ bucket: absent })).toContain('tidak-ada: NotFound, 404');
    const wrong = { ...place, secretAccessKey: 'rahasia-sekali' };
    const told = await refusal({ bucket: wrong });
    expect(told).toContain('403');
    expect(told).not.toContain('rahasia');
    shared.s3.versioning = 'Suspended';
    expect(await refusal()).toContain('keeps versions (Suspended)');
    shared.s3.misbehave('LIES', 'PUT', /^tried/);
    expect(await refusal()).toContain('does not hold what it took');
  });

  it('with the bucket of another city, or another master key', async () => {
    expect(await refusal({ masterKey: randomBytes(32) })).toBe(
      'VaultRefused: the master key is not the one that made this vault',
    );
    const other = await S3Server.started();
    const bucket = await Bucket.open(other.place);
    await bucket.put('vault/log', Buffer.from('another-log'));
    expect(await refusal({ bucket: other.place })).toContain(
      'VaultRefused: the vault belongs to log another-log, not to',
    );
    const opening = { city: 'Kota Lain', demo: true, offices: [], staff: [], registers: [] };
    const config = { ...at.city.config, bucket: other.place };
    const server = { ...shared.settings.server, prefix: 'lain_' };
    const made = openNewCity({ ...config, server }, { ...opening, clock: { now: () => at.now() } });
    await expect(made).rejects.toThrow('the vault belongs to another log: another-log');
    await bucket.remove('vault/log');
    expect(await refusal({ bucket: other.place })).toContain('does not hold the key of this log');
    // Nothing of a start that was refused stays in the bucket but who made it.
    const left = await Readable.from(bucket.namesBelow('')).toArray();
    expect(left.filter((name: string) => !name.startsWith('keys/'))).toEqual(['vault/check']);
    bucket.close();
    await other.close();
  }, 60_000);

  it('with settings that do not go together, or are missing', () => {
    const { env } = shared;
    const settings = { ...env, SIMPUL_DATA_DIR: at.city.config.dataDir };
    expect(configFrom(settings).bucket).toEqual(shared.s3.place);
    expect(() => configFrom({ ...settings, SIMPUL_EVENT_STORE: 'embedded' })).toThrow(
      's3 goes with SIMPUL_EVENT_STORE=eventstoredb',
    );
    const incomplete = {
      ...settings,
      SIMPUL_S3_BUCKET: undefined,
      SIMPUL_S3_SECRET_ACCESS_KEY: undefined,
    };
    expect(() => configFrom(incomplete)).toThrow(
      'not set: SIMPUL_S3_BUCKET, SIMPUL_S3_SECRET_ACCESS_KEY',
    );
    expect(() => configFrom({ ...settings, SIMPUL_S3_ENDPOINT: 'objects:8333' })).toThrow(
      'SIMPUL_S3_ENDPOINT',
    );
    expect(() => configFrom({ ...settings, SIMPUL_S3_KEY: 'x' })).toThrow('did you mean SIMPUL_S3');
  });
});
