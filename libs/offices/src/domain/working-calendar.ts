import { isBlank, reject, rejectField } from '#kernel';
import type { Day, Decider, Decision } from '#kernel';
import type { CalendarDay } from '#calendar';

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type WorkingCalendarEvent =
  | {
      type: 'WorkingCalendarDeclared';
      /** `source`: the decree. */
      data: { year: number; version: string; source: string; days: CalendarDay[] };
    }
  | {
      type: 'WorkingCalendarAmended';
      /** `moves`: how many running limits it moves, as the preview said. */
      data: {
        year: number;
        version: string;
        source: string;
        add: CalendarDay[];
        remove: Day[];
        moves: number;
      };
    };

type Amendment = { add: CalendarDay[]; remove: Day[] };

export type WorkingCalendarCommand =
  | { type: 'DeclareCalendar'; year: number; source: string; days: CalendarDay[] }
  | ({
      type: 'AmendCalendar';
      source: string;
      /** Counted by the handler, and as the admin was shown. */
      moves: number;
      expectedMoves: number;
    } & Amendment);

export type WorkingCalendarRejection = 'INVALID_INPUT' | 'INVALID_STATE' | 'CALENDAR_CHANGED';

/** Null before its declaration. */
type Declared = { year: number; amendments: number; days: readonly CalendarDay[] } | null;
export type { Declared as WorkingCalendarState };

type CalendarDecision = Decision<WorkingCalendarEvent, WorkingCalendarRejection>;
type Command<T extends WorkingCalendarCommand['type']> = Extract<
  WorkingCalendarCommand,
  { type: T }
>;

/** The days off of one year by decree, amended during the year; a date is never guessed. */
export const workingCalendar: Decider<
  WorkingCalendarCommand,
  WorkingCalendarEvent,
  Declared,
  WorkingCalendarRejection
> = {
  initialState: null,

  decide(command, state) {
    switch (command.type) {
      case 'DeclareCalendar':
        return declare(command, state);
      case 'AmendCalendar':
        return amend(command, state);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'WorkingCalendarDeclared': {
        const { year, days } = event.data;
        return { year, amendments: 0, days };
      }
      case 'WorkingCalendarAmended': {
        if (state === null) return null;
        const { year, amendments, days } = state;
        return { year, amendments: amendments + 1, days: amendedDays(days, event.data) };
      }
    }
  },
};

/** In the order of their dates. */
export function amendedDays(
  days: readonly CalendarDay[],
  { add, remove }: Amendment,
): CalendarDay[] {
  const left = days.filter(({ date }) => !remove.includes(date));
  return [...left, ...add].sort((a, b) => (a.date < b.date ? -1 : 1));
}

function declare(command: Command<'DeclareCalendar'>, state: Declared): CalendarDecision {
  const { year, source, days } = command;
  if (state !== null) return reject('INVALID_STATE');
  const fault = calendarFault(year, source, days);
  if (fault !== undefined) return rejectField('INVALID_INPUT', fault);
  const data = {
    year,
    version: `${year}/1`,
    source,
    days: amendedDays([], { add: days, remove: [] }),
  };
  return [{ type: 'WorkingCalendarDeclared', data }];
}

/** Refused when other limits would move now than the admin was shown. */
function amend(command: Command<'AmendCalendar'>, state: Declared): CalendarDecision {
  const { source, add, remove, moves, expectedMoves } = command;
  if (state === null) return reject('INVALID_STATE');
  if (add.length + remove.length === 0) return rejectField('INVALID_INPUT', 'add');
  const unknown = remove.find((day) => state.days.every(({ date }) => date !== day));
  if (unknown !== undefined) return rejectField('INVALID_INPUT', 'remove');
  const { year, amendments } = state;
  const fault = calendarFault(year, source, amendedDays(state.days, { add, remove }));
  if (fault !== undefined) return rejectField('INVALID_INPUT', fault === 'days' ? 'add' : fault);
  if (moves !== expectedMoves) return reject('CALENDAR_CHANGED');
  const data = { year, version: `${year}/${amendments + 2}`, source, add, remove, moves };
  return [{ type: 'WorkingCalendarAmended', data }];
}

function calendarFault(
  year: number,
  source: string,
  days: readonly CalendarDay[],
): 'source' | 'days' | undefined {
  if (isBlank(source)) return 'source';
  const dates = new Set(days.map(({ date }) => date));
  const outside = days.some(({ date }) => !date.startsWith(`${year}-`));
  const nameless = days.some(({ name }) => isBlank(name));
  return dates.size < days.length || outside || nameless ? 'days' : undefined;
}
