import type { PersonActor, Position } from '#kernel';
import { canonicalText, commandId } from '#event-store';
import type { Envelope, Transacted } from '#event-store';
import type { UserError, UserErrorCode } from '#graphql/api';
import { userError } from '#graphql/api';
import type { Vault } from '#sealing';
import type { Asking } from './asking.ts';

/** One mutation as it arrived. */
export type Call = {
  readonly mutation: string;
  readonly asking: Asking;
  readonly input: { idempotencyKey?: string | null; expectedVersion?: number | null };
  /** Empty for a mutation that creates one. */
  readonly entity: string;
};

/** What came of a command: the entity, or why not; and how far to read to see it. */
export type Handled = { id: string | null; userErrors: UserError[]; position: Position | null };

/** Who sends the command and what makes it the same command again. */
export function envelopeOf(call: Call, actor: PersonActor, vault: Vault): Envelope {
  const { mutation, entity, asking, input } = call;
  const { idempotencyKey, expectedVersion, ...rest } = input;
  const id = commandId({
    person: actor.personId,
    mutation,
    entity,
    idempotencyKey: idempotencyKey ?? undefined,
  });
  const text = canonicalText(withoutNulls(rest));
  return {
    commandId: id,
    correlationId: id,
    actor,
    ...(expectedVersion == null ? {} : { expectedVersion }),
    ...(idempotencyKey == null
      ? {}
      : { hashInput: (secret) => vault.hashInput(text, new Date(asking.now), secret) }),
  };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .map(([key, item]) => [key, withoutNulls(item)]),
  );
}

export function refused(call: Call, code: UserErrorCode, field?: string): Handled {
  const path = field === undefined ? undefined : ['input', ...field.split('.')];
  return { id: null, userErrors: [userError(code, call.asking.language, path)], position: null };
}

export function handledAs<S, Code extends UserErrorCode>(
  call: Call,
  id: string,
  transacted: Transacted<S, Code>,
): Handled {
  switch (transacted.outcome) {
    case 'recorded':
    case 'repeated':
    case 'nothing':
      return { id, userErrors: [], position: transacted.position ?? null };
    case 'rejected':
      return refused(call, transacted.code, transacted.field);
    case 'conflict':
      return refused(call, 'CONFLICT');
    case 'key-reused':
      return refused(call, 'IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
  }
}
