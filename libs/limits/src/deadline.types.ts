import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Day, Instant } from '#kernel';
import { CALENDAR_DAY_KINDS, CHANGE_KINDS, CLOCK_RULES, ledgerOf } from '#calendar';
import type { LedgerStep, LimitChange, StartedClock } from '#calendar';
import type { Reading } from '#access';
import { DateScalar, DateTimeScalar, Node, enumOf } from '#graphql/api';
import { calendarsInVersions } from '#offices';
import { ClockRule } from '#offices/api';
import type { LimitHolders } from './city-limits.ts';
import { caseOf, clockId } from './limits.queries.ts';
import type { ClockRow } from './limits.queries.ts';

const STATES = ['RUNNING', 'PAUSED', 'UNDETERMINED', 'MET', 'MISSED', 'CANCELLED'] as const;
type State = (typeof STATES)[number];
const ClockStateEnum = enumOf(STATES);
registerEnumType(ClockStateEnum, {
  name: 'ClockState',
  description: 'What became of a limit.',
  valuesMap: {
    RUNNING: { description: 'It runs and its due instant has not passed.' },
    PAUSED: { description: 'It does not count; neither overdue nor missed meanwhile.' },
    UNDETERMINED: { description: 'It has no date: a calendar has not been declared.' },
    MET: { description: 'What it waits for happened in time.' },
    MISSED: { description: 'Its due instant passed before that happened.' },
    CANCELLED: { description: 'Its case took another turn.' },
  },
});

const StepKindEnum = enumOf([
  ...['START', 'COUNTED', 'WEEKEND'],
  ...CALENDAR_DAY_KINDS,
  ...['PAUSED', ...CHANGE_KINDS, 'DUE'],
] as readonly LedgerStep['kind'][]);
registerEnumType(StepKindEnum, {
  name: 'DeadlineStepKind',
  description: 'Why a day counted or not, or that the limit changed.',
  valuesMap: {
    START: { description: 'The day the limit starts; not counted itself.' },
    COUNTED: { description: 'A working day that counted.' },
    WEEKEND: { description: 'Saturday or Sunday.' },
    NATIONAL_HOLIDAY: { description: 'Hari libur nasional.' },
    COLLECTIVE_LEAVE: { description: 'Cuti bersama.' },
    LOCAL_HOLIDAY: { description: 'A holiday of the city alone.' },
    EMERGENCY_CLOSURE: { description: 'The offices were closed.' },
    PAUSED: { description: 'Days that did not count, up to `until`.' },
    EXTENDED: { description: 'The limit was extended on this day.' },
    RECOMPUTED: { description: 'The limit was computed again on this day.' },
    DUE: { description: 'The limit ends with this day.' },
  },
});

@ObjectType({ description: 'A day of the count, or a change of the limit.' })
export class DeadlineStep {
  @Field(() => DateScalar, { description: 'The day.' })
  date!: Day;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day, where it has several.' })
  until!: Day | null;

  @Field(() => StepKindEnum, { description: 'Why it counted or not.' })
  kind!: LedgerStep['kind'];

  @Field(() => String, { nullable: true, description: 'Name of the holiday.' })
  note!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Due day before the change.' })
  dueFrom!: Day | null;

  @Field(() => DateScalar, { nullable: true, description: 'Due day after the change.' })
  dueTo!: Day | null;
}

@ObjectType({
  implements: () => [Node],
  description: 'One running or ended limit of one case, under one rule; it explains its date.',
})
export class Deadline implements Node {
  readonly #row: ClockRow;
  readonly #clock: StartedClock;
  readonly #reading: Reading;

  @Field(() => Node, {
    description: 'The request, objection, item or test it belongs to; its version is what counts.',
  })
  entity: Node;

  constructor(row: ClockRow, entity: Node, reading: Reading) {
    this.#row = row;
    this.#clock = JSON.parse(row.clock) as StartedClock;
    this.entity = entity;
    this.#reading = reading;
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    return clockId(this.#row);
  }

  @Field(() => ClockRule, { description: 'The rule it runs under, as it stood at the start.' })
  get rule(): ClockRule {
    const { rule, terms } = this.#clock;
    return { ...CLOCK_RULES[rule], ...terms };
  }

  @Field(() => ClockStateEnum, { description: 'What became of it.' })
  get state(): State {
    const { cancelled, stopped_at, due_at, paused_on, missed_at } = this.#row;
    if (cancelled === 1) return 'CANCELLED';
    // What was entered late is judged by when it happened, whatever the timer had recorded.
    if (stopped_at !== null) {
      return paused_on !== null || due_at === null || stopped_at < due_at ? 'MET' : 'MISSED';
    }
    if (missed_at !== null) return 'MISSED';
    if (paused_on !== null) return 'PAUSED';
    if (due_at === null) return 'UNDETERMINED';
    if (CLOCK_RULES[this.#row.rule].whose !== 'CITY') return 'RUNNING';
    return this.#reading.now < due_at ? 'RUNNING' : 'MISSED';
  }

  @Field(() => DateTimeScalar, { description: 'The true instant it started.' })
  get startedAt(): Instant {
    return this.#clock.startedAt;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'It ends with this instant; null while UNDETERMINED.',
  })
  get dueAt(): Instant | null {
    return this.#clock.dueAt ?? null;
  }

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day it ends with; null while UNDETERMINED.',
  })
  get dueOn(): Day | null {
    return this.#clock.dueOn ?? null;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'UNDETERMINED: the year whose calendar has not been declared.',
  })
  get waitsForCalendarOf(): number | null {
    return this.#clock.waitsFor ?? null;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'What it waited for happened.' })
  get stoppedAt(): Instant | null {
    return this.#row.stopped_at;
  }

  @Field(() => [DeadlineStep], { description: 'Why the date is what it is, in order.' })
  get ledger(): DeadlineStep[] {
    const changes = JSON.parse(this.#row.changes) as LimitChange[];
    const calendars = calendarsInVersions(this.#reading.db, this.calendars);
    const { paused_on, stopped_at } = this.#row;
    const pausedOn = stopped_at === null ? (paused_on ?? undefined) : undefined;
    return stepsOf(ledgerOf(this.#clock, calendars, { changes, pausedOn }));
  }

  @Field(() => [String], { description: 'Versions of the calendars used.' })
  get calendars(): string[] {
    return this.#clock.calendars;
  }
}

/** With null for what a step does not have. */
export const stepsOf = (ledger: readonly LedgerStep[]): DeadlineStep[] =>
  ledger.map((step) => ({ until: null, note: null, dueFrom: null, dueTo: null, ...step }));

/** The limit when the viewer sees its case. */
export function deadlineOf(
  row: ClockRow,
  holders: LimitHolders,
  reading: Reading,
): Deadline | null {
  const entity = holders.of(row).entityOf(caseOf(row), reading);
  return entity === null ? null : new Deadline(row, entity, reading);
}
