import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import type { AssignmentId, CommandId } from '#kernel';
import type { StartedClock } from '#calendar';
import { Clock, Transact, derivedId } from '#event-store';
import type { Envelope } from '#event-store';
import { currentCalendars, reckoningOf } from '#offices';
import type { CalendarRow } from '#offices';
import { ReadModel } from '#read-model';
import type { RequestCommand } from './domain/commands.ts';
import { requestKind } from './request-kind.ts';
import { runningClocks } from './request-limits.ts';
import type { ClockRow } from './request.queries.ts';

const EVERY_MS = 1_000;
const AT_ONCE = 500;
const ACTOR = { system: 'timer', name: 'limits' } as const;

/**
 * Records what time does to limits: that one was missed, and that one moved or got its date by a
 * calendar. It looks at what the rows say, so nothing is lost while it stands still, also not a
 * limit that was started by an older calendar meanwhile; what is recorded already changes nothing.
 */
@Injectable()
export class LimitKeeper implements OnModuleDestroy {
  readonly #transact: Transact;
  readonly #model: ReadModel;
  readonly #clock: Clock;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #stopped = false;
  /** Up to which event limits were compared with these calendars. */
  #compared = { versions: '', sequence: -1 };

  constructor(transact: Transact, model: ReadModel, clock: Clock) {
    this.#transact = transact;
    this.#model = model;
    this.#clock = clock;
  }

  /** `alarm` is told when a look failed; the next one tries again. */
  start(alarm: (message: string) => void): void {
    const look = (): void => {
      this.#sweeping = this.sweep()
        .catch((error: unknown) => alarm(`limits: ${String(error)}`))
        .then(() => {
          if (!this.#stopped) this.#timer = setTimeout(look, EVERY_MS).unref();
        });
    };
    look();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#sweeping;
  }

  /** One look at every limit that may have to be recorded. */
  async sweep(): Promise<void> {
    await this.#moveLimits();
    await this.#recordMisses();
  }

  async #recordMisses(): Promise<void> {
    const now = this.#clock.now();
    const due = this.#model.db
      .prepare<[string], ClockRow>(
        `SELECT * FROM request_clocks WHERE stopped_at IS NULL AND paused_on IS NULL
          AND missed_at IS NULL AND due_at <= ? AND rule <> 'IMPORTED'
          ORDER BY due_at LIMIT ${AT_ONCE}`,
      )
      .all(now);
    for (const row of due) {
      if (this.#stopped) return;
      const { dueAt } = JSON.parse(row.clock) as StartedClock;
      const occurredAt = dueAt ?? now;
      const envelope = envelopeOf(row, `missed ${occurredAt}`);
      const command = {
        type: 'RecordMissedDeadline',
        at: occurredAt,
        now,
        ...placeOf(row),
      } as const;
      await this.#send(row, command, { ...envelope, occurredAt });
    }
  }

  async #moveLimits(): Promise<void> {
    const { db, checkpoint } = this.#model;
    const current = currentCalendars(db);
    const versions = current.map(({ version }) => version).join(' ');
    const { sequence } = checkpoint;
    const after = versions === this.#compared.versions ? this.#compared.sequence : -1;
    if (after === sequence) return;
    const reckoning = reckoningOf(db);
    for (const row of runningClocks(db, after)) {
      if (this.#stopped) return;
      const cause = newerCalendar(row, current);
      if (cause === undefined) continue;
      const now = this.#clock.now();
      const envelope = { ...envelopeOf(row, cause.version), causationId: cause.eventId };
      const place = placeOf(row);
      const command = { type: 'RecomputeDeadline', at: now, now, reckoning, ...place } as const;
      await this.#send(row, command, envelope);
    }
    this.#compared = { versions, sequence };
  }

  async #send(row: ClockRow, command: RequestCommand, envelope: Envelope): Promise<void> {
    const done = await this.#transact.run(requestKind, row.request, command, envelope);
    if ('position' in done && done.position !== undefined) {
      await this.#model.waitFor(done.position, EVERY_MS);
    }
  }
}

/** The calendar in force in place of one that the limit was counted by, or that it waits for. */
function newerCalendar(row: ClockRow, current: readonly CalendarRow[]): CalendarRow | undefined {
  const { calendars, waitsFor } = JSON.parse(row.clock) as StartedClock;
  return current.find(({ year, version }) => {
    if (year === waitsFor) return true;
    return calendars.some((used) => used.startsWith(`${year}/`) && used !== version);
  });
}

const placeOf = ({ request, entity, rule }: ClockRow) =>
  entity === request ? { rule } : { rule, assignmentId: entity as AssignmentId };

/** The same for the same limit and reason, on whatever node. */
function envelopeOf({ request, entity, rule, sequence }: ClockRow, why: string): Envelope {
  const commandId = derivedId<CommandId>('limits', entity, rule, String(sequence), why);
  return { commandId, actor: ACTOR, correlationId: request };
}
