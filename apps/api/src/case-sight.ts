import type { CaseSight, PersonReach, Placed, Sight } from '#attachments/api';
import type { Reading } from '#access';
import type { AnswerSight } from '#information-requests/api';
import {
  assignmentNode,
  follows,
  reachablePerson,
  requestOf,
  seesPersonalData,
  seesPrepared,
} from '#information-requests/api';
import { objectionOf, objectorOf, objectorSight, seesTests } from '#objections/api';
import type { OutboundItem } from '#outbound/api';
import { itemOf, requestsAnsweredBy, seesMaking, visibleItems } from '#outbound/api';

/** How much of a case a reader sees: a request, an office's part in one, or an outbound item. */
export const caseSight: CaseSight = {
  of(caseId, reading, attachment) {
    const item = itemOf(caseId, reading);
    if (item !== null) return sightOfItem(item, reading, attachment);
    const part = assignmentNode(caseId, reading);
    if (part !== null) {
      const submitted = part.contributions.some((one) => one.attachmentIds.includes(attachment.id));
      // Also what was prepared in place of it: nobody else has ever been shown it.
      const inside = submitted || seesPrepared(part.row, reading.viewer);
      return inside ? sightOfRequest(part.row.request, reading, attachment) : 'UNSEEN';
    }
    if (objectionOf(caseId, reading) !== null) {
      return objectorSight(reading) === 'CLEAR' ? 'ALL' : 'MASKED';
    }
    return sightOfRequest(caseId, reading, attachment);
  },
};

function sightOfRequest(id: string, reading: Reading, { uploaded_by }: Placed): Sight {
  const request = requestOf(id, reading);
  if (request === null) return 'UNSEEN';
  // Who only delivered it has what they sent.
  if (!follows(request.row, reading)) {
    return uploaded_by === reading.viewer.personId ? 'ALL' : 'UNSEEN';
  }
  return seesPersonalData(request.row, reading) ? 'ALL' : 'MASKED';
}

/** Its audience knows the text as it is to go out, so the files of that alone. */
function sightOfItem(item: OutboundItem, reading: Reading, { id }: Placed): Sight {
  if (!item.attachmentIds.includes(id) && !seesMaking(item.id, reading)) return 'UNSEEN';
  return seesPersonsOf(item, reading) ? 'ALL' : 'MASKED';
}

/** By the requests that it answers; what answers none is its own office's. */
function seesPersonsOf({ id, row }: OutboundItem, reading: Reading): boolean {
  const { viewer, inList, rules } = reading;
  if (inList) return false;
  if (viewer.holds('COORDINATOR', 'APPROVER')) return true;
  const requests = requestsAnsweredBy(rules, id);
  if (requests.length === 0) {
    const own = viewer.officesAs('OFFICE_OFFICER', 'OFFICE_LEAD');
    return row.origin_office !== null && own.includes(row.origin_office);
  }
  const answered = requests.map((request) => requestOf(request, reading));
  return answered.some((request) => request !== null && seesPersonalData(request.row, reading));
}

/** As by their global id. */
export const personReach: PersonReach = {
  reaches: (id, reading) => (reachablePerson(id, reading) ?? objectorOf(id, reading)) !== null,
};

/** The letter is told by the consequence test that weighed it, and by the answer. */
export const answerSight: AnswerSight = {
  of: (viewer) => (seesTests(viewer) ? { sql: '1', params: [] } : visibleItems(viewer)),
};
