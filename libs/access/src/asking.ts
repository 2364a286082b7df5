import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import { PURPOSE_LENGTH } from '#access-log';
import { isBlank } from '#kernel';
import type { AppointmentId, Instant } from '#kernel';
import { cityDay } from '#calendar';
import { badInput } from '#graphql/api';
import type { Language } from '#graphql/api';
import { appointmentsOfPerson } from '#offices';
import type { ReadModel } from '#read-model';
import { ProviderAway } from './provider.ts';
import { Opened } from './opened.ts';
import type { Bearer, SignIns } from './sign-ins.ts';
import { Viewer } from './viewer.ts';

/** One request to the API: who asks, in which language. Fresh for every request. */
export type Asking = {
  readonly viewer: Viewer | undefined;
  readonly language: Language;
  readonly now: Instant;
  /** The account's first password has not been changed yet: nothing else is answered. */
  readonly mustChangePassword: boolean;
  /** Whom their token stands for; undefined where nobody signed in, or none was needed. */
  readonly bearer?: Bearer | undefined;
  /** The provider knows them, this city does not. */
  readonly unregistered?: boolean;
  /** Why personal data is opened, as `x-purpose` says. */
  readonly purpose: string | undefined;
  readonly opened: Opened;
  /** Called when the answer has been sent, e.g. to close a model of the past. */
  readonly atEnd: (() => void)[];
};

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Who is asking, for what is answered beside GraphQL; provided at the composition root. */
export abstract class Askings {
  /** @throws GraphQLError for headers that make no sense, or while nobody can say who asks. */
  abstract of(headers: Headers): Promise<Asking>;

  /**
   * Records what the answer shows of persons, before any of it is sent.
   * @throws Error when it could not be recorded: then nothing may be sent
   */
  abstract recordOpenings(asking: Asking): Promise<void>;
}

/** Finds out who is asking; an unusable token is nobody. */
export async function askingOf(
  headers: Headers,
  now: Instant,
  { signIns, model }: { signIns: SignIns; model: ReadModel },
): Promise<Asking> {
  const language = languageOf(one(headers['accept-language']));
  const token = /^Bearer ([\w.-]{1,8192})$/.exec(one(headers.authorization) ?? '')?.[1];
  const found = token === undefined ? undefined : await bearerOf(token, signIns);
  const purpose = purposeOf(one(headers['x-purpose']));
  const asked = { language, now, purpose, opened: new Opened(), atEnd: [] };
  const nobody = { ...asked, viewer: undefined, mustChangePassword: false };
  if (found === undefined) return nobody;
  if (found === 'UNREGISTERED') return { ...nobody, unregistered: true };
  const { personId, offices, mustChangePassword } = found;
  const actingAs = one(headers['x-acting-as']) as AppointmentId | undefined;
  const held = appointmentsOfPerson(model.db, personId, cityDay(now));
  const viewer = new Viewer(personId, held, actingAs, offices);
  if (actingAs !== undefined && viewer.actingAs === undefined) {
    throw badInput('x-acting-as names no appointment of yours that is in force');
  }
  return { ...asked, viewer, mustChangePassword, bearer: found };
}

async function bearerOf(token: string, signIns: SignIns) {
  try {
    return await signIns.bearerOf(token);
  } catch (error) {
    if (!(error instanceof ProviderAway)) throw error;
    throw new GraphQLError(`${error.message}; try again`, {
      extensions: { code: 'SERVICE_UNAVAILABLE', http: { status: 503 } },
    });
  }
}

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** Servers read a header as Latin-1, people write UTF-8. */
function purposeOf(header: string | undefined): string | undefined {
  const text = header === undefined ? '' : Buffer.from(header, 'latin1').toString().trim();
  if (text.length > PURPOSE_LENGTH) {
    throw badInput(`x-purpose has at most ${PURPOSE_LENGTH} characters`);
  }
  return isBlank(text) ? undefined : text;
}

/** Indonesian unless English is asked for first. */
function languageOf(header: string | undefined): Language {
  return header?.trim().toLowerCase().startsWith('en') === true ? 'en' : 'id';
}

/** @throws GraphQLError UNAUTHENTICATED */
export function signedIn({ viewer, bearer, now, ...asking }: Asking): Viewer {
  const { mustChangePassword, unregistered } = asking;
  const left = bearer?.isInForce(now) === false;
  if (viewer !== undefined && !left && !mustChangePassword) return viewer;
  const message = mustChangePassword
    ? 'change your first password'
    : unregistered === true
      ? 'nobody here is registered under this sign-in; ask the admin'
      : 'sign in first';
  throw new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
}

/** The context of every GraphQL operation. */
export type GraphContext = { asking: Asking };

/** Parameter of a resolver: the request to the API. */
export const CurrentAsking = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return GqlExecutionContext.create(context).getContext<GraphContext>().asking;
});
