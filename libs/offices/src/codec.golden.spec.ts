import { goldenSpecs } from '#event-store/testing';
import { approvalRouteCodec } from './approval-routes.ts';
import { appointmentCodec, officeCodec } from './codecs.ts';
import { clockRuleCodec, policyCodec, workingCalendarCodec } from './reckoning.codecs.ts';

describe('the stored format of offices, appointments, calendars, limits and routes', () => {
  goldenSpecs(new URL('./golden/', import.meta.url), [
    appointmentCodec,
    officeCodec,
    workingCalendarCodec,
    clockRuleCodec,
    policyCodec,
    approvalRouteCodec,
  ]);
});
