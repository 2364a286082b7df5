import { CALENDAR_DAY_KINDS } from './working-days.ts';
import type { CalendarDayKind } from './working-days.ts';

export const RULE_IDS = [
  'KIP-22-7',
  'PPID-REGISTER',
  'REDO',
  'KIP-36-1',
  'KIP-36-2',
  'KIP-37',
  'KIP-48',
  'INT-CONTRIBUTION',
  'INT-REVIEW',
  'INTER-OFFICE',
  'MEDIA-ACK',
  'MEDIA-ANSWER',
  'EXEMPT-REVIEW',
  'HJ-ASK',
  'PDP-30',
  'PDP-32',
  'PDP-46',
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
/** From what the statutory limit runs; the law says receipt, cities differ [?]. */
export const CLOCK_STARTS = ['RECEIPT', 'COMPLETION', 'REGISTRATION'] as const;

export type ClockRule = {
  readonly id: RuleId;
  readonly title: string;
  /** The article; null for a policy of the city. */
  readonly legalBasis: string | null;
  /** Null where the limit is not counted. */
  readonly length: number | null;
  readonly unit: (typeof CLOCK_UNITS)[number];
  readonly pausable: boolean;
  readonly whose: (typeof CLOCK_OWNERS)[number];
  /** A day off of another kind counts like any Monday to Friday. */
  readonly skips: readonly CalendarDayKind[];
  readonly startsAt: (typeof CLOCK_STARTS)[number];
};

type Given = Pick<ClockRule, 'title' | 'length'> & Partial<ClockRule>;

const rule = (id: RuleId, given: Given): ClockRule => ({
  id,
  legalBasis: null,
  unit: 'WORKING_DAY',
  pausable: false,
  whose: 'CITY',
  skips: CALENDAR_DAY_KINDS,
  startsAt: 'RECEIPT',
  ...given,
});

/** The table of domain §5 as a city starts with it; a decision of the admin may change it. */
export const CLOCK_RULES: Readonly<Record<RuleId, ClockRule>> = {
  'KIP-22-7': rule('KIP-22-7', {
    title: 'Jawaban atas permohonan informasi',
    legalBasis: 'UU 14/2008 Pasal 22 ayat (7) dan (8)',
    length: 10,
  }),
  'PPID-REGISTER': rule('PPID-REGISTER', { title: 'Pencatatan dalam buku register', length: 1 }),
  REDO: rule('REDO', { title: 'Jawaban ulang atas permohonan informasi', length: 10 }),
  'KIP-36-1': rule('KIP-36-1', {
    title: 'Pengajuan keberatan',
    legalBasis: 'UU 14/2008 Pasal 36 ayat (1)',
    length: 30,
    whose: 'REQUESTER',
  }),
  'KIP-36-2': rule('KIP-36-2', {
    title: 'Tanggapan atas keberatan',
    legalBasis: 'UU 14/2008 Pasal 36 ayat (2)',
    length: 30,
  }),
  'KIP-37': rule('KIP-37', {
    title: 'Pengajuan sengketa informasi',
    legalBasis: 'UU 14/2008 Pasal 37 ayat (2)',
    length: 14,
    whose: 'REQUESTER',
  }),
  'KIP-48': rule('KIP-48', {
    title: 'Gugatan atas putusan Komisi Informasi',
    legalBasis: 'UU 14/2008 Pasal 48 ayat (1)',
    length: 14,
    whose: 'OUTSIDE',
  }),
  'INT-CONTRIBUTION': rule('INT-CONTRIBUTION', {
    title: 'Bahan jawaban OPD',
    length: 5,
    pausable: true,
  }),
  'INT-REVIEW': rule('INT-REVIEW', { title: 'Persetujuan naskah', length: 2, pausable: true }),
  'INTER-OFFICE': rule('INTER-OFFICE', { title: 'Jawaban antar-OPD', length: 5, pausable: true }),
  'MEDIA-ACK': rule('MEDIA-ACK', {
    title: 'Pencatatan permintaan media',
    length: 2,
    unit: 'WORKING_HOUR',
  }),
  'MEDIA-ANSWER': rule('MEDIA-ANSWER', {
    title: 'Jawaban kepada media',
    length: 1,
    pausable: true,
  }),
  'EXEMPT-REVIEW': rule('EXEMPT-REVIEW', {
    title: 'Peninjauan kembali pengecualian informasi',
    legalBasis: 'UU 14/2008 Pasal 20',
    length: null,
  }),
  'HJ-ASK': rule('HJ-ASK', {
    title: 'Pemuatan hak jawab oleh media',
    legalBasis: 'Peraturan Dewan Pers 9/2008',
    length: null,
    unit: 'EDITION',
    whose: 'OUTSIDE',
  }),
  'PDP-30': rule('PDP-30', {
    title: 'Pembaruan data pribadi',
    legalBasis: 'UU 27/2022 Pasal 30',
    length: 72,
    unit: 'CLOCK_HOUR',
  }),
  'PDP-32': rule('PDP-32', {
    title: 'Akses atas data pribadi',
    legalBasis: 'UU 27/2022 Pasal 32',
    length: 72,
    unit: 'CLOCK_HOUR',
  }),
  'PDP-46': rule('PDP-46', {
    title: 'Pemberitahuan kegagalan pelindungan data pribadi',
    legalBasis: 'UU 27/2022 Pasal 46',
    length: 72,
    unit: 'CLOCK_HOUR',
  }),
  IMPORTED: rule('IMPORTED', {
    title: 'Tenggat dari register yang diimpor',
    length: null,
    skips: [],
  }),
};

/** The limit that binds a request; those of registration and acknowledgement stand beside it. */
export const BINDING_RULES: readonly RuleId[] = [
  'KIP-22-7',
  'REDO',
  'MEDIA-ANSWER',
  'INTER-OFFICE',
  'IMPORTED',
];
