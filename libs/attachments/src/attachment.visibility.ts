import type { Reading } from '#access';
import { casesOfAttachment, findAttachment, personsIn } from './attachments.queries.ts';
import type { AttachmentRow } from './attachments.queries.ts';

/** Not the case at all; the case without personal data; all of it. */
export type Sight = 'UNSEEN' | 'MASKED' | 'ALL';

/** An attachment as the rules of its case look at it. */
export type Placed = Pick<AttachmentRow, 'id' | 'uploaded_by'>;

/** How much of a case a reader sees; the slices that have cases answer it. */
export abstract class CaseSight {
  /** As far as this attachment belongs to it: a draft of one office is not for all who see it. */
  abstract of(caseId: string, reading: Reading, attachment: Placed): Sight;
}

/** Known by the slices that have cases: who is a reader shown? */
export abstract class PersonReach {
  /** Unseen and absent are the same. */
  abstract reaches(personId: string, reading: Reading): boolean;
}

/**
 * An upload that no case names is its uploader's while they hold a post; later it is seen like its
 * case, and one that carries personal data by those who see those of the case.
 */
export function seesAttachment(row: AttachmentRow, reading: Reading, sight: CaseSight): boolean {
  const cases = casesOfAttachment(reading.db, row.id);
  if (cases.length === 0) return isOwnUpload(row, reading);
  const personal = personsIn(row).length > 0;
  return cases.some((id) => {
    const seen = sight.of(id, reading, row);
    return seen === 'ALL' || (seen === 'MASKED' && !personal);
  });
}

/** Handed in by the viewer, who holds a post; a copy is seen with the case it was made for. */
export const isOwnUpload = (row: AttachmentRow, { viewer }: Reading): boolean => {
  const { personId, appointments } = viewer;
  return row.copy_of === null && row.uploaded_by === personId && appointments.length > 0;
};

/** The attachment when the viewer sees it; unseen and absent are the same. */
export function visibleAttachment(
  id: string,
  reading: Reading,
  sight: CaseSight,
): AttachmentRow | undefined {
  const row = findAttachment(reading.db, id);
  return row !== undefined && seesAttachment(row, reading, sight) ? row : undefined;
}
