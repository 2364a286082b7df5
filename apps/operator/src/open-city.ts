import pMap from 'p-map';
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
import type { Clock, LogIdentity, StreamKind } from '#event-store';
import { finishRegisterEntry } from '#information-requests';
import type { RegisterCode } from '#information-requests';
import { registerId, registerKind } from '#information-requests/api';
import { finishObjectionEntry, renewTest, reopenUpheld } from '#objections/api';
import type { OfficeKind } from '#offices';
import { finishAnswers } from '#outbound';
import { appointmentKind, officeKind, workingCalendarKind } from '#offices/api';
import { carryOutErasures, personKind } from '#persons/api';
import { sealerOf } from '../../api/src/city.ts';
import { ConfigRefused, logOf, masterKeyOf } from '../../api/src/config.ts';
import type { Config } from '../../api/src/config.ts';
import { openKeeping } from '../../api/src/keeping.ts';
import type { Keeping } from '../../api/src/keeping.ts';
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

const STAFF_AT_ONCE = 16;

export type Opened = { logId: string; people: Map<string, { id: PersonId; password: string }> };

/**
 * Makes a real log: its identity, the calendars decreed for the country, its offices, its first
 * staff, and where registers go on.
 * @throws ConfigRefused when the folder already holds a log.
 */
export async function openNewCity(config: Config, opening: Opening): Promise<Opened> {
  const { city, demo, clock, offices, staff, registers } = opening;
  const store = openStore(logOf(config));
  let keeping: Keeping | undefined;
  try {
    if ((await readLogIdentity(store)) !== undefined) {
      throw new ConfigRefused(`${config.dataDir} already holds a log`);
    }
    keeping = await openKeeping(config, masterKeyOf(config, demo));
    const { vault } = keeping;
    const bound = await vault.boundTo();
    if (bound !== undefined) throw new ConfigRefused(`the vault belongs to another log: ${bound}`);
    const logKey = await vault.takeKey();
    const identity = await openLog(store, { city, demo, logKey, at: clock.now() });
    await vault.bindTo(identity.logId);
    const transact = new Transact(store, sealerOf(vault, identity, clock), clock);
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
    const people = await employ(staff, { identity, keeping, record, from });
    return { logId: identity.logId, people };
  } finally {
    await keeping?.close();
    await store.close();
  }
}

type Employing = { identity: LogIdentity; keeping: Keeping; record: Record; from: Day };

/** With posts and accounts. */
async function employ(
  staff: readonly NewStaff[],
  { identity, keeping: { vault, accounts }, record, from }: Employing,
): Promise<Opened['people']> {
  const takeKey = (): Promise<KeyId> => vault.takeKey();
  const people: Opened['people'] = new Map();
  const employOne = async (one: NewStaff): Promise<void> => {
    const id = derivedId<PersonId>(identity.logId, 'staff', one.username);
    await appoint(record, { ...one, id, from, takeKey });
    people.set(one.username, {
      id,
      password: await accounts.create(one.username, id, one.password),
    });
  };
  await pMap(staff, employOne, { concurrency: STAFF_AT_ONCE });
  return people;
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
  staff: NewStaff & { id: PersonId; from: Day; takeKey(): Promise<KeyId> },
): Promise<void> {
  const { id, name, office, role, post, capacity, mandate, from, takeKey } = staff;
  const keys = { person: await takeKey(), name: await takeKey() };
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
