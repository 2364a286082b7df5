import { CALENDAR_DAY_KINDS } from './working-days.ts';
import type { CalendarDayKind } from './working-days.ts';

export const RULE_IDS = [
  'KIP-22-7',
  'PPID-REGISTER',
  'INTER-OFFICE',
  'INT-CONTRIBUTION',
  'MEDIA-ANSWER',
  'IMPORTED',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

export const CLOCK_UNITS = [
  'WORKING_DAY',
  'WORKING_HOUR',
  'CLOCK_HOUR',
  'CALENDAR_DAY',
  'EDITION',
] as const;
export const CLOCK_OWNERS = ['CITY', 'REQUESTER', 'OUTSIDE'] as const;

export type ClockRule = {
  id: RuleId;
  title: string;
  /** The article; null for a policy of the city. */
  legalBasis: string | null;
  /** Null where the limit is not counted. */
  length: number | null;
  unit: (typeof CLOCK_UNITS)[number];
  pausable: boolean;
  whose: (typeof CLOCK_OWNERS)[number];
  skips: readonly CalendarDayKind[];
};

const policy = { legalBasis: null, unit: 'WORKING_DAY', whose: 'CITY' } as const;
const skips = CALENDAR_DAY_KINDS;

export const CLOCK_RULES: Readonly<Record<RuleId, ClockRule>> = {
  'KIP-22-7': {
    ...policy,
    id: 'KIP-22-7',
    title: 'Jawaban atas permohonan informasi',
    legalBasis: 'UU 14/2008 Pasal 22 ayat (7) dan (8)',
    length: 10,
    pausable: false,
    skips,
  },
  'PPID-REGISTER': {
    ...policy,
    id: 'PPID-REGISTER',
    title: 'Pencatatan dalam buku register',
    length: 1,
    pausable: false,
    skips,
  },
  'INTER-OFFICE': {
    ...policy,
    id: 'INTER-OFFICE',
    title: 'Jawaban antar-OPD',
    length: 5,
    pausable: true,
    skips,
  },
  'INT-CONTRIBUTION': {
    ...policy,
    id: 'INT-CONTRIBUTION',
    title: 'Bahan jawaban OPD',
    length: 5,
    pausable: true,
    skips,
  },
  'MEDIA-ANSWER': {
    ...policy,
    id: 'MEDIA-ANSWER',
    title: 'Jawaban kepada media',
    length: 1,
    pausable: true,
    skips,
  },
  IMPORTED: {
    ...policy,
    id: 'IMPORTED',
    title: 'Tenggat dari register yang diimpor',
    length: null,
    pausable: false,
    skips: [],
  },
};

/** Working days a requester has to complete a request before it may lapse [policy]. */
export const LAPSE_DAYS = 3;
