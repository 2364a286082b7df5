import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { CorrespondenceKind, Day, DeliveryWay, Instant } from '#kernel';
import type { Reading } from '#access';
import { DateScalar, DateTimeScalar } from '#graphql/api';
import { Actor } from '#persons/api';
import { openKept } from '#read-model';
import * as enums from './request.enums.ts';
import type { CorrespondenceRow } from './request.queries.ts';
import type { KeptReference } from './request-texts.ts';

@ObjectType({ description: 'A number that another system or desk gave a request.' })
export class ExternalReference {
  @Field({ description: 'Which system or desk.' })
  system!: string;

  @Field({ description: 'The number it gave.' })
  number!: string;

  @Field(() => DateScalar, { nullable: true, description: 'When it gave it.' })
  date!: Day | null;
}

/** None when its key was destroyed. */
export function openReference(kept: KeptReference, { texts }: Reading): ExternalReference[] {
  const [system, number] = [openKept(texts, kept.system), openKept(texts, kept.number)];
  if (system === null || number === null) return [];
  return [{ system, number, date: kept.date as Day | null }];
}

@ObjectType({ description: 'What was sent to or came from the requester, when and how.' })
export class Correspondence {
  readonly #row: CorrespondenceRow;
  readonly reading: Reading;

  constructor(row: CorrespondenceRow, reading: Reading) {
    this.#row = row;
    this.reading = reading;
  }

  @Field(() => enums.CorrespondenceKindEnum, { description: 'What it was.' })
  get kind(): CorrespondenceKind {
    return this.#row.kind;
  }

  @Field(() => enums.DeliveryWayEnum, { description: 'How it went or came.' })
  get way(): DeliveryWay {
    return this.#row.way;
  }

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  get occurredAt(): Instant {
    return this.#row.occurred_at;
  }

  @Field(() => String, { nullable: true, description: 'A note of the clerk.' })
  get note(): string | null {
    return openKept(this.reading.texts, this.#row.note);
  }

  @Field(() => Int, { nullable: true, description: 'INFORMATION_HANDED_OVER: rupiah paid.' })
  get costPaidIdr(): number | null {
    return this.#row.cost_paid_idr;
  }

  get proofIds(): string[] {
    return JSON.parse(this.#row.proofs) as string[];
  }

  @Field(() => Actor, { description: 'Who recorded it.' })
  get by(): Actor {
    return new Actor(JSON.parse(this.#row.by) as never, this.reading);
  }
}
