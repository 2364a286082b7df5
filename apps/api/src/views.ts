import { accessCodec } from '#access-log';
import { attachmentCodec, attachmentsProjection } from '#attachments';
import { combineCodecs, logCodec, reactionCodec } from '#event-store';
import { boardProjection } from '#coordination-board';
import { historyProjection } from '#history';
import { registerCodec, requestCodec, requestsProjection } from '#information-requests';
import { limitsProjection } from '#limits';
import {
  consequenceTestCodec,
  consequenceTestsProjection,
  objectionCodec,
  objectionsProjection,
} from '#objections';
import {
  appointmentCodec,
  approvalRouteCodec,
  approvalRoutesProjection,
  clockRuleCodec,
  officeCodec,
  officesProjection,
  policyCodec,
  reckoningProjection,
  workingCalendarCodec,
} from '#offices';
import { outboundCodec, outboundProjection } from '#outbound';
import {
  erasureCodec,
  erasuresProjection,
  legalHoldCodec,
  personCodec,
  personsProjection,
} from '#persons';
import type { Views } from '#read-model';

/**
 * Every event of the log and every view of it. A worker loads this module from source as well as
 * compiled, so nothing that it reaches may hold a decorator.
 */
export const views: Views = {
  codec: combineCodecs([
    logCodec,
    reactionCodec,
    accessCodec,
    officeCodec,
    appointmentCodec,
    workingCalendarCodec,
    clockRuleCodec,
    policyCodec,
    approvalRouteCodec,
    personCodec,
    legalHoldCodec,
    erasureCodec,
    attachmentCodec,
    requestCodec,
    registerCodec,
    outboundCodec,
    objectionCodec,
    consequenceTestCodec,
  ]),
  projections: [
    officesProjection,
    reckoningProjection,
    approvalRoutesProjection,
    personsProjection,
    limitsProjection,
    attachmentsProjection,
    requestsProjection,
    outboundProjection,
    objectionsProjection,
    consequenceTestsProjection,
    erasuresProjection,
    boardProjection,
    historyProjection,
  ],
};
