import type { Sentences } from './sentences.ts';

type Of<T extends keyof Sentences> = Pick<Sentences, T>;

/** Of limits. */
export const LIMIT_SENTENCES: Of<
  | 'DeadlineExtended'
  | 'DeadlinePaused'
  | 'DeadlineResumed'
  | 'DeadlineComputed'
  | 'DeadlineRecomputed'
  | 'DeadlineMissed'
> = {
  DeadlineExtended: ({ rule, workingDays, ...moved }) => {
    const [from, to] = [day(moved.dueFrom), day(moved.dueTo)];
    return {
      id: `Tenggat ${rule} diperpanjang ${workingDays} hari kerja, dari ${from} ke ${to}.`,
      en: `The limit ${rule} was extended by ${workingDays} working days, from ${from} to ${to}.`,
    };
  },
  DeadlinePaused: ({ rule, from }) => ({
    id: `Tenggat ${rule} dihentikan sementara mulai ${from}.`,
    en: `The limit ${rule} does not count from ${from}.`,
  }),
  DeadlineResumed: ({ rule, pause: { from, to }, dueTo }) => ({
    id: `Tenggat ${rule}, berhenti sejak ${from}, berjalan lagi ${to}; jatuh tempo ${day(dueTo)}.`,
    en: `The limit ${rule}, paused from ${from}, counts again from ${to}; due ${day(dueTo)}.`,
  }),
  DeadlineComputed: ({ rule, clock: { dueOn } }) => ({
    id: `Tenggat ${rule} kini dapat dihitung: jatuh tempo ${day(dueOn)}.`,
    en: `The limit ${rule} has its date: due ${day(dueOn)}.`,
  }),
  DeadlineRecomputed: ({ rule, dueFrom, dueTo }) => ({
    id: `Tenggat ${rule} bergeser dari ${day(dueFrom)} ke ${day(dueTo)}.`,
    en: `The limit ${rule} moved from ${day(dueFrom)} to ${day(dueTo)}.`,
  }),
  DeadlineMissed: ({ rule }) => ({
    id: `Tenggat ${rule} terlewati.`,
    en: `The limit ${rule} was missed.`,
  }),
};

/** Of how the city counts time. */
export const RECKONING_SENTENCES: Of<
  'WorkingCalendarDeclared' | 'WorkingCalendarAmended' | 'ClockRuleSet' | 'PolicySet'
> = {
  WorkingCalendarDeclared: ({ year, source, days }) => ({
    id: `Kalender kerja ${year} ditetapkan dengan ${days.length} hari libur: ${source}.`,
    en: `The working calendar of ${year} was declared with ${days.length} days off: ${source}.`,
  }),
  WorkingCalendarAmended: ({ version, source, moves }) => ({
    id: `Kalender kerja menjadi versi ${version}: ${source}; ${moves} tenggat bergeser.`,
    en: `The working calendar became version ${version}: ${source}; ${moves} limits move.`,
  }),
  ClockRuleSet: ({ rule, basis }) => ({
    id: `Aturan tenggat ${rule} diubah berdasarkan ${basis}.`,
    en: `The rule ${rule} was changed, based on ${basis}.`,
  }),
  PolicySet: ({ key, value, basis }) => ({
    id: `Kebijakan ${key} menjadi ${value} berdasarkan ${basis}.`,
    en: `The policy ${key} became ${value}, based on ${basis}.`,
  }),
};

const day = (date: string | undefined): string => date ?? '–';
