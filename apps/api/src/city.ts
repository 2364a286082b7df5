import { extname } from 'node:path';
import { Accounts, DEFAULT_SIGN_IN, Provider, SignIns, Tokens } from '#access';
import { AccessLog } from '#access-log';
import { DiskObjectStore } from '#attachments';
import type { ObjectStore } from '#attachments';
import {
  ReactionRunner,
  SystemClock,
  Transact,
  decode,
  openStore,
  readLogIdentity,
} from '#event-store';
import type { Clock, EventStore, LogIdentity, Reactor, Sealer } from '#event-store';
import type { Position } from '#kernel';
import { ErasureList } from '#persons';
import { ReadModel } from '#read-model';
import { Vault, VaultRefused } from '#sealing';
import { ConfigRefused, erasureListOf, logOf, masterKeyOf, placesIn } from './config.ts';
import type { Config } from './config.ts';
import { views } from './views.ts';

export type CityOptions = {
  clock?: Clock;
  /** Told what an operator should know. */
  say?(message: string): void;
};

export type CityParts = {
  identity: LogIdentity;
  store: EventStore;
  vault: Vault;
  accounts: Accounts;
  accessLog: AccessLog;
  signIns: SignIns;
  transact: Transact;
  model: ReadModel;
  objects: ObjectStore;
  erasureList: ErasureList;
  clock: Clock;
};

/** What lies on the disk of one city, opened: log, vault, accounts, files, read model. */
export class City {
  readonly parts: CityParts;
  readonly #say: (message: string) => void;
  #reactions: ReactionRunner | undefined;

  constructor(parts: CityParts, say: (message: string) => void) {
    this.parts = parts;
    this.#say = say;
  }

  /** Commands may come when this has resolved: every reaction knows where it starts. */
  async startReactions(reactors: readonly Reactor<never, never>[]): Promise<void> {
    const { store, transact, clock, model } = this.parts;
    const positionOf = model.db.prepare('SELECT position FROM history WHERE sequence = ?').pluck();
    this.#reactions = new ReactionRunner({
      store,
      transact,
      clock,
      codec: views.codec,
      reactors,
      positionBefore: (sequence) => positionOf.get(sequence - 1) as Position | undefined,
      size: () => model.checkpoint.sequence,
      alarm: (message) => this.#say(`ALARM ${message}`),
    });
    await this.#reactions.start();
  }

  async close(): Promise<void> {
    const { model, store, vault, accounts } = this.parts;
    await this.#reactions?.close();
    await model.close();
    await store.close();
    vault.close();
    accounts.close();
  }
}

/**
 * @throws ConfigRefused, StoreUnavailable, VaultRefused with the reason why it does not open;
 * nothing is left locked.
 */
export async function openCity(config: Config, options: CityOptions = {}): Promise<City> {
  const { clock = new SystemClock(), say = () => undefined } = options;
  const store = openStore(logOf(config));
  try {
    const identity = await identityOf(store, config);
    const masterKey = masterKeyOf(config, identity.demo);
    const vault = openVault(config, identity, masterKey);
    try {
      const erasureList = openErasureList(config, identity);
      const model = await openModel({ config, store, vault, identity, masterKey, say });
      const transact = new Transact(store, sealerOf(vault, identity), clock);
      await tellLatest(store, transact);
      const accounts = new Accounts(placesIn(config.dataDir).accounts);
      const tokens = await Tokens.open(vault, clock, identity.logId);
      const accessLog = new AccessLog(transact);
      const { accounts: embedded, provider } = config.signIn ?? DEFAULT_SIGN_IN;
      const signIns = new SignIns({
        accounts,
        tokens,
        log: accessLog,
        clock,
        embedded,
        provider: provider && new Provider(provider, clock),
      });
      const objects = new DiskObjectStore(placesIn(config.dataDir).attachments);
      const shared = { identity, store, vault, accounts, accessLog, signIns, erasureList };
      return new City({ ...shared, transact, model, objects, clock }, say);
    } catch (error) {
      vault.close();
      throw error;
    }
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** In production what cannot be noted is told before anything is to be erased. */
function openErasureList(config: Config, { logId }: LogIdentity): ErasureList {
  const file = erasureListOf(config);
  const list = new ErasureList(file, logId);
  try {
    if (config.production) list.prepare();
  } catch (error) {
    throw new ConfigRefused(`cannot write the list of erasures ${file}: ${String(error)}`);
  }
  return list;
}

export const sealerOf = (vault: Vault, { keys }: LogIdentity): Sealer => ({
  logKey: keys.log,
  seal: vault.seal.bind(vault),
});

/** @throws ConfigRefused where no city was opened, or in production a demo. */
export async function identityOf(store: EventStore, config: Config): Promise<LogIdentity> {
  const identity = await readLogIdentity(store);
  if (identity === undefined) {
    throw new ConfigRefused(`the log in ${config.dataDir} is empty: open a city first`);
  }
  if (config.production && identity.demo) {
    throw new ConfigRefused(`the log in ${config.dataDir} was opened as a demo`);
  }
  return identity;
}

function openVault(config: Config, { logId, keys }: LogIdentity, masterKey: Buffer): Vault {
  const vault = new Vault(placesIn(config.dataDir).vault, masterKey);
  try {
    vault.bindTo(logId);
    if (!vault.has(keys.log)) throw new VaultRefused('the vault does not hold the key of this log');
    return vault;
  } catch (error) {
    vault.close();
    throw error;
  }
}

type ModelOf = {
  config: Config;
  store: EventStore;
  vault: Vault;
  identity: LogIdentity;
  masterKey: Buffer;
  say(message: string): void;
};

function openModel({
  config,
  store,
  vault,
  identity,
  masterKey,
  say,
}: ModelOf): Promise<ReadModel> {
  const places = placesIn(config.dataDir);
  return ReadModel.open({
    folder: places.readModel,
    store,
    sources: {
      log: logOf(config),
      logId: identity.logId,
      vaultFile: places.vault,
      masterKey: masterKey.toString('hex'),
    },
    views,
    viewsUrl: new URL(`./views${extname(import.meta.url)}`, import.meta.url).href,
    texts: vault,
    say,
  });
}

/** No event is recorded earlier than the last one of the log. */
async function tellLatest(store: EventStore, transact: Transact): Promise<void> {
  const [last] = await store.readAll({ direction: 'backwards', limit: 1 });
  if (last !== undefined) transact.seen(decode(views.codec, last).metadata.recordedAt);
}
