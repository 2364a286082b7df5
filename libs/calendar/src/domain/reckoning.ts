import { DEFAULT_OFFICE_HOURS } from './office-hours.ts';
import type { OfficeHours } from './office-hours.ts';
import { CLOCK_RULES } from './rules.ts';
import type { ClockRule, RuleId } from './rules.ts';
import type { Calendars } from './working-days.ts';

/** How the city counts time as things stand: its calendars, rules and policies. */
export interface Reckoning extends Calendars {
  rule(id: RuleId): ClockRule;
  readonly hours: OfficeHours;
  /** Working days a requester has to complete a request before it may lapse [policy]. */
  readonly lapseDays: number;
}

export const DEFAULT_LAPSE_DAYS = 3;

/** The rules a city starts with, over some calendars. */
export function reckoningWith(calendars: Calendars): Reckoning {
  const hours = DEFAULT_OFFICE_HOURS;
  return { ...calendars, hours, rule: (id) => CLOCK_RULES[id], lapseDays: DEFAULT_LAPSE_DAYS };
}

/** Every year declared without a day off; for specifications. */
export const WEEKENDS_ONLY: Reckoning = reckoningWith({
  dayOff: () => undefined,
  version: (year) => `${year}/0`,
});
