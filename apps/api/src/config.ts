import { readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { closest } from 'fastest-levenshtein';
import { z } from 'zod';
import { SIGN_IN_SETTINGS, signInSettings } from '#access';
import type { SignInSettings } from '#access';
import type { LogPlace, LogServer } from '#event-store';
import type { BucketPlace } from '#object-store';
import { demoMasterKey, masterKeyFrom } from '#sealing';
import type { RateLimits } from './rates.ts';

/** The settings cannot be used; the message says which and why. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';
}

export type Config = {
  dataDir: string;
  port: number;
  host: string;
  /** Wraps every key of the vault; undefined where none was set. */
  masterKey: Buffer | undefined;
  /** Where the log is, if not in the data folder. */
  server?: LogServer;
  /** Where keys, accounts and files are, if not in the data folder: for several nodes. */
  bucket?: BucketPlace;
  /** Outside the data folder: what a restored backup must lose again. Default: beside it. */
  erasureList?: string;
  /** Demo logs and keys are refused, GraphiQL is off. */
  production: boolean;
  /** Default: with embedded accounts. */
  signIn?: SignInSettings;
  /** How often one may ask; undefined for a load test, where nobody counts. */
  rates?: RateLimits | undefined;
  /** How many proxies stand before this server and say in X-Forwarded-For whom they pass on. */
  proxies?: number;
};

const often = (operations: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(1).max(1_000_000).default(operations);

/** Every setting named SIMPUL_… stands here: another one is a slip of the pen. */
const settings = z.object({
  SIMPUL_DATA_DIR: z.string().min(1).default('./data'),
  SIMPUL_MASTER_KEY: z.string().optional(),
  SIMPUL_MASTER_KEY_FILE: z.string().optional(),
  SIMPUL_NEW_MASTER_KEY_FILE: z.string().optional(),
  SIMPUL_RATE_LIMIT: z.enum(['on', 'off']).default('on'),
  SIMPUL_RATE_PERSON: often(100),
  SIMPUL_RATE_ADDRESS: often(50),
  SIMPUL_RATE_SIGN_IN: often(10),
  SIMPUL_TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  SIMPUL_ERASURE_LIST: z.string().min(1).optional(),
  SIMPUL_EVENT_STORE: z.enum(['embedded', 'eventstoredb']).default('embedded'),
  SIMPUL_EVENT_STORE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,30}_$/, 'small letters and digits, then _')
    .default('simpul_'),
  SIMPUL_OBJECT_STORE: z.enum(['disk', 's3']).default('disk'),
  SIMPUL_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  SIMPUL_S3_BUCKET: z.string().min(3).max(63).optional(),
  SIMPUL_S3_REGION: z.string().min(1).default('us-east-1'),
  SIMPUL_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  SIMPUL_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  SIMPUL_S3_SECRET_ACCESS_KEY_FILE: z.string().min(1).optional(),
  EVENTSTORE_URL: z.string().optional(),
  EVENTSTORE_URL_FILE: z.string().optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
  HOST: z.string().min(1).default('127.0.0.1'),
  NODE_ENV: z.string().optional(),
});

/** Every name that `configFrom` reads. */
export const SETTINGS: readonly string[] = [...Object.keys(settings.shape), ...SIGN_IN_SETTINGS];

/** @throws ConfigRefused or VaultRefused */
export function configFrom(env: NodeJS.ProcessEnv): Config {
  refuseUnknown(env);
  const basic = parsed(settings, env);
  const { SIMPUL_DATA_DIR, PORT, HOST, NODE_ENV, SIMPUL_TRUST_PROXY: proxies } = basic;
  const production = NODE_ENV === 'production';
  const { SIMPUL_ERASURE_LIST } = basic;
  const dataDir = resolve(SIMPUL_DATA_DIR);
  const erasureList = SIMPUL_ERASURE_LIST && resolve(SIMPUL_ERASURE_LIST);
  if (production) refuseMissing(env);
  if (production && erasureList?.startsWith(dataDir + sep)) {
    throw new ConfigRefused('SIMPUL_ERASURE_LIST: must not lie in the folder that it outlives');
  }
  return {
    dataDir,
    port: PORT,
    host: HOST,
    masterKey: masterKeyFrom(env),
    production,
    rates: ratesFrom(basic, production),
    proxies,
    signIn: parsed(signInSettings, env),
    ...(erasureList === undefined ? {} : { erasureList }),
    ...(basic.SIMPUL_EVENT_STORE === 'eventstoredb' ? { server: logServerIn(env) } : {}),
    ...(basic.SIMPUL_OBJECT_STORE === 's3' ? { bucket: bucketIn(env) } : {}),
  };
}

function parsed<T>(schema: z.ZodType<T>, env: NodeJS.ProcessEnv): T {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ConfigRefused(wrong.join('; '));
}

/** A setting that nobody reads would be taken for one that holds. */
function refuseUnknown(env: NodeJS.ProcessEnv): void {
  const known = SETTINGS.filter((name) => name.startsWith('SIMPUL_'));
  const unknown = Object.keys(env).filter((name) => /^SIMPUL_/i.test(name));
  const wrong = unknown
    .filter((name) => !known.includes(name))
    .map((name) => `${name} (did you mean ${closest(name.toUpperCase(), known)}?)`);
  if (wrong.length > 0) throw new ConfigRefused(`not a setting: ${wrong.join(', ')}`);
}

/** Its address may hold a password, so it can be given as a file. @throws ConfigRefused */
export function logServerIn(env: NodeJS.ProcessEnv): LogServer {
  const { EVENTSTORE_URL_FILE: file, ...basic } = parsed(settings, env);
  const url = file ? readFileSync(file, 'utf8').trim() : basic.EVENTSTORE_URL;
  if (!url) throw new ConfigRefused('not set: EVENTSTORE_URL (or EVENTSTORE_URL_FILE)');
  return { url, prefix: basic.SIMPUL_EVENT_STORE_PREFIX };
}

/** Several nodes share it, and none of them has a log of its own. @throws ConfigRefused */
export function bucketIn(env: NodeJS.ProcessEnv): BucketPlace {
  const given = parsed(settings, env);
  const { SIMPUL_S3_ENDPOINT: endpoint, SIMPUL_S3_BUCKET: bucket, ...rest } = given;
  const { SIMPUL_S3_ACCESS_KEY_ID: accessKeyId, SIMPUL_S3_SECRET_ACCESS_KEY_FILE: file } = rest;
  const secretAccessKey = file
    ? readFileSync(file, 'utf8').trim()
    : rest.SIMPUL_S3_SECRET_ACCESS_KEY;
  if (given.SIMPUL_EVENT_STORE !== 'eventstoredb') {
    throw new ConfigRefused('SIMPUL_OBJECT_STORE: s3 goes with SIMPUL_EVENT_STORE=eventstoredb');
  }
  if (!endpoint || !bucket || !accessKeyId || !secretAccessKey) {
    const named = {
      endpoint,
      bucket,
      access_key_id: accessKeyId,
      secret_access_key: secretAccessKey,
    };
    const missing = Object.entries(named).filter(([, value]) => !value);
    const names = missing.map(([name]) => `SIMPUL_S3_${name.toUpperCase()}`);
    throw new ConfigRefused(`not set: ${names.join(', ')}`);
  }
  return { endpoint, bucket, region: rest.SIMPUL_S3_REGION, accessKeyId, secretAccessKey };
}

function ratesFrom(
  { SIMPUL_RATE_LIMIT, ...most }: z.infer<typeof settings>,
  production: boolean,
): RateLimits | undefined {
  if (SIMPUL_RATE_LIMIT === 'on') {
    const { SIMPUL_RATE_PERSON, SIMPUL_RATE_ADDRESS, SIMPUL_RATE_SIGN_IN } = most;
    return {
      person: SIMPUL_RATE_PERSON,
      address: SIMPUL_RATE_ADDRESS,
      signIn: SIMPUL_RATE_SIGN_IN,
    };
  }
  if (production) throw new ConfigRefused('SIMPUL_RATE_LIMIT: off is for load tests of a demo');
  return undefined;
}

/** In production nothing is guessed. */
function refuseMissing(env: NodeJS.ProcessEnv): void {
  const missing = ['SIMPUL_DATA_DIR', 'PORT'].filter((name) => !env[name]);
  if (!env['SIMPUL_MASTER_KEY'] && !env['SIMPUL_MASTER_KEY_FILE']) {
    missing.push('SIMPUL_MASTER_KEY_FILE (or SIMPUL_MASTER_KEY)');
  }
  if (missing.length > 0) throw new ConfigRefused(`not set: ${missing.join(', ')}`);
}

/** Where everything lies in a data folder; the vault can be mounted from elsewhere. */
export const placesIn = (dataDir: string) => ({
  log: join(dataDir, 'log'),
  vault: join(dataDir, 'vault', 'vault.sqlite'),
  accounts: join(dataDir, 'vault', 'accounts.sqlite'),
  demoKey: join(dataDir, 'vault', 'demo-master.key'),
  attachments: join(dataDir, 'attachments'),
  readModel: join(dataDir, 'read-model'),
});

export const logOf = ({ dataDir, server }: Config): LogPlace => ({
  folder: placesIn(dataDir).log,
  ...(server === undefined ? {} : { server }),
});

/** Of erasures, as JSON lines. */
export const erasureListOf = ({ dataDir, erasureList }: Config): string =>
  erasureList ?? `${dataDir}-erasures.jsonl`;

/** The master key that was set, or in a demo the one that lies beside the vault. */
export function masterKeyOf(config: Config, demo: boolean): Buffer {
  if (config.masterKey !== undefined) return config.masterKey;
  if (demo) return demoMasterKey(placesIn(config.dataDir).demoKey);
  throw new ConfigRefused('not set: SIMPUL_MASTER_KEY_FILE (or SIMPUL_MASTER_KEY)');
}
