/** The list as a plain program would serve it: Nest, Apollo and Express over an array. */
import 'reflect-metadata';
import { Module, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApolloDriver } from '@nestjs/apollo';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import {
  Args,
  ArgsType,
  Field,
  GraphQLISODateTime,
  GraphQLModule,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  registerEnumType,
} from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

const Track = { STATUTORY: 'STATUTORY', MEDIA: 'MEDIA', INTER_OFFICE: 'INTER_OFFICE' } as const;
const State = {
  REGISTERED: 'REGISTERED',
  IN_COORDINATION: 'IN_COORDINATION',
  CLOSED: 'CLOSED',
} as const;
const Channel = { EMAIL: 'EMAIL', ONLINE: 'ONLINE', PHONE: 'PHONE' } as const;
registerEnumType(Track, { name: 'RequestTrack' });
registerEnumType(State, { name: 'RequestState' });
registerEnumType(Channel, { name: 'RequestChannel' });

@ObjectType()
class InformationRequest {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => String, { nullable: true })
  number!: string | null;

  @Field(() => Track)
  track!: keyof typeof Track;

  @Field(() => State)
  state!: keyof typeof State;

  @Field(() => String, { nullable: true })
  subject!: string | null;

  @Field(() => Channel)
  channel!: keyof typeof Channel;

  @Field(() => GraphQLISODateTime)
  receivedAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true })
  registeredAt!: Date | null;

  @Field(() => Boolean)
  overdue!: boolean;
}

@ObjectType()
class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

@ObjectType()
class InformationRequestConnection {
  @Field(() => [InformationRequest])
  nodes!: InformationRequest[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ArgsType()
class PageArgs {
  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  first?: number;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  after?: string;
}

const ALL = Array.from({ length: 2_000 }, (_, index): InformationRequest => {
  const receivedAt = new Date(Date.UTC(2026, 10, 24) - index * 3_600_000);
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    version: 14,
    number: `${10_000 + index}/PIP/2026`,
    track: index % 2 === 0 ? 'STATUTORY' : 'MEDIA',
    state: index % 2 === 0 ? 'IN_COORDINATION' : 'CLOSED',
    subject: `Anggaran jalan lingkungan ${index} tahun 2025`,
    channel: 'EMAIL',
    receivedAt,
    registeredAt: new Date(receivedAt.getTime() + 3_600_000),
    overdue: index % 3 === 0,
  };
});
const placeOf = new Map(ALL.map(({ id }, index) => [id, index]));

@Resolver(() => InformationRequest)
class InformationRequestResolver {
  @Query(() => InformationRequestConnection)
  informationRequests(@Args() { first = 25, after }: PageArgs): InformationRequestConnection {
    const from = after === undefined ? 0 : (placeOf.get(after) ?? ALL.length) + 1;
    const nodes = ALL.slice(from, from + first);
    const endCursor = nodes.at(-1)?.id ?? null;
    return { nodes, pageInfo: { hasNextPage: from + first < ALL.length, endCursor } };
  }
}

@Module({
  imports: [
    GraphQLModule.forRoot<ApolloDriverConfig>({
      driver: ApolloDriver,
      autoSchemaFile: true,
      playground: false,
    }),
  ],
  providers: [InformationRequestResolver],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
app.useGlobalPipes(new ValidationPipe({ transform: true }));
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
await app.listen(0, '127.0.0.1');
process.stdout.write(`GraphQL   ${await app.getUrl()}/graphql\n`);
