export {
  extendClock,
  importedClock,
  lastDay,
  moveOf,
  recount,
  restartClock,
  startClock,
  startReview,
} from './domain/clock.ts';
export type { Pause, StartedClock } from './domain/clock.ts';
export { addDays, cityDay, endOfDay, startOfDay } from './domain/days.ts';
export { CHANGE_KINDS, ledgerOf } from './domain/ledger.ts';
export type { LedgerStep, LimitChange } from './domain/ledger.ts';
export { decideLimit, fitsLimit, hasPassed, limited, movedTo, startedOf } from './domain/limits.ts';
export type {
  LimitCommand,
  LimitEvent,
  LimitRejection,
  Moved,
  OfClock,
  RunningClock,
} from './domain/limits.ts';
export { DEFAULT_HOURS, officeHours } from './domain/office-hours.ts';
export { DEFAULT_LAPSE_DAYS, WEEKENDS_ONLY, reckoningWith } from './domain/reckoning.ts';
export type { Reckoning } from './domain/reckoning.ts';
export {
  BINDING_RULES,
  CLOCK_OWNERS,
  CLOCK_RULES,
  CLOCK_STARTS,
  CLOCK_UNITS,
  RULE_IDS,
} from './domain/rules.ts';
export type { ClockRule, RuleId } from './domain/rules.ts';
export {
  CALENDAR_DAY_KINDS,
  addWorkingDays,
  calendarsOf,
  startDay,
  workingDaysBetween,
  workingDaysWithin,
} from './domain/working-days.ts';
export type { CalendarDay, CalendarDayKind, Calendars } from './domain/working-days.ts';
