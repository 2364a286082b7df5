import { attachmentIdsOfCase } from '#attachments';
import { assignmentIdsOf } from '#information-requests';
import type { CaseLinks } from '#information-requests/api';
import { objectionLinks } from '#objections/api';
import { outboundLinks } from '#outbound/api';

/** Everything that a case of any kind is told by besides its own stream. */
export const caseLinks: CaseLinks = {
  of: (caseId, db) => [
    // What an office delivers belongs to its part of the request.
    ...[caseId, ...assignmentIdsOf(db, caseId)]
      .flatMap((id) => attachmentIdsOfCase(db, id))
      .map((id) => `attachment-${id}`),
    ...outboundLinks(db, caseId),
    ...objectionLinks(db, caseId),
  ],
};
