import { extname } from 'node:path';
import { DEFAULT_SIGN_IN, Provider, SignIns, Tokens } from '#access';
import { AccessLog } from '#access-log';
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
import { VaultRefused } from '#sealing';
import type { Vault } from '#sealing';
import { ConfigRefused, erasureListOf, logOf, masterKeyOf, placesIn } from './config.ts';
import type { Config } from './config.ts';
import { eraseAgain, following } from './following.ts';
import { openKeeping } from './keeping.ts';
import type { Keeping } from './keeping.ts';
import { views } from './views.ts';

export type CityOptions = {
  clock?: Clock;
  /** A copy of another node's read model, to begin with. */
  snapshot?: string | undefined;
  /** Told what an operator should know. */
  say?(message: string): void;
};

export type CityParts = {
  identity: LogIdentity;
  store: EventStore;
  keeping: Keeping;
  accessLog: AccessLog;
  signIns: SignIns;
  transact: Transact;
  model: ReadModel;
  erasureList: ErasureList;
  clock: Clock;
};

/** One city, opened: its log, what is kept beside it, the read model of this node. */
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
    const { model, store, keeping } = this.parts;
    await this.#reactions?.close();
    await model.close();
    await store.close();
    await keeping.close();
  }
}

/**
 * @throws ConfigRefused, StoreUnavailable, VaultRefused with the reason why it does not open;
 * nothing is left locked.
 */
export async function openCity(config: Config, options: CityOptions = {}): Promise<City> {
  const { clock = new SystemClock(), say = () => undefined, snapshot } = options;
  const store = openStore(logOf(config));
  let keeping: Keeping | undefined;
  let model: ReadModel | undefined;
  try {
    const identity = await identityOf(store, config);
    const masterKey = masterKeyOf(config, identity.demo);
    // Keys are there before the events that name them: those of the log up to here are fetched.
    const until = config.bucket && (await store.head());
    keeping = await openKeeping(config, masterKey);
    const { vault, accounts } = keeping;
    await bind(vault, identity);
    const erasureList = openErasureList(config, identity);
    const transact = new Transact(store, sealerOf(vault, identity, clock), clock);
    await tellLatest(store, transact);
    const opening = { config, store, keeping, identity, masterKey, transact, until, snapshot, say };
    model = await openModel(opening);
    if (keeping.bucket !== undefined) await eraseAgain({ store, vault, model, say });
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
    const shared = { identity, store, keeping, accessLog, signIns, erasureList };
    return new City({ ...shared, transact, model, clock }, say);
  } catch (error) {
    await model?.close();
    await keeping?.close();
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

export const sealerOf = (vault: Vault, { keys }: LogIdentity, clock: Clock): Sealer => ({
  logKey: keys.log,
  seal: vault.seal.bind(vault),
  ready: (names) => vault.ready(names, clock.now()),
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

async function bind(vault: Vault, { logId, keys }: LogIdentity): Promise<void> {
  const holdsKey = vault.has(keys.log);
  // A wrong one that is new stays free for the city that it is for.
  if (holdsKey || (await vault.boundTo()) !== undefined) await vault.bindTo(logId);
  if (!holdsKey) throw new VaultRefused('the vault does not hold the key of this log');
}

type ModelOf = {
  config: Config;
  store: EventStore;
  keeping: Keeping;
  identity: LogIdentity;
  masterKey: Buffer;
  transact: Transact;
  until: Position | undefined;
  snapshot: string | undefined;
  say(message: string): void;
};

function openModel({ config, store, keeping, identity, ...rest }: ModelOf): Promise<ReadModel> {
  const { masterKey, transact, until, snapshot, say } = rest;
  const { vault, accounts, bucket } = keeping;
  return ReadModel.open({
    folder: placesIn(config.dataDir).readModel,
    store,
    sources: {
      log: logOf(config),
      logId: identity.logId,
      masterKey: masterKey.toString('hex'),
    },
    views,
    viewsUrl: new URL(`./views${extname(import.meta.url)}`, import.meta.url).href,
    texts: vault,
    ...(bucket === undefined
      ? {}
      : { until, beforeShown: following({ store, vault, accounts, transact }) }),
    snapshot,
    say,
  });
}

/** No event is recorded earlier than the last one of the log. */
async function tellLatest(store: EventStore, transact: Transact): Promise<void> {
  const [last] = await store.readAll({ direction: 'backwards', limit: 1 });
  if (last !== undefined) transact.seen(decode(views.codec, last).metadata.recordedAt);
}
