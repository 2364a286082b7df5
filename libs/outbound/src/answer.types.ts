import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Day } from '#kernel';
import type { Reading } from '#access';
import { DateScalar } from '#graphql/api';
import { Contribution, WantedFormEnum, contributionNode } from '#information-requests/api';
import type { WantedForm } from '#information-requests';
import { openKept } from '#read-model';
import type { PartDecision } from './domain/events.ts';
import { PartDecisionEnum } from './outbound.enums.ts';
import type { KeptCitation, KeptNotice, KeptPart } from './outbound.queries.ts';

@ObjectType({ description: 'One requested part and what became of it.' })
export class AnswerPart {
  readonly kept: KeptPart;
  readonly reading: Reading;

  constructor(kept: KeptPart, reading: Reading) {
    this.kept = kept;
    this.reading = reading;
  }

  @Field(() => String, { nullable: true, description: 'Which part; null after erasure.' })
  get part(): string | null {
    return openKept(this.reading.texts, this.kept.part);
  }

  @Field(() => PartDecisionEnum, { description: 'What became of it.' })
  get decision(): PartDecision {
    return this.kept.decision;
  }

  @Field(() => String, { nullable: true, description: 'Why.' })
  get reason(): string | null {
    return openKept(this.reading.texts, this.kept.reason);
  }

  @Field(() => String, { nullable: true, description: 'REFUSED_OTHER: the law it rests on.' })
  get legalBasis(): string | null {
    return openKept(this.reading.texts, this.kept.legalBasis);
  }

  @Field(() => DateScalar, { nullable: true, description: 'TO_FOLLOW: by when.' })
  get followsBy(): Day | null {
    return this.kept.followsBy ?? null;
  }
}

@ObjectType({ description: 'What the written notice must say beside the parts, KIP 22(7).' })
export class AnswerNotice {
  readonly #kept: KeptNotice;
  readonly #reading: Reading;

  constructor(kept: KeptNotice, reading: Reading) {
    this.#kept = kept;
    this.#reading = reading;
  }

  @Field(() => String, { nullable: true, description: 'Which public body holds it, if known.' })
  get heldByPublicBody(): string | null {
    return openKept(this.#reading.texts, this.#kept.heldByPublicBody);
  }

  @Field(() => Boolean, { nullable: true, description: 'Is it documented?' })
  get documented(): boolean | null {
    return this.#kept.documented ?? null;
  }

  @Field(() => WantedFormEnum, { nullable: true, description: 'In which form it is given.' })
  get form(): WantedForm | null {
    return (this.#kept.form as WantedForm | undefined) ?? null;
  }

  @Field(() => String, { nullable: true, description: 'What is blacked out and why.' })
  get blackedOut(): string | null {
    return openKept(this.#reading.texts, this.#kept.blackedOut);
  }

  @Field(() => Int, { nullable: true, description: 'What it costs, in rupiah.' })
  get costIdr(): number | null {
    return this.#kept.costIdr ?? null;
  }

  @Field(() => String, { nullable: true, description: 'How to pay.' })
  get howToPay(): string | null {
    return openKept(this.#reading.texts, this.#kept.howToPay);
  }
}

@ObjectType({ description: 'A passage and the contribution it rests on.' })
export class Citation {
  readonly #kept: KeptCitation;
  readonly #reading: Reading;

  constructor(kept: KeptCitation, reading: Reading) {
    this.#kept = kept;
    this.#reading = reading;
  }

  @Field(() => Contribution, { nullable: true, description: 'Null where unseen.' })
  get contribution(): Contribution | null {
    return contributionNode(this.#kept.contribution, this.#reading);
  }

  @Field(() => String, { nullable: true, description: 'The passage; null after erasure.' })
  get passage(): string | null {
    return openKept(this.#reading.texts, this.#kept.passage);
  }
}
