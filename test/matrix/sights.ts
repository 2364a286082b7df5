import type { FieldClass } from './classes.ts';
import { named } from './viewers.ts';

/** Who is shown the values of one rule: clear, or masked; everybody else has nothing there. */
type Row = string | { readonly clear: string; readonly masked: string };

/**
 * A class without a row is shown to whom the thing is shown, CASE. LISTED: to whom the thing is
 * shown in a list; PERSONAL must be told of every request and objection.
 */
type Rows = { readonly CASE: string } & Readonly<Partial<Record<FieldClass | 'LISTED', Row>>>;

const CITY = 'COORDINATOR APPROVER UNMASKED';
const EVERY = `${CITY} AUDITOR`;

/** A request that the city alone and these offices see, all of them with its personal data. */
const request = (offices: string): Rows => ({
  CASE: `${EVERY} ${offices}`,
  PERSONAL: { clear: `${CITY} ${offices}`, masked: 'AUDITOR' },
});

const delivered = (offices: string): Rows => ({
  CASE: `${EVERY} INTAKE ${offices}`,
  COURSE: `${EVERY} ${offices}`,
  PERSONAL: { clear: `${CITY} ${offices}`, masked: 'AUDITOR INTAKE' },
});

/** Whoever asks, reached by their id through the cases that show them. */
const person = (clear: string, masked = 'AUDITOR'): Rows => ({
  CASE: `${clear} ${masked}`,
  PERSONAL: { clear, masked },
});

const R1 = 'DISDIK DINKES BPKAD DLH DINSOS TAWANG PERWASKIM';
const R1_STILL = 'DISDIK DINKES BPKAD PERWASKIM';

const REQUESTS: Readonly<Record<string, Rows>> = {
  R1: {
    CASE: `${EVERY} ${R1}`,
    PERSONAL: { clear: `${CITY} ${R1_STILL}`, masked: 'AUDITOR' },
  },
  R2: {
    CASE: `${EVERY} SUPERIOR LEGAL DISKOMINFO DINKES`,
    PERSONAL: { clear: `${CITY} SUPERIOR DISKOMINFO DINKES`, masked: 'AUDITOR' },
    ANSWER: `${EVERY} SUPERIOR DINKES`,
  },
  R3: request('DISPORA'),
  R4: request('DISKOMINFO'),
  R5: request('DISKOMINFO BAPPEDA'),
  R6: delivered('DISKOMINFO DINKES'),
  R7: delivered('DISKOMINFO'),
  R8: request('DISPORA'),
  R9: request('DISKOMINFO DINKES'),
  R10: {
    CASE: `${EVERY} LEGAL DISKOMINFO`,
    PERSONAL: { clear: `${CITY} DISKOMINFO`, masked: 'AUDITOR' },
  },
};

/** The inside of a part: its own office and the one that leads; what is prepared: its own. */
const part = (office: string, seenBy: string, lead = 'DINKES'): Rows => ({
  CASE: seenBy,
  INSIDE: `${EVERY} ${lead} ${office}`,
  PREPARED: office,
});

const R1_SEEN = `${EVERY} ${R1}`;
const R2_SEEN = `${EVERY} SUPERIOR LEGAL DISKOMINFO DINKES`;
const PARTS: Readonly<Record<string, Rows>> = {
  'R1/DINKES': part('DINKES', R1_SEEN),
  'R1/BPKAD': part('BPKAD', R1_SEEN),
  'R1/DLH': part('DLH', R1_SEEN),
  'R1/DINSOS': part('DINSOS', R1_SEEN),
  'R1/TAWANG': part('TAWANG', R1_SEEN),
  'R1/PERWASKIM': part('PERWASKIM', R1_SEEN),
  'R2/DINKES': part('DINKES', R2_SEEN),
  'R6/DINKES': part('DINKES', `${EVERY} DISKOMINFO DINKES`),
  'R9/DINKES': part('DINKES', `${EVERY} DISKOMINFO DINKES`),
  'R1/DINKES/1': { CASE: `${EVERY} DINKES` },
  'R1/DINKES/2': { CASE: `${EVERY} DINKES` },
  'R2/DINKES/1': { CASE: `${EVERY} DINKES` },
  'R9/DINKES/1': { CASE: `${EVERY} DINKES` },
};

const ITEMS: Readonly<Record<string, Rows>> = {
  I1: { CASE: `${EVERY} SATPOL` },
  I2: { CASE: `${EVERY} SATPOL LEGAL LEADERSHIP` },
  I3: {
    CASE: `${EVERY} lead.satpol DISHUB`,
    MAKING: `${EVERY} lead.satpol`,
  },
  I4: { CASE: `${EVERY} SATPOL DISHUB`, MAKING: `${EVERY} SATPOL` },
  I5: { CASE: `${EVERY} SATPOL DISHUB`, MAKING: `${EVERY} SATPOL` },
  I6: { CASE: EVERY },
  I7: { CASE: EVERY },
  A2: {
    CASE: `${EVERY} DINKES SUPERIOR`,
    LETTER: `${CITY} DINKES SUPERIOR`,
  },
  A9: {
    CASE: `${EVERY} DINKES LEADERSHIP`,
    LETTER: `${CITY} DINKES`,
  },
  A10: { CASE: EVERY, LETTER: CITY },
};

const OBJECTION: Rows = {
  CASE: `${EVERY} SUPERIOR`,
  PERSONAL: { clear: `${CITY} SUPERIOR`, masked: 'AUDITOR' },
};
const TEST: Rows = { CASE: `${EVERY} SUPERIOR LEGAL` };

const OTHERS: Readonly<Record<string, Rows>> = {
  O2: OBJECTION,
  O3: OBJECTION,
  T2: TEST,
  T3: TEST,
  T4: TEST,
  T5: TEST,
  E1: { CASE: 'APPROVER SUPERIOR AUDITOR UNMASKED' },
  staff: { CASE: 'SIGNED_IN', PERSONAL: 'ADMIN' },
};

/** A file that carries somebody's data is in no list. */
const personal = (clear: string): Rows => ({ CASE: clear, LISTED: '' });

const FILES: Readonly<Record<string, Rows>> = {
  'R1/file': { CASE: R1_SEEN },
  'R1/letter': { CASE: R1_SEEN },
  'R1/identity': personal(`${CITY} ${R1_STILL}`),
  'R1/DINKES/file': { CASE: `${EVERY} DINKES` },
  'R1/DINKES/personal': personal(`${CITY} DINKES`),
  'R1/DINKES/redacted': { CASE: `${EVERY} DINKES` },
  'R1/BPKAD/prepared': { CASE: 'BPKAD' },
  'R6/file': { CASE: `${EVERY} INTAKE DISKOMINFO DINKES` },
  'I1/file': { CASE: `${EVERY} SATPOL` },
  'I3/old': { CASE: `${EVERY} lead.satpol` },
  'I3/file': { CASE: `${EVERY} lead.satpol DISHUB` },
  'A2/file': { CASE: `${EVERY} DINKES SUPERIOR` },
  'A2/personal': personal(`${CITY} DINKES SUPERIOR`),
  'O2/letter': { CASE: `${EVERY} SUPERIOR` },
  'O2/document': personal(`${CITY} SUPERIOR`),
  upload: { CASE: 'lead.dispora' },
};

const ASKING: Readonly<Record<string, Rows>> = {
  R1: person(`${CITY} ${R1_STILL}`),
  R2: person(`${CITY} SUPERIOR DISKOMINFO DINKES`),
  R3: person(`${CITY} DISPORA`),
  R4: person(`${CITY} DISKOMINFO`),
  R6: person(`${CITY} DISKOMINFO DINKES`, 'AUDITOR INTAKE'),
  R7: person(`${CITY} DISKOMINFO`, 'AUDITOR INTAKE'),
  R8: person(`${CITY} DISPORA`),
  R9: person(`${CITY} DISKOMINFO DINKES`),
  R10: person(`${CITY} DISKOMINFO`),
  O3: person(`${CITY} SUPERIOR`),
};

const PERSONS: Readonly<Record<string, Rows>> = Object.fromEntries(
  Object.entries(ASKING).flatMap(([label, rows]) =>
    (['person', 'guardian'] as const).map((who) => [`${label}/${who}`, rows] as const),
  ),
);

/** The log as a whole tells auditors of everything, and nobody's own words. */
const LOG: Rows = {
  CASE: 'AUDITOR UNMASKED',
  PERSONAL: { clear: '', masked: 'AUDITOR UNMASKED' },
};

/** Everything that has an id in the story, by its label; and the log. */
const SIGHTS: Readonly<Record<string, Rows>> = {
  log: LOG,
  ...REQUESTS,
  ...PARTS,
  ...ITEMS,
  ...OTHERS,
  ...FILES,
  ...PERSONS,
};

/** Whose next step is theirs to decide, the longest waiting first. */
export const QUEUES: Readonly<Record<string, string>> = {
  'lead.dinkes': 'A9',
  'legal.setda': 'I2',
  'coordinator2.diskominfo': 'A10',
};

export type Sight = 'CLEAR' | 'MASKED' | 'NONE';

type Lists = { clear: ReadonlySet<string>; masked: ReadonlySet<string> };
const kept = new Map<Row, Lists>();

function listsOf(row: Row): Lists {
  const known = kept.get(row);
  if (known !== undefined) return known;
  const { clear, masked } = typeof row === 'string' ? { clear: row, masked: '' } : row;
  const lists = { clear: named(clear), masked: named(masked) };
  kept.set(row, lists);
  return lists;
}

export function sightOf(who: string, thing: string, under: FieldClass | 'LISTED'): Sight {
  const rows = SIGHTS[thing];
  if (rows === undefined) throw new Error(`${thing} (${under}, ${who}) has no row`);
  const { clear, masked } = listsOf(rows[under] ?? rows.CASE);
  if (clear.has(who)) return 'CLEAR';
  return masked.has(who) ? 'MASKED' : 'NONE';
}

export const sees = (who: string, thing: string, listed = false): boolean =>
  sightOf(who, thing, listed ? 'LISTED' : 'CASE') !== 'NONE';

export const LABELS: readonly string[] = Object.keys(SIGHTS).filter((label) => label !== 'log');
