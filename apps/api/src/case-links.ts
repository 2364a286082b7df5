import { attachmentIdsOfCase } from '#attachments';
import type { CaseLinks } from '#information-requests/api';
import { objectionLinks } from '#objections/api';
import { outboundLinks } from '#outbound/api';

/** Everything that a case of any kind is told by besides its own stream. */
export const caseLinks: CaseLinks = {
  of: (caseId, db) => [
    ...attachmentIdsOfCase(db, caseId).map((id) => `attachment-${id}`),
    ...outboundLinks(db, caseId),
    ...objectionLinks(db, caseId),
  ],
};
