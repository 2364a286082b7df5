import {
  Args,
  ArgsType,
  Field,
  ID,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
  Subscription,
} from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import type { Instant } from '#kernel';
import { Attachment, CaseSight, attachmentsOfIds } from '#attachments/api';
import { CurrentAsking, Readings } from '#access';
import type { Asking } from '#access';
import { DateTimeScalar, PageArgs } from '#graphql/api';
import type { Connection } from '#graphql/api';
import { AsOfBasisEnum, CasesAsOf } from '#information-requests/api';
import { LiveStream, ReadModel } from '#read-model';
import type { AsOfBasis, Look } from '#read-model';
import { listItems, listVersions } from './outbound-list.ts';
import { OutboundItemFilter } from './outbound.filter.ts';
import { attachmentIdsOf } from './outbound.queries.ts';
import {
  OutboundItem,
  OutboundItemConnection,
  OutboundVersionConnection,
  itemOf,
} from './outbound.types.ts';
import { visibleItem } from './outbound.visibility.ts';
import { OutboundVersion } from './version.types.ts';

@ArgsType()
class ItemArgs {
  @Field(() => ID, { description: 'Which item.' })
  id!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'As of a past instant.' })
  @IsOptional()
  asOf?: Instant | null;

  @Field(() => AsOfBasisEnum, { defaultValue: 'KNOWN_BY', description: 'Which past is meant.' })
  basis!: AsOfBasis;
}

@ArgsType()
class ItemsArgs extends PageArgs {
  @Field(() => OutboundItemFilter, { nullable: true, description: 'Which ones.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => OutboundItemFilter)
  filter?: OutboundItemFilter | null;
}

@ObjectType({ description: 'An item came into the viewer’s queue, changed there, or left it.' })
export class ApprovalQueueChange {
  @Field(() => ID, { description: 'Which item.' })
  itemId!: string;

  @Field({ description: 'Its next step is one that the viewer may decide.' })
  inQueue!: boolean;

  @Field(() => OutboundItem, {
    nullable: true,
    description: 'Null when the viewer may no longer see it.',
  })
  item!: OutboundItem | null;
}

@Resolver(() => OutboundItem)
export class OutboundItemResolver {
  readonly #readings: Readings;
  readonly #asOf: CasesAsOf;
  readonly #model: ReadModel;
  readonly #sight: CaseSight;

  constructor(readings: Readings, asOf: CasesAsOf, model: ReadModel, sight: CaseSight) {
    this.#readings = readings;
    this.#asOf = asOf;
    this.#model = model;
    this.#sight = sight;
  }

  @Query(() => OutboundItem, { nullable: true, description: 'One item; null where unseen.' })
  async outboundItem(
    @Args() { id, asOf, basis }: ItemArgs,
    @CurrentAsking() asking: Asking,
  ): Promise<OutboundItem | null> {
    const reading = this.#readings.of(asking);
    if (asOf == null) return itemOf(id, reading);
    if (visibleItem(id, reading) === undefined) return null;
    const then = await this.#asOf.around(
      `outboundItem-${id}`,
      { at: asOf, basis },
      reading,
      asking,
    );
    return itemOf(id, then);
  }

  @Query(() => OutboundItemConnection, { description: 'The items that the viewer sees.' })
  outboundItems(
    @Args() { filter, ...args }: ItemsArgs,
    @CurrentAsking() asking: Asking,
  ): Connection<OutboundItem> {
    return listItems(this.#readings.of(asking), args, filter ?? {});
  }

  @Query(() => OutboundItemConnection, {
    description: 'Items whose next step the viewer may decide, the longest waiting first.',
  })
  approvalQueue(@Args() args: PageArgs, @CurrentAsking() asking: Asking): Connection<OutboundItem> {
    return listItems(this.#readings.of(asking), args, 'queue');
  }

  @Subscription(() => ApprovalQueueChange, {
    description:
      'The hundred items that wait longest, then what comes, changes and leaves. ' +
      'Completes with the last appointment.',
    resolve: (change: ApprovalQueueChange) => change,
  })
  approvalQueueChanged(
    @CurrentAsking() asking: Asking,
  ): AsyncIterableIterator<ApprovalQueueChange> {
    const sent = new Map<string, number>();
    const look = (): Look<ApprovalQueueChange> => {
      const reading = this.#readings.again(asking);
      if (reading.viewer.appointments.length === 0) return 'ended';
      const { nodes } = listItems(reading, { first: 100 }, 'queue');
      const fresh = nodes.find(({ id, version }) => sent.get(id) !== version);
      if (fresh !== undefined) {
        sent.set(fresh.id, fresh.version);
        return { value: { itemId: fresh.id, inQueue: true, item: fresh }, more: true };
      }
      const gone = [...sent.keys()].find((id) => nodes.every((item) => item.id !== id));
      if (gone === undefined) return 'nothing';
      sent.delete(gone);
      return { value: { itemId: gone, inQueue: false, item: itemOf(gone, reading) }, more: true };
    };
    return new LiveStream(this.#model, { look });
  }

  @ResolveField(() => OutboundVersionConnection, { description: 'Every version, oldest first.' })
  versions(@Parent() item: OutboundItem, @Args() args: PageArgs): Connection<OutboundVersion> {
    return listVersions(item, args);
  }

  @ResolveField(() => [Attachment], { description: 'Of the current version, as far as seen.' })
  attachments(@Parent() { attachmentIds, reading }: OutboundItem): Attachment[] {
    return attachmentsOfIds(attachmentIds, reading, this.#sight);
  }
}

@Resolver(() => OutboundVersion)
export class OutboundVersionResolver {
  readonly #sight: CaseSight;

  constructor(sight: CaseSight) {
    this.#sight = sight;
  }

  @ResolveField(() => [Attachment], { description: 'As far as seen.' })
  attachments(@Parent() { shown, reading }: OutboundVersion): Attachment[] {
    return attachmentsOfIds(attachmentIdsOf(shown.row), reading, this.#sight);
  }
}
