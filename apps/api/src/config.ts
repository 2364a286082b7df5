import { join, resolve } from 'node:path';
import { z } from 'zod';
import { signInSettings } from '#access';
import type { SignInSettings } from '#access';
import { demoMasterKey, masterKeyFrom } from '#sealing';

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
  /** Demo logs and keys are refused, GraphiQL and introspection hints are off. */
  production: boolean;
  /** Default: with embedded accounts. */
  signIn?: SignInSettings;
};

const settings = z.object({
  SIMPUL_DATA_DIR: z.string().min(1).default('./data'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
  HOST: z.string().min(1).default('127.0.0.1'),
  NODE_ENV: z.string().optional(),
});

/** @throws ConfigRefused or VaultRefused */
export function configFrom(env: NodeJS.ProcessEnv): Config {
  const { SIMPUL_DATA_DIR, PORT, HOST, NODE_ENV } = parsed(settings, env);
  const production = NODE_ENV === 'production';
  if (production) refuseMissing(env);
  return {
    dataDir: resolve(SIMPUL_DATA_DIR),
    port: PORT,
    host: HOST,
    masterKey: masterKeyFrom(env),
    production,
    signIn: parsed(signInSettings, env),
  };
}

function parsed<T>(schema: z.ZodType<T>, env: NodeJS.ProcessEnv): T {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ConfigRefused(wrong.join('; '));
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

/** The master key that was set, or in a demo the one that lies beside the vault. */
export function masterKeyOf(config: Config, demo: boolean): Buffer {
  if (config.masterKey !== undefined) return config.masterKey;
  if (demo) return demoMasterKey(placesIn(config.dataDir).demoKey);
  throw new ConfigRefused('not set: SIMPUL_MASTER_KEY_FILE (or SIMPUL_MASTER_KEY)');
}
