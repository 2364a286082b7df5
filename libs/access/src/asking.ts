import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import type { AppointmentId, Instant } from '#kernel';
import { cityDay } from '#calendar';
import type { Language } from '#graphql/api';
import { appointmentsOfPerson } from '#offices';
import type { ReadModel } from '#read-model';
import type { Accounts } from './accounts.ts';
import type { Tokens } from './tokens.ts';
import { Viewer } from './viewer.ts';

/** One request to the API: who asks, in which language. Fresh for every request. */
export type Asking = {
  readonly viewer: Viewer | undefined;
  readonly language: Language;
  readonly now: Instant;
  /** The account's first password has not been changed yet: nothing else is answered. */
  readonly mustChangePassword: boolean;
  /** Called when the answer has been sent, e.g. to close a model of the past. */
  readonly atEnd: (() => void)[];
};

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Who is asking, for what is answered beside GraphQL; provided at the composition root. */
export abstract class Askings {
  /** @throws GraphQLError for headers that name a post or a position which is none. */
  abstract of(headers: Headers): Promise<Asking>;
}

/** Finds out who is asking; an unusable token is nobody. */
export async function askingOf(
  headers: Headers,
  now: Instant,
  { tokens, accounts, model }: { tokens: Tokens; accounts: Accounts; model: ReadModel },
): Promise<Asking> {
  const language = languageOf(one(headers['accept-language']));
  const token = /^Bearer ([\w.-]{1,8192})$/.exec(one(headers.authorization) ?? '')?.[1];
  const personId = token === undefined ? undefined : await tokens.personOf(token);
  if (personId === undefined) {
    return { viewer: undefined, language, now, mustChangePassword: false, atEnd: [] };
  }
  const appointments = appointmentsOfPerson(model.db, personId, cityDay(now));
  const actingAs = one(headers['x-acting-as']);
  if (actingAs !== undefined && !appointments.some(({ id }) => id === actingAs)) {
    throw new GraphQLError('x-acting-as names no appointment of yours that is in force', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return {
    viewer: new Viewer(personId, appointments, actingAs as AppointmentId | undefined),
    language,
    now,
    mustChangePassword: accounts.of(personId)?.mustChange ?? false,
    atEnd: [],
  };
}

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** Indonesian unless English is asked for first. */
function languageOf(header: string | undefined): Language {
  return header?.trim().toLowerCase().startsWith('en') === true ? 'en' : 'id';
}

/** @throws GraphQLError UNAUTHENTICATED */
export function signedIn({ viewer, mustChangePassword }: Asking): Viewer {
  if (viewer === undefined || mustChangePassword) {
    const message = mustChangePassword ? 'change your first password' : 'sign in first';
    throw new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
  }
  return viewer;
}

/** The context of every GraphQL operation. */
export type GraphContext = { asking: Asking };

/** Parameter of a resolver: the request to the API. */
export const CurrentAsking = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return GqlExecutionContext.create(context).getContext<GraphContext>().asking;
});
