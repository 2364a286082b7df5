import type { CaseSight } from '#attachments/api';
import { requestOf, seesCaseTexts, seesPersonalData } from '#information-requests/api';
import { itemOf } from '#outbound/api';

/** How much of a case a reader sees: a request, or a text that leaves the house. */
export const caseSight: CaseSight = {
  of(caseId, reading) {
    if (itemOf(caseId, reading) !== null) {
      return reading.inList || reading.viewer.holds('AUDITOR') ? 'MASKED' : 'ALL';
    }
    const request = requestOf(caseId, reading);
    if (request === null || !seesCaseTexts(request.row, reading)) return 'UNSEEN';
    return seesPersonalData(request.row, reading) ? 'ALL' : 'MASKED';
  },
};
