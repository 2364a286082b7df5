import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Day, Instant, Position } from '#kernel';
import { CALENDAR_DAY_KINDS, CLOCK_OWNERS, CLOCK_STARTS, CLOCK_UNITS } from '#calendar';
import type { CalendarDay as Off, ClockRule as Rule } from '#calendar';
import { DateScalar, DateTimeScalar, PositionScalar, UserError, enumOf } from '#graphql/api';
import { POLICY_KEYS } from './domain/policy.ts';
import type { PolicyKey } from './domain/policy.ts';

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

export const ClockStartEnum = enumOf(CLOCK_STARTS);
registerEnumType(ClockStartEnum, {
  name: 'ClockStart',
  description: 'From what the statutory limit counts.',
  valuesMap: {
    RECEIPT: { description: 'From the receipt, as the law says.' },
    COMPLETION: { description: 'Again from the day an incomplete request was completed.' },
    REGISTRATION: { description: 'From the registration.' },
  },
});

export const CalendarDayKindEnum = enumOf(CALENDAR_DAY_KINDS);
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

export const PolicyKeyEnum = enumOf(POLICY_KEYS);
registerEnumType(PolicyKeyEnum, {
  name: 'PolicyKey',
  description: 'What the city decides where the law leaves it room.',
  valuesMap: {
    SUPERIOR_ASSENT: { description: 'true or false: consequence tests need the superior.' },
    LAPSE_DAYS: { description: 'Working days to complete a request, e.g. 3.' },
    OFFICE_HOURS: { description: 'Of the form "Mon-Thu 07:30-16:00, Fri 07:30-16:30".' },
    RETENTION_STATUTORY: { description: 'How long statutory cases are kept, e.g. P5Y.' },
    RETENTION_MEDIA: { description: 'How long media cases are kept, e.g. P5Y.' },
    RETENTION_INTER_OFFICE: { description: 'How long cases of offices are kept, e.g. P5Y.' },
  },
});

@ObjectType({ description: 'A rule of time limits.' })
export class ClockRule {
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

@ObjectType({ description: 'A day off.' })
class CalendarDay implements Off {
  @Field(() => DateScalar, { description: 'The day, also where it falls on a weekend.' })
  date!: Day;

  @Field(() => CalendarDayKindEnum, { description: 'Why it is no working day.' })
  kind!: Off['kind'];

  @Field({ description: 'Its name.' })
  name!: string;
}

@ObjectType({ description: 'The days off of a year, in one version.' })
export class WorkingCalendar {
  @Field(() => Int, { description: 'The year.' })
  year!: number;

  @Field({ description: '2025/1 as declared, 2025/2 after its first amendment.' })
  version!: string;

  @Field({ description: 'The decree it rests on.' })
  source!: string;

  @Field(() => [CalendarDay], { description: 'In the order of their dates.' })
  days!: readonly Off[];

  @Field(() => DateTimeScalar, { description: 'When this version was declared here.' })
  declaredAt!: Instant;
}

@ObjectType({ description: 'A policy as it stands.' })
export class Policy {
  @Field(() => PolicyKeyEnum, { description: 'Which policy.' })
  key!: PolicyKey;

  @Field({ description: 'Its value; the form depends on the key.' })
  value!: string;

  @Field({ description: 'The decision on which it rests.' })
  basis!: string;

  @Field(() => DateTimeScalar, { description: 'Since when it holds.' })
  since!: Instant;
}

@ObjectType({ description: 'The calendar, or why not.' })
export class CalendarPayload {
  @Field(() => WorkingCalendar, {
    nullable: true,
    description: 'Null when refused or not yet to be seen.',
  })
  calendar!: WorkingCalendar | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}

@ObjectType({ description: 'The rule, or why not.' })
export class ClockRulePayload {
  @Field(() => ClockRule, {
    nullable: true,
    description: 'Null when refused or not yet to be seen.',
  })
  rule!: ClockRule | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}

@ObjectType({ description: 'The policy, or why not.' })
export class PolicyPayload {
  @Field(() => Policy, { nullable: true, description: 'Null when refused or not yet to be seen.' })
  policy!: Policy | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}
