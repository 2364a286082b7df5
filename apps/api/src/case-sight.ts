import type { CaseSight } from '#attachments/api';
import { requestOf, seesCaseTexts, seesPersonalData } from '#information-requests/api';

/** How much of a case a reader sees: cases are requests. */
export const caseSight: CaseSight = {
  of(caseId, reading) {
    const request = requestOf(caseId, reading);
    if (request === null || !seesCaseTexts(request.row, reading)) return 'UNSEEN';
    return seesPersonalData(request.row, reading) ? 'ALL' : 'MASKED';
  },
};
