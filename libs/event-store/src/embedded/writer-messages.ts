import type { NewEvent } from '../event-store.ts';

export type WriterData = { file: string };

export type AppendRequest = {
  call: number;
  stream: string;
  /** -1: no stream. */
  expected: number;
  events: readonly NewEvent[];
};

export type AppendAnswer =
  | { call: number; outcome: 'appended'; revision: number; position: number }
  | { call: number; outcome: 'conflict'; actual: number }
  | { call: number; outcome: 'failed' | 'unknown'; reason: string };
