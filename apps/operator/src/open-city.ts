import type {
  AppointmentId,
  Capacity,
  CommandId,
  Day,
  DomainEvent,
  KeyId,
  OfficeCode,
  PersonId,
  Role,
} from '#kernel';
import { Accounts } from '#access';
import { cityDay } from '#calendar';
import {
  Transact,
  derivedId,
  freshId,
  openLog,
  openStore,
  readLogIdentity,
  startReactionAtBeginning,
} from '#event-store';
import type { Clock, StreamKind } from '#event-store';
import { finishRegisterEntry } from '#information-requests';
import type { RegisterCode } from '#information-requests';
import { registerId, registerKind } from '#information-requests/api';
import { finishObjectionEntry, renewTest, reopenUpheld } from '#objections/api';
import type { OfficeKind } from '#offices';
import { finishAnswers } from '#outbound';
import { appointmentKind, officeKind, workingCalendarKind } from '#offices/api';
import { carryOutErasures, personKind } from '#persons/api';
import { Vault } from '#sealing';
import { sealerOf } from '../../api/src/city.ts';
import { ConfigRefused, logOf, masterKeyOf, placesIn } from '../../api/src/config.ts';
import type { Config } from '../../api/src/config.ts';
import { decrees } from './calendars/decreed.ts';
import type { Decree } from './calendars/decreed.ts';

export type NewOffice = { code: OfficeCode; name: string; kind: OfficeKind; parent?: OfficeCode };

/** Somebody of the city's staff with a post and an account. */
export type NewStaff = {
  username: string;
  name: string;
  office: OfficeCode;
  role: Role;
  post: string;
  capacity: Capacity;
  mandate: { number: string; date: Day };
  /** Absent: a first password is made, to be changed at the first sign-in. */
  password?: string;
};

/** Where a register goes on when a city starts in the middle of a year. */
export type RegisterStart = { register: RegisterCode; year: number; lastNumber: number };

export type Opening = {
  city: string;
  demo: boolean;
  clock: Clock;
  /** The first day of the offices and appointments; default today. */
  from?: Day;
  offices: readonly NewOffice[];
  staff: readonly NewStaff[];
  registers: readonly RegisterStart[];
  /** Default: those that ship. */
  decrees?: readonly Decree[];
};

const REACTIONS = [
  finishAnswers,
  finishRegisterEntry,
  finishObjectionEntry,
  reopenUpheld,
  renewTest,
  carryOutErasures,
];

export type Opened = { logId: string; people: Map<string, { id: PersonId; password: string }> };

/**
 * Makes a real log: its identity, the calendars decreed for the country, its offices, its first
 * staff, and where registers go on.
 * @throws ConfigRefused when the folder already holds a log.
 */
export async function openNewCity(config: Config, opening: Opening): Promise<Opened> {
  const { city, demo, clock, offices, staff, registers } = opening;
  const places = placesIn(config.dataDir);
  const store = openStore(logOf(config));
  const vault = new Vault(places.vault, masterKeyOf(config, demo));
  const accounts = new Accounts(places.accounts);
  try {
    if ((await readLogIdentity(store)) !== undefined) {
      throw new ConfigRefused(`${config.dataDir} already holds a log`);
    }
    const logKey = vault.takeKey();
    const identity = await openLog(store, { city, demo, logKey, at: clock.now() });
    vault.bindTo(identity.logId);
    const transact = new Transact(store, sealerOf(vault, identity), clock);
    for (const { name } of REACTIONS) await startReactionAtBeginning(transact, name);
    const from = opening.from ?? cityDay(clock.now());
    const record = recorder(transact);
    for (const decree of opening.decrees ?? decrees()) await declare(record, decree);
    await Promise.all(
      offices.map((office) =>
        record(officeKind, office.code, { type: 'OpenOffice', ...office, from }),
      ),
    );
    await Promise.all(
      registers.map(({ register, year, lastNumber }) =>
        record(registerKind, registerId(register, year), {
          type: 'OpenRegister',
          register,
          year,
          lastNumber,
        }),
      ),
    );
    const takeKey = (): KeyId => vault.takeKey();
    const appointed = await Promise.all(
      staff.map(async (one) => {
        const id = derivedId<PersonId>(identity.logId, 'staff', one.username);
        await appoint(record, { ...one, id, from, takeKey });
        const password = await accounts.create(one.username, id, one.password);
        return [one.username, { id, password }] as const;
      }),
    );
    return { logId: identity.logId, people: new Map(appointed) };
  } finally {
    accounts.close();
    vault.close();
    await store.close();
  }
}

/** @throws StoreUnavailable */
export async function holdsLog(config: Config): Promise<boolean> {
  const store = openStore(logOf(config));
  try {
    return (await store.head()) !== undefined;
  } finally {
    await store.close();
  }
}

type Record = <C, E extends DomainEvent, S, Code extends string>(
  kind: StreamKind<C, E, S, Code>,
  id: string,
  command: C,
) => Promise<void>;

/** Records commands of the operator, who must not be refused. */
function recorder(transact: Transact): Record {
  return async (kind, id, command) => {
    const commandId = freshId<CommandId>();
    const actor = { system: 'operator', name: 'open' } as const;
    const done = await transact.run(kind, id, command, {
      commandId,
      correlationId: commandId,
      actor,
    });
    if (done.outcome !== 'recorded') {
      const why = done.outcome === 'rejected' ? done.code : done.outcome;
      throw new ConfigRefused(`${kind.category} ${id}: ${why}`);
    }
  };
}

/** Nothing runs yet, so an amendment moves no limit. */
async function declare(record: Record, { year, source, days, amends }: Decree): Promise<void> {
  const amendment = { source, add: days, remove: [], moves: 0, expectedMoves: 0 };
  await record(
    workingCalendarKind,
    String(year),
    amends
      ? { type: 'AmendCalendar', ...amendment }
      : { type: 'DeclareCalendar', year, source, days },
  );
}

async function appoint(
  record: Record,
  staff: NewStaff & { id: PersonId; from: Day; takeKey(): KeyId },
): Promise<void> {
  const { id, name, office, role, post, capacity, mandate, from, takeKey } = staff;
  const keys = { person: takeKey(), name: takeKey() };
  await record(personKind, id, { type: 'RegisterPerson', kind: 'STAFF', staff: true, name, keys });
  await record(appointmentKind, derivedId<AppointmentId>(id, office, role), {
    type: 'Appoint',
    by: null,
    person: id,
    office,
    role,
    post,
    capacity,
    mandateNumber: mandate.number,
    mandateDate: mandate.date,
    from,
  });
}
