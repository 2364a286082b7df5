import { Injectable } from '@nestjs/common';
import type { CommandId } from '#kernel';
import type { LimitCommand, StartedClock } from '#calendar';
import { Clock, Keeper, Transact, derivedId } from '#event-store';
import type { Envelope } from '#event-store';
import { currentCalendars, reckoningOf } from '#offices';
import type { CalendarRow } from '#offices';
import { ReadModel } from '#read-model';
import { LimitHolders } from './city-limits.ts';
import { caseOf, placeOf, runningClocks } from './limits.queries.ts';
import type { ClockRow } from './limits.queries.ts';

const SHOWN_MS = 1_000;
const AT_ONCE = 500;
const ACTOR = { system: 'timer', name: 'limits' } as const;

/**
 * Records that a limit was missed, and that one moved or got its date by a calendar, also one that
 * was started by an older calendar meanwhile.
 */
@Injectable()
export class LimitKeeper extends Keeper {
  readonly #transact: Transact;
  readonly #model: ReadModel;
  readonly #clock: Clock;
  readonly #holders: LimitHolders;
  /** Up to which event limits were compared with the calendars in these versions. */
  #compared = { versions: '', sequence: -1 };

  constructor(transact: Transact, model: ReadModel, clock: Clock, holders: LimitHolders) {
    super();
    this.#transact = transact;
    this.#model = model;
    this.#clock = clock;
    this.#holders = holders;
  }

  /** One look at every limit that may have to be recorded. @throws the first of its failures. */
  async sweep(): Promise<void> {
    const failures = [...(await this.#moveLimits()), ...(await this.#recordMisses())];
    if (failures.length > 0) throw failures[0];
  }

  async #recordMisses(): Promise<unknown[]> {
    const now = this.#clock.now();
    const failures: unknown[] = [];
    const reckoning = reckoningOf(this.#model.db);
    for (const row of this.#due(now)) {
      const { dueAt } = JSON.parse(row.clock) as StartedClock;
      const occurredAt = dueAt ?? now;
      const envelope = { ...envelopeOf(row, `missed ${occurredAt}`), occurredAt };
      const command = { type: 'RecordMissedDeadline', at: occurredAt, now, reckoning } as const;
      await this.#send(row, { ...command, ...placeOf(row) }, envelope, failures);
    }
    return failures;
  }

  /** Page by page, so that a row that stays in its place holds up no other. */
  *#due(now: string): Generator<ClockRow> {
    const page = this.#model.db.prepare<[string, string, string, string], ClockRow>(
      `SELECT * FROM clocks WHERE stopped_at IS NULL AND paused_on IS NULL
        AND missed_at IS NULL AND due_at <= ? AND rule <> 'IMPORTED'
        AND (due_at, entity, rule) > (?, ?, ?) ORDER BY due_at, entity, rule LIMIT ${AT_ONCE}`,
    );
    let last: [string, string, string] = ['', '', ''];
    for (;;) {
      const rows = page.all(now, ...last);
      yield* rows;
      const end = rows.at(-1);
      if (end === undefined || this.stopped) return;
      last = [end.due_at ?? '', end.entity, end.rule];
    }
  }

  async #moveLimits(): Promise<unknown[]> {
    const { db, checkpoint } = this.#model;
    const { sequence } = checkpoint;
    if (sequence === this.#compared.sequence) return [];
    const current = currentCalendars(db);
    const versions = current.map(({ version }) => version).join(' ');
    const after = versions === this.#compared.versions ? this.#compared.sequence : -1;
    const reckoning = reckoningOf(db);
    const failures: unknown[] = [];
    for (const row of runningClocks(db, after)) {
      const cause = newerCalendar(row, current);
      if (cause === undefined) continue;
      const now = this.#clock.now();
      // What replaces what: a limit that went back to an older version is moved again.
      const envelope = envelopeOf(row, `${cause.version} for ${row.clock}`);
      const command = { type: 'RecomputeDeadline', at: now, now, reckoning } as const;
      const caused = { ...envelope, causationId: cause.eventId };
      await this.#send(row, { ...command, ...placeOf(row) }, caused, failures);
    }
    if (failures.length === 0 && !this.stopped) this.#compared = { versions, sequence };
    return failures;
  }

  /** A failure is kept for later: the others are not held up by it. */
  async #send(
    row: ClockRow,
    command: LimitCommand,
    envelope: Envelope,
    failures: unknown[],
  ): Promise<void> {
    if (this.stopped) return;
    try {
      const { kind } = this.#holders.of(row);
      const done = await this.#transact.run(kind, caseOf(row), command, envelope);
      if (!('state' in done)) throw new Error(`${row.rule} of ${row.stream}: ${done.outcome}`);
      if (done.position !== undefined) await this.#model.waitFor(done.position, SHOWN_MS);
    } catch (error) {
      failures.push(error);
    }
  }
}

/** The last calendar in force in place of one that the limit was counted by, or waits for. */
function newerCalendar(row: ClockRow, current: readonly CalendarRow[]): CalendarRow | undefined {
  const { calendars, waitsFor } = JSON.parse(row.clock) as StartedClock;
  const newer = current.filter(({ year, version }) => {
    if (year === waitsFor) return true;
    return calendars.some((used) => used.startsWith(`${year}/`) && used !== version);
  });
  return newer.sort((a, b) => b.sequence - a.sequence)[0];
}

/** The same for the same limit and reason, on whatever node. */
function envelopeOf(row: ClockRow, why: string): Envelope {
  const { entity, rule, sequence } = row;
  const commandId = derivedId<CommandId>('limits', entity, rule, String(sequence), why);
  return { commandId, actor: ACTOR, correlationId: caseOf(row) };
}
