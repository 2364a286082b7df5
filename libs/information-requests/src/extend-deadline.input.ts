import { Field, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { IsInt, Max, Min } from 'class-validator';
import { Reason, enumOf } from '#graphql/api';
import { EXTENSION_GROUNDS } from './domain/events.ts';
import type { ExtensionGround } from './domain/events.ts';
import { OfRequest } from './of-request.input.ts';
import { LIMITS } from './schema-parts.ts';

const ExtensionGroundEnum = enumOf(EXTENSION_GROUNDS);
registerEnumType(ExtensionGroundEnum, {
  name: 'ExtensionGround',
  description: 'Why the city needs more time, UU 14/2008 Pasal 22 ayat (8).',
  valuesMap: {
    NOT_YET_HELD: { description: 'The information is not yet held.' },
    EXEMPTION_UNDECIDED: { description: 'Whether it is exempt is not yet decided.' },
    OTHER: { description: 'Another ground, told in the reason.' },
  },
});

@InputType({ description: 'Extends the statutory limit, once and before it lapses.' })
export class ExtendDeadlineInput extends OfRequest {
  @Field(() => Int, { description: '1 to 7.' })
  @IsInt()
  @Min(0)
  @Max(1_000)
  workingDays!: number;

  @Field(() => ExtensionGroundEnum, { description: 'On what ground.' })
  ground!: ExtensionGround;

  @Field({ description: 'The written reason.' })
  @Reason(LIMITS.reason)
  reason!: string;
}
