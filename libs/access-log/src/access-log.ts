import type { Actor, CommandId, Day, Instant, PersonId } from '#kernel';
import { cityDay } from '#calendar';
import { freshId } from '#event-store';
import type { Envelope, StreamKind, Transact, Transacted } from '#event-store';
import { ENTITY, accessCodec } from './codec.ts';
import { access } from './domain/access.ts';
import type { Access, AccessCommand, AccessEvent, SignInWay } from './domain/access.ts';

const accessKind: StreamKind<AccessCommand, AccessEvent, Access, 'NOT_PERMITTED'> = {
  category: 'access',
  decider: access,
  codec: accessCodec,
  hot: true,
};

type Said<C = AccessCommand> = C extends AccessCommand ? Omit<C, 'at'> : never;
/** The part of the house that says it, where no post does. */
const ROLES: Partial<Record<Said['type'], string>> = {
  RefuseCommand: 'policy',
  RecordOpening: 'reading',
};

type Done = Transacted<Access, 'NOT_PERMITTED'>;

/** Records who came in and what they were refused: a stream for each person and month. */
export class AccessLog {
  readonly #transact: Transact;
  /** The last day of each, so that no request after the first of a day asks the log. */
  readonly #signedIn = new Map<PersonId, Day>();

  constructor(transact: Transact) {
    this.#transact = transact;
  }

  async signedIn(person: PersonId, way: SignInWay): Promise<void> {
    const today = cityDay(this.#transact.now());
    if (this.#signedIn.get(person) === today) return;
    await this.#record(person, { type: 'RecordSignIn', way });
    this.#signedIn.set(person, today);
  }

  async signInFailed(person: PersonId, lockedUntil: Instant | undefined): Promise<void> {
    await this.#record(person, { type: 'RecordFailedSignIn' });
    if (lockedUntil === undefined) return;
    await this.#record(person, { type: 'RecordLock', until: lockedUntil });
  }

  async bound(person: PersonId): Promise<void> {
    await this.#record(person, { type: 'RecordBinding' });
  }

  async passwordChanged(person: PersonId): Promise<void> {
    await this.#record(person, { type: 'RecordNewPassword' });
  }

  /** Also tells the other nodes. */
  async sessionsEnded(person: PersonId): Promise<void> {
    await this.#record(person, { type: 'EndSessions' });
  }

  /** By the admin, whose command it is. */
  reset(person: PersonId, envelope: Envelope): Promise<Done> {
    return this.#run(person, { type: 'ResetAccount' }, envelope);
  }

  /** What a person asked for that no post of theirs permits; `actor`: in which post, if in one. */
  async refused(
    person: PersonId,
    { mutation, entity }: { mutation: string; entity: string },
    actor: Actor | undefined,
  ): Promise<void> {
    const named = ENTITY.test(entity) ? { entity } : {};
    await this.#record(person, { type: 'RefuseCommand', mutation, ...named }, actor);
  }

  /** Before anything of it is shown. */
  async opened(
    person: PersonId,
    { entities, purpose }: { entities: string[]; purpose: string | undefined },
    actor: Actor | undefined,
  ): Promise<void> {
    const why = purpose === undefined ? {} : { purpose };
    await this.#record(person, { type: 'RecordOpening', entities, ...why }, actor);
  }

  /** Others may write to the same stream meanwhile; none of it may be lost. */
  async #record(person: PersonId, said: Said, by?: Actor): Promise<void> {
    const name = ROLES[said.type] ?? 'sign-in';
    const actor = by ?? ({ system: 'access', name, personId: person } as const);
    let done: Done;
    do {
      const commandId = freshId<CommandId>();
      done = await this.#run(person, said, { commandId, correlationId: commandId, actor });
    } while (done.outcome === 'conflict');
  }

  #run(person: PersonId, said: Said, envelope: Envelope): Promise<Done> {
    const at = this.#transact.now();
    const stream = `${person}-${cityDay(at).slice(0, 7)}`;
    return this.#transact.run(accessKind, stream, { ...said, at }, { ...envelope, occurredAt: at });
  }
}
