import type { Reading } from '#access';
import { casesOfAttachment, findAttachment, personsIn } from './attachments.queries.ts';
import type { AttachmentRow } from './attachments.queries.ts';

/** Not the case at all; the case without personal data; all of it. */
export type Sight = 'UNSEEN' | 'MASKED' | 'ALL';

/** How much of a case a reader sees; the slices that have cases answer it. */
export abstract class CaseSight {
  abstract of(caseId: string, reading: Reading): Sight;
}

/**
 * An upload that no case names is its uploader's; later it is seen like its case, and one that
 * carries personal data by those who see those of the case.
 */
export function seesAttachment(row: AttachmentRow, reading: Reading, sight: CaseSight): boolean {
  const cases = casesOfAttachment(reading.db, row.id);
  if (cases.length === 0) return isOwnUpload(row, reading);
  const personal = personsIn(row).length > 0;
  return cases.some((id) => {
    const seen = sight.of(id, reading);
    return seen === 'ALL' || (seen === 'MASKED' && !personal);
  });
}

/** Handed in by the viewer; a copy was made for a case and is seen with it alone. */
export const isOwnUpload = (row: AttachmentRow, { viewer }: Reading): boolean =>
  row.copy_of === null && row.uploaded_by === viewer.personId;

/** The attachment when the viewer sees it; unseen and absent are the same. */
export function visibleAttachment(
  id: string,
  reading: Reading,
  sight: CaseSight,
): AttachmentRow | undefined {
  const row = findAttachment(reading.db, id);
  return row !== undefined && seesAttachment(row, reading, sight) ? row : undefined;
}
