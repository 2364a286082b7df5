import { WEEKENDS_ONLY } from '#calendar';
import { EmbeddedEventStore, derivedId, encode, freshId, readLogIdentity } from '#event-store';
import type { Keyring, Metadata, NewEvent, Sealer } from '#event-store';
import { informationRequest, requestCodec } from '#information-requests';
import type { RequestCommand } from '#information-requests';
import { fold, isRejection } from '#kernel';
import type {
  AppointmentId,
  EventId,
  Instant,
  KeyId,
  OfficeCode,
  PersonActor,
  PersonId,
  Role,
} from '#kernel';
import { personCodec } from '#persons';
import { Vault, demoMasterKey } from '#sealing';
import { placesIn } from '../apps/api/src/config.ts';
import { lifeOf } from './life-of-a-request.ts';

/** Of a requester, a case and its two contributions. */
const KEYS = 4;
/** Requests that run beside each other, so that their events lie mixed in the log. */
const BESIDE = 256;
const HOUR = 3_600_000;
const FIRST_DAY = Date.UTC(2026, 0, 5, 2);
const DAYS = 310;

type World = {
  store: EmbeddedEventStore;
  sealer: Sealer;
  coordinator: PersonActor;
  takeKey(): Promise<KeyId>;
};
type Played = { stream: string; events: NewEvent[] };

/**
 * Lets requests live through the real rules in the log of a demo city that nothing else has open,
 * until it holds so many events. Decided, sealed and written as commands would; only faster.
 */
export async function liveRequests(dataDir: string, events: number): Promise<void> {
  const places = placesIn(dataDir);
  const store = new EmbeddedEventStore(places.log);
  const vault = new Vault(places.vault, demoMasterKey(places.demoKey));
  try {
    const identity = await readLogIdentity(store);
    if (identity === undefined) throw new Error(`no log in ${dataDir}`);
    const seal = vault.seal.bind(vault);
    // No other node has made any of its keys.
    const sealer = { logKey: identity.keys.log, seal, ready: () => Promise.resolve() };
    const takeKey = (): Promise<KeyId> => vault.takeKey();
    const world = { store, sealer, coordinator: coordinatorOf(identity.logId), takeKey };
    for (let from = 0; Number(await store.head()) < events; from += BESIDE) {
      const start = FIRST_DAY + ((from / 32) % DAYS) * 24 * HOUR;
      const lives = Array.from({ length: BESIDE }, (_, i) => play(world, from + i, start));
      await appendMixed(store, (await Promise.all(lives)).flat());
    }
  } finally {
    vault.close();
    await store.close();
  }
}

/** One event of each, again and again. */
async function appendMixed(store: EmbeddedEventStore, all: readonly Played[]): Promise<void> {
  const longest = Math.max(...all.map(({ events }) => events.length));
  for (let revision = 0; revision < longest; revision += 1) {
    const expected = revision === 0 ? 'no-stream' : revision - 1;
    const appends = all.flatMap(({ stream, events }) => {
      const event = events[revision];
      return event === undefined ? [] : [store.append(stream, expected, [event])];
    });
    for (const { outcome } of await Promise.all(appends)) {
      if (outcome !== 'appended') throw new Error(outcome);
    }
  }
}

/** The requester's stream, where there is one, and the request's. */
async function play(world: World, index: number, start: number): Promise<Played[]> {
  const person = freshId<PersonId>();
  const { coordinator } = world;
  const taken = await Promise.all(Array.from({ length: KEYS }, () => world.takeKey()));
  const takeKey = (): KeyId => {
    const key = taken.pop();
    if (key === undefined) throw new Error(`a request takes more than ${KEYS} keys`);
    return key;
  };
  const keys = { person: takeKey(), case: takeKey() };
  const commands = lifeOf(index, { person, spokesperson: coordinator.personId, keys, takeKey });
  let state = informationRequest.initialState;
  let at = start;
  const keyring: Keyring = {};
  const request: Played = { stream: `informationRequest-${freshId()}`, events: [] };
  for (const command of commands) {
    at += 10 * HOUR;
    const times = { at: instant(at), now: instant(at), reckoning: WEEKENDS_ONLY };
    const decision = informationRequest.decide({ ...command, ...times } as RequestCommand, state);
    if (isRejection(decision)) throw new Error(`${command.type}: ${decision.rejected}`);
    for (const event of decision) {
      if ('keys' in event.data) Object.assign(keyring, event.data.keys);
      const id = freshId<EventId>();
      const metadata = metadataOf(world, at);
      const { sealer } = world;
      request.events.push(encode({ codec: requestCodec, sealer, keyring }, id, event, metadata));
      const happened = { ...event, id, occurredAt: instant(at) };
      state = fold({ ...informationRequest, initialState: state }, [happened]);
    }
  }
  return [requester(world, person, keys.person, start), request];
}

function requester(world: World, id: PersonId, key: KeyId, at: number): Played {
  const event = {
    type: 'PersonRegistered',
    data: {
      kind: 'CITIZEN',
      staff: false,
      name: 'Kanaya Contoh',
      email: 'kanaya@contoh.example',
      keys: { person: key },
    },
  } as const;
  const ring = { codec: personCodec, sealer: world.sealer, keyring: {} };
  const encoded = encode(ring, freshId<EventId>(), event, metadataOf(world, at));
  return { stream: `person-${id}`, events: [encoded] };
}

function metadataOf({ coordinator }: World, at: number): Omit<Metadata, 'schemaVersion'> {
  return {
    $correlationId: freshId(),
    commandId: freshId(),
    inputHash: { secret: 'input-2026-11', hash: 'ab'.repeat(32) },
    occurredAt: instant(at),
    recordedAt: instant(at),
    actor: coordinator,
  };
}

/** As the demo appointed them. */
function coordinatorOf(logId: string): PersonActor {
  const personId = derivedId<PersonId>(logId, 'staff', 'coordinator.diskominfo');
  const office = 'DISKOMINFO' as OfficeCode;
  const role: Role = 'COORDINATOR';
  return {
    personId,
    appointmentId: derivedId<AppointmentId>(personId, office, role),
    office,
    role,
    post: 'Kepala Bidang Informasi dan Komunikasi Publik',
    capacity: 'DEFINITIVE',
    mandateNumber: '800/100/BKPSDM/2026',
  };
}

const instant = (time: number): Instant => new Date(time).toISOString() as Instant;
