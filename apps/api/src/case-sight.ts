import type { CaseSight, Sight } from '#attachments/api';
import type { Reading } from '#access';
import {
  assignmentNode,
  requestOf,
  seesCaseTexts,
  seesPersonalData,
} from '#information-requests/api';
import { objectionOf, seesObjector } from '#objections/api';
import { itemOf } from '#outbound/api';

/** How much of a case a reader sees: a request, an office's part in one, or an outbound item. */
export const caseSight: CaseSight = {
  of(caseId, reading) {
    const item = itemOf(caseId, reading);
    if (item !== null) return reading.viewer.holds('AUDITOR') ? 'MASKED' : 'ALL';
    const part = assignmentNode(caseId, reading);
    if (part !== null) {
      const inside = part.contributions.length > 0 || part.prepared !== null;
      return inside ? sightOfRequest(part.row.request, reading) : 'UNSEEN';
    }
    if (objectionOf(caseId, reading) !== null) return seesObjector(reading) ? 'ALL' : 'MASKED';
    return sightOfRequest(caseId, reading);
  },
};

function sightOfRequest(id: string, reading: Reading): Sight {
  const request = requestOf(id, reading);
  if (request === null || !seesCaseTexts(request.row, reading)) return 'UNSEEN';
  return seesPersonalData(request.row, reading) ? 'ALL' : 'MASKED';
}
