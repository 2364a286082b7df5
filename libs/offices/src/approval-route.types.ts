import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMinSize } from 'class-validator';
import { OUTBOUND_KINDS } from '#kernel';
import type { Instant, OutboundKind, Position, Role } from '#kernel';
import {
  DateTimeScalar,
  IsText,
  NestedList,
  PositionScalar,
  Reason,
  Repeatable,
  UserError,
  enumOf,
} from '#graphql/api';
import { MOST_STEPS, ROUTE_OFFICES } from './domain/approval-route.ts';
import type { RouteStep as Step } from './domain/approval-route.ts';
import { RoleEnum } from './office.types.ts';
import { REFERENCE } from './reckoning.codecs.ts';

export const OutboundKindEnum = enumOf(OUTBOUND_KINDS);
registerEnumType(OutboundKindEnum, {
  name: 'OutboundKind',
  description: 'What leaves the house.',
  valuesMap: {
    ANSWER: { description: 'The answer to one or more requests.' },
    PRESS_RELEASE: { description: 'Siaran pers.' },
    STATEMENT: { description: 'A statement to the media.' },
    CLARIFICATION: { description: 'Klarifikasi of what was published.' },
    RIGHT_OF_REPLY: { description: 'Hak jawab: the reply that the press must publish.' },
    CORRECTION_REQUEST: { description: 'Hak koreksi: asks the press to correct a fact.' },
    PRESS_COUNCIL_COMPLAINT: { description: 'A complaint to Dewan Pers.' },
    MEDIA_INVITATION: { description: 'An invitation to the media.' },
    SOCIAL_MEDIA_POST: { description: 'A post of the city on social media.' },
  },
});

const RouteOfficeEnum = enumOf(ROUTE_OFFICES);
registerEnumType(RouteOfficeEnum, {
  name: 'RouteOffice',
  description: 'Of which office the holder of a step must be.',
  valuesMap: {
    LEAD_OFFICE: { description: 'Of an office that leads the answer; a step for each. ANSWER.' },
    ORIGIN_OFFICE: { description: 'Of the office whose text it is; without one, left out.' },
    COMMUNICATION_OFFICE: { description: 'Of the office that holds the role of the approver.' },
    ANY: { description: 'Of any office: the role decides.' },
  },
});

@ObjectType({ description: 'One step of a route.' })
class RouteStep {
  @Field(() => RoleEnum, { description: 'Who takes it.' })
  role!: Role;

  @Field(() => RouteOfficeEnum, { description: 'Of which office.' })
  office!: Step['office'];
}

@ObjectType({ description: 'The steps that a kind of text passes before it leaves the house.' })
export class ApprovalRoute {
  @Field(() => OutboundKindEnum, { description: 'Of which kind of text.' })
  kind!: OutboundKind;

  @Field(() => [RouteStep], {
    description: 'In order; a sensitive text has leadership after them.',
  })
  steps!: readonly Step[];

  @Field(() => DateTimeScalar, { description: 'Since when it holds.' })
  since!: Instant;
}

@ObjectType({ description: 'The route, or why not.' })
export class ApprovalRoutePayload {
  @Field(() => ApprovalRoute, {
    nullable: true,
    description: 'Null when refused or not yet to be seen.',
  })
  route!: ApprovalRoute | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}

@InputType({ description: 'One step of a route.' })
export class RouteStepInput {
  @Field(() => RoleEnum, { description: 'Who takes it; not AUDITOR, ADMIN or INTAKE_SERVICE.' })
  role!: Role;

  @Field(() => RouteOfficeEnum, { description: 'Of which office.' })
  office!: Step['office'];
}

@InputType({ description: 'Sets the steps that a kind of text passes.' })
export class SetApprovalRouteInput extends Repeatable {
  @Field(() => OutboundKindEnum, { description: 'Of which kind of text.' })
  kind!: OutboundKind;

  @Field(() => [RouteStepInput], { description: 'In order, 1 to 10, none twice.' })
  @NestedList(() => RouteStepInput, MOST_STEPS)
  @ArrayMinSize(1)
  steps!: RouteStepInput[];

  @Field({ description: 'The decision that changes it, at most 300 characters.' })
  @IsText(REFERENCE)
  basis!: string;

  @Field({ description: 'Must not name a person: it is sealed with a key that stays.' })
  @Reason()
  reason!: string;
}
