import type { PersonId } from '#kernel';
import type { Reading } from '#access';
import { given } from '#graphql/api';
import type { Identity } from './domain/person.ts';
import type { PersonInput } from './person.inputs.ts';
import { findPerson } from './persons.queries.ts';

/** Somebody already known, or who they are; a guardian or attorney may stand for them. */
export type Requester =
  | { known: PersonId }
  | { identity: Omit<Identity<string>, 'representedBy'>; representedBy?: Requester };

/** Somebody known is named by the id alone; with more beside it they are refused, as staff is. */
export function requesterOf({ personId, kind, representedBy, ...rest }: PersonInput): Requester {
  const said = given(rest);
  if (personId != null && Object.keys(said).length === 0 && kind == null && representedBy == null) {
    return { known: personId as PersonId };
  }
  return {
    identity: { kind: personId == null ? (kind ?? 'UNKNOWN') : 'STAFF', ...said },
    ...given({ representedBy: representedBy && requesterOf(representedBy) }),
  };
}

/** The person whom it names, or who stands for whom it tells of. */
export function knownIn(requester: Requester | undefined): PersonId | undefined {
  if (requester === undefined) return undefined;
  return 'known' in requester ? requester.known : knownIn(requester.representedBy);
}

/** Staff are never those who ask; nor is who was erased, of whom nothing is known any more. */
export function isKnown(id: PersonId, { db }: Reading): boolean {
  const row = findPerson(db, id);
  return row !== undefined && row.staff === 0 && row.erased === 0;
}
