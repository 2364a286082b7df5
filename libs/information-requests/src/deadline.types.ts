import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Day, Instant } from '#kernel';
import {
  CALENDAR_DAY_KINDS,
  CLOCK_OWNERS,
  CLOCK_RULES,
  CLOCK_UNITS,
  WEEKENDS_ONLY,
  ledgerOf,
} from '#calendar';
import type { ClockRule as Rule, LedgerStep } from '#calendar';
import type { Reading } from '#access';
import { DateScalar, DateTimeScalar, Node, enumOf } from '#graphql/api';
import type { ClockRow } from './request.queries.ts';

const ClockUnitEnum = enumOf(CLOCK_UNITS);
registerEnumType(ClockUnitEnum, {
  name: 'ClockUnit',
  description: 'In what a limit is counted.',
  valuesMap: {
    WORKING_DAY: { description: 'Working days of the city.' },
    WORKING_HOUR: { description: 'Office hours.' },
    CLOCK_HOUR: { description: 'Hours of the clock, day and night.' },
    CALENDAR_DAY: { description: 'Every day.' },
    EDITION: { description: 'Editions of the medium; recorded, not computed.' },
  },
});

const ClockOwnerEnum = enumOf(CLOCK_OWNERS);
registerEnumType(ClockOwnerEnum, {
  name: 'ClockOwner',
  description: "Whose limit it is. Only the city's can be overdue or missed.",
  valuesMap: {
    CITY: { description: 'The city must keep it.' },
    REQUESTER: { description: 'The requester must keep it.' },
    OUTSIDE: { description: 'Somebody else must keep it.' },
  },
});

const CalendarDayKindEnum = enumOf(CALENDAR_DAY_KINDS);
registerEnumType(CalendarDayKindEnum, {
  name: 'CalendarDayKind',
  description: 'Why a day is no working day.',
  valuesMap: {
    NATIONAL_HOLIDAY: { description: 'Hari libur nasional.' },
    COLLECTIVE_LEAVE: { description: 'Cuti bersama.' },
    LOCAL_HOLIDAY: { description: 'A holiday of the city alone.' },
    EMERGENCY_CLOSURE: { description: 'The offices were closed.' },
  },
});

const STATES = ['RUNNING', 'MET', 'MISSED', 'CANCELLED'] as const;
type State = (typeof STATES)[number];
const ClockStateEnum = enumOf(STATES);
registerEnumType(ClockStateEnum, {
  name: 'ClockState',
  description: 'What became of a limit.',
  valuesMap: {
    RUNNING: { description: 'It runs and its due instant has not passed.' },
    MET: { description: 'What it waits for happened in time.' },
    MISSED: { description: 'Its due instant passed before that happened.' },
    CANCELLED: { description: 'Its case took another turn.' },
  },
});

const StepKindEnum = enumOf(['START', 'COUNTED', 'WEEKEND', ...CALENDAR_DAY_KINDS, 'DUE'] as const);
registerEnumType(StepKindEnum, {
  name: 'DeadlineStepKind',
  description: 'Why a day counted or not.',
  valuesMap: {
    START: { description: 'The day the limit starts; not counted itself.' },
    COUNTED: { description: 'A working day that counted.' },
    WEEKEND: { description: 'Saturday or Sunday.' },
    NATIONAL_HOLIDAY: { description: 'Hari libur nasional.' },
    COLLECTIVE_LEAVE: { description: 'Cuti bersama.' },
    LOCAL_HOLIDAY: { description: 'A holiday of the city alone.' },
    EMERGENCY_CLOSURE: { description: 'The offices were closed.' },
    DUE: { description: 'The limit ends with this day.' },
  },
});

@ObjectType({ description: 'A rule of time limits.' })
export class ClockRule implements Rule {
  @Field(() => String, { description: 'E.g. KIP-22-7.' })
  id!: Rule['id'];

  @Field({ description: 'What must happen in time, in Indonesian.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'The article; null for a policy.' })
  legalBasis!: string | null;

  @Field(() => Int, { nullable: true, description: 'How many units; null where not counted.' })
  length!: number | null;

  @Field(() => ClockUnitEnum, { description: 'In what it is counted.' })
  unit!: Rule['unit'];

  @Field({ description: 'May it be paused?' })
  pausable!: boolean;

  @Field(() => ClockOwnerEnum, { description: 'Whose limit it is.' })
  whose!: Rule['whose'];

  @Field(() => [CalendarDayKindEnum], { description: 'Which days off it skips.' })
  skips!: Rule['skips'];
}

@ObjectType({ description: 'A day of the count.' })
export class DeadlineStep {
  @Field(() => DateScalar, { description: 'The day.' })
  date!: Day;

  @Field(() => StepKindEnum, { description: 'Why it counted or not.' })
  kind!: LedgerStep['kind'];

  @Field(() => String, {
    nullable: true,
    description: 'Name of the holiday, or that a year has no calendar yet.',
  })
  note!: string | null;
}

@ObjectType({
  implements: () => [Node],
  description: 'One running or ended limit of one case, under one rule; it explains its date.',
})
export class Deadline implements Node {
  readonly #row: ClockRow;
  readonly #reading: Reading;

  @Field(() => Node, { description: 'The request it belongs to.' })
  entity: Node;

  constructor(row: ClockRow, entity: Node, reading: Reading) {
    this.#row = row;
    this.entity = entity;
    this.#reading = reading;
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    const { entity, rule, sequence } = this.#row;
    return `${entity}.${rule}.${sequence}`;
  }

  @Field(() => ClockRule, { description: 'The rule it runs under.' })
  get rule(): ClockRule {
    return CLOCK_RULES[this.#row.rule];
  }

  @Field(() => ClockStateEnum, { description: 'What became of it.' })
  get state(): State {
    const { cancelled, stopped_at, due_at } = this.#row;
    if (cancelled === 1) return 'CANCELLED';
    if (stopped_at !== null) return stopped_at <= due_at ? 'MET' : 'MISSED';
    return this.#reading.now < due_at ? 'RUNNING' : 'MISSED';
  }

  @Field(() => DateTimeScalar, { description: 'The true instant it started.' })
  get startedAt(): Instant {
    return this.#row.started_at;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'It ends with this instant.' })
  get dueAt(): Instant {
    return this.#row.due_at;
  }

  @Field(() => DateScalar, { nullable: true, description: 'The day it ends with.' })
  get dueOn(): Day {
    return this.#row.due_on;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'What it waited for happened.' })
  get stoppedAt(): Instant | null {
    return this.#row.stopped_at;
  }

  @Field(() => [DeadlineStep], { description: 'Why the date is what it is, in order.' })
  get ledger(): DeadlineStep[] {
    const { rule, started_at, start_on, due_on, due_at } = this.#row;
    const clock = {
      rule,
      startedAt: started_at,
      startOn: start_on,
      dueOn: due_on,
      dueAt: due_at,
      calendars: this.calendars,
    };
    return ledgerOf(clock, WEEKENDS_ONLY).map((step) => this.#step(step));
  }

  @Field(() => [String], {
    description: 'Versions of the calendars used; empty: only weekends were skipped.',
  })
  get calendars(): string[] {
    return JSON.parse(this.#row.calendars) as string[];
  }

  #step({ date, kind, note, withoutCalendar = [] }: LedgerStep): DeadlineStep {
    if (withoutCalendar.length === 0) return { date, kind, note: note ?? null };
    const years = withoutCalendar.join(', ');
    const missing = {
      id: `Kalender ${years} belum ditetapkan: hanya akhir pekan yang dilewati.`,
      en: `No calendar of ${years} declared yet: only weekends were skipped.`,
    };
    return { date, kind, note: missing[this.#reading.language] };
  }
}
