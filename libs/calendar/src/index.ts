export { importedClock, ledgerOf, startClock } from './domain/clock.ts';
export type { LedgerStep, StartedClock } from './domain/clock.ts';
export { addDays, cityDay, endOfDay, startOfDay } from './domain/days.ts';
export { CLOCK_OWNERS, CLOCK_RULES, CLOCK_UNITS, LAPSE_DAYS, RULE_IDS } from './domain/rules.ts';
export type { ClockRule, RuleId } from './domain/rules.ts';
export {
  CALENDAR_DAY_KINDS,
  WEEKENDS_ONLY,
  addWorkingDays,
  startDay,
  workingDaysBetween,
} from './domain/working-days.ts';
export type { Calendars } from './domain/working-days.ts';
