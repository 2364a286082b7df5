import { Injectable } from '@nestjs/common';
import type { DomainEvent, Position } from '#kernel';
import type { Reading } from '#access';
import { MASK } from '#read-model';
import type { PersonalSight } from '#read-model';
import { EventStore, decode, entityIdOf } from '#event-store';
import type { Codec, Recorded } from '#event-store';
import { COUNT_LIMIT, connectionOf, keysetOf, pageOf } from '#graphql/api';
import type { Connection, PageArgs } from '#graphql/api';
import { officeOf } from '#offices/api';
import { Actor } from '#persons/api';
import { changesOf } from './changes.ts';
import type { Open } from './changes.ts';
import type { HistoryEntry } from './history.types.ts';
import { sentenceOf } from './sentences.ts';
import type { Words } from './sentences.ts';

type Row = { sequence: number; position: Position; event_id: string };
export type Condition = { sql: string; params: (string | number)[] };

/** What a reader may see of the sealed values of one history. */
export type Sight = { personal: PersonalSight; caseTexts: boolean };

/** Codec of every event of the log, as the composition root puts it together. */
export abstract class LogCodec {
  abstract readonly codec: Codec<DomainEvent>;
}

/** Reads events as sentences; read only, it cannot reach an append. */
@Injectable()
export class History {
  readonly #store: EventStore;
  readonly #codec: Codec<DomainEvent>;

  constructor(store: EventStore, { codec }: LogCodec) {
    this.#store = store;
    this.#codec = codec;
  }

  /** A page of the events that fit the condition, oldest first. */
  async page(
    reading: Reading,
    args: PageArgs,
    condition: Condition,
    sight: (event: Recorded) => Sight,
  ): Promise<Connection<HistoryEntry>> {
    const page = pageOf(args);
    const keyset = keysetOf(page, { key: 'sequence', id: 'event_id', descending: false });
    const where = [condition.sql, ...keyset.where].join(' AND ');
    const { db } = reading;
    const rows = db
      .prepare(
        `SELECT sequence, position, event_id FROM history WHERE ${where}
        ORDER BY ${keyset.orderBy} LIMIT ?`,
      )
      .all(...condition.params, ...keyset.params, page.limit + 1) as Row[];
    const entries = new Map<number, HistoryEntry>();
    for (const row of rows) entries.set(row.sequence, await this.#entry(row, reading, sight));
    return connectionOf(rows, page, {
      cursor: ({ sequence, event_id }) => ({ key: sequence, id: event_id }),
      node: ({ sequence }) => entries.get(sequence) as HistoryEntry,
      total: () => {
        const sql = `SELECT count(*) AS n FROM
          (SELECT 1 FROM history WHERE ${condition.sql} LIMIT ${COUNT_LIMIT + 1})`;
        return (db.prepare(sql).get(...condition.params) as { n: number }).n;
      },
    });
  }

  async #entry(
    { sequence, position }: Row,
    reading: Reading,
    sight: (event: Recorded) => Sight,
  ): Promise<HistoryEntry> {
    const stored = await this.#store.eventAt(position);
    if (stored === undefined) throw new Error(`the log has no event at ${position}`);
    const recorded = decode(this.#codec, stored);
    const { event, metadata } = recorded;
    const seen = sight(recorded);
    const open: Open = (text, pointer, kind) => {
      if (typeof text === 'string') return text;
      if (kind === 'personal' && seen.personal === 'MASKED') {
        return reading.texts.has(text.keyId) ? MASK : null;
      }
      const shown = kind === 'personal' ? seen.personal === 'CLEAR' : seen.caseTexts;
      if (kind !== 'subject' && !shown) return null;
      const opened = reading.texts.open(text, event.id, pointer);
      if (kind === 'personal' && opened !== null) reading.opened.note(entityIdOf(stored.stream));
      return opened;
    };
    return {
      eventId: event.id,
      position,
      type: event.type,
      sequence: String(sequence),
      entityId: entityIdOf(stored.stream),
      version: stored.revision + 1,
      occurredAt: event.occurredAt,
      recordedAt: metadata.recordedAt,
      imported: metadata.source !== undefined,
      actor: new Actor(metadata.actor, reading),
      correlationId: metadata.$correlationId,
      causationId: metadata.$causationId ?? null,
      summary: sentenceOf(event, wordsOf(reading))[reading.language],
      changes: changesOf(event, open),
    };
  }
}

const wordsOf = (reading: Reading): Words => {
  const office = (code: string): string => officeOf(code, reading)?.name ?? code;
  return {
    office,
    officeOf(assignmentId) {
      const row = reading.db
        .prepare<[string], { office: string }>('SELECT office FROM assignments WHERE id = ?')
        .get(assignmentId);
      return row === undefined ? assignmentId : office(row.office);
    },
  };
};
