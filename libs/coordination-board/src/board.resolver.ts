import { isDeepStrictEqual } from 'node:util';
import { Args, ArgsType, Field, Query, Resolver, Subscription } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import type { Instant, Position } from '#kernel';
import { CurrentAsking, Readings } from '#access';
import type { Asking, Reading } from '#access';
import { addDays } from '#calendar';
import { DateTimeScalar, badInput, given } from '#graphql/api';
import { AsOfBasisEnum } from '#information-requests/api';
import { LiveStream, ReadModel } from '#read-model';
import type { AsOfBasis, Look } from '#read-model';
import { coordinationBoard, defaultPeriod, nextBoardChange } from './board.ts';
import {
  CoordinationBoard,
  CoordinationBoardChange,
  CoordinationBoardFilter,
  OfficeCoordination,
} from './board.types.ts';

/** Longer periods are refused: the histograms are read by the day. */
const LONGEST_PERIOD_DAYS = 3_660;
/** Changes that come together are sent together. */
const BREATH_MS = 100;

@ArgsType()
class FilterArgs {
  @Field(() => CoordinationBoardFilter, { nullable: true, description: 'What it shows.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => CoordinationBoardFilter)
  filter?: CoordinationBoardFilter | null;
}

@ArgsType()
class BoardArgs extends FilterArgs {
  @Field(() => DateTimeScalar, { nullable: true, description: 'As of a past instant.' })
  @IsOptional()
  asOf?: Instant | null;

  @Field(() => AsOfBasisEnum, { defaultValue: 'KNOWN_BY', description: 'Which past is meant.' })
  basis!: AsOfBasis;
}

@Resolver(() => CoordinationBoard)
export class CoordinationBoardResolver {
  readonly #readings: Readings;
  readonly #model: ReadModel;

  constructor(readings: Readings, model: ReadModel) {
    this.#readings = readings;
    this.#model = model;
  }

  @Query(() => CoordinationBoard, {
    nullable: true,
    description: 'The shared picture; null for a person without an appointment.',
  })
  async coordinationBoard(
    @Args() { filter, asOf, basis }: BoardArgs,
    @CurrentAsking() asking: Asking,
  ): Promise<CoordinationBoard | null> {
    const reading = this.#readings.of(asking);
    if (reading.viewer.appointments.length === 0) return null;
    checkPeriod(filter ?? {}, asOf ?? reading.now);
    if (asOf == null) return this.#board(reading, filter ?? {});
    if (asOf > reading.now) throw badInput('asOf must not be in the future');
    const past = { at: asOf, basis };
    const db = await this.#model.asOf(past, ['coordination_board', 'offices']);
    asking.atEnd.push(() => db.close());
    return this.#board(reading.asOfInstant(past, db), filter ?? {});
  }

  @Subscription(() => CoordinationBoardChange, {
    description:
      'The board at once, then what changed; also when a due instant or midnight changed a count.',
    resolve: (change: CoordinationBoardChange) => change,
  })
  coordinationBoardChanged(
    @Args() { filter }: FilterArgs,
    @CurrentAsking() asking: Asking,
  ): AsyncIterableIterator<CoordinationBoardChange> {
    checkPeriod(filter ?? {}, this.#readings.of(asking).now);
    let sent: CoordinationBoard | undefined;
    let first = true;
    const look = async (): Promise<Look<CoordinationBoardChange>> => {
      if (!first) await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
      first = false;
      const reading = this.#readings.again(asking);
      if (reading.viewer.appointments.length === 0) return 'ended';
      const before = sent;
      const board = this.#board(reading, filter ?? {});
      sent = board;
      if (before === undefined) return { value: board };
      const offices = board.offices.filter(
        (row, i) => !isDeepStrictEqual(row.row, before.offices[i]?.row),
      );
      const same = offices.length === 0 && board.offices.length === before.offices.length;
      const unchanged = same && isDeepStrictEqual(board.requests, before.requests);
      return unchanged ? 'nothing' : { value: { ...board, offices } };
    };
    const sleep = (): number => {
      const { now, db } = this.#readings.again(asking);
      return Date.parse(nextBoardChange(db, now)) - Date.parse(now);
    };
    return new LiveStream(this.#model, { look, sleep });
  }

  #board(reading: Reading, filter: CoordinationBoardFilter): CoordinationBoard {
    const { db, now, asOf } = reading;
    const period = defaultPeriod(now);
    const { from = period.from, until = period.until } = given({ ...filter });
    const { tracks, officeCodes } = filter;
    const options = { now, from, until, ...given({ tracks, officeCodes }) };
    const { dueSoonUntil, requests, offices } = coordinationBoard(db, options);
    return {
      asOf: asOf === undefined ? now : (asOf.at as Instant),
      position: this.#positionIn(reading),
      from,
      until,
      dueSoonUntil,
      requests,
      offices: offices.map((row) => new OfficeCoordination(row, reading)),
    };
  }

  /** Where the model that was read stands in the log. */
  #positionIn({ db }: Reading): Position {
    const sql = 'SELECT position FROM checkpoint';
    return db.prepare(sql).pluck().get() as Position;
  }
}

function checkPeriod({ from, until }: CoordinationBoardFilter, now: Instant): void {
  const period = defaultPeriod(now);
  const [first, last] = [from ?? period.from, until ?? period.until];
  if (first > last) throw badInput('from must not be after until');
  if (addDays(first, LONGEST_PERIOD_DAYS) < last) {
    throw badInput(`a period has at most ${LONGEST_PERIOD_DAYS} days`);
  }
}
