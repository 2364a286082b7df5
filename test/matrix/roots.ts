import { named } from './viewers.ts';

/** Who gets an answer from a root of the schema; BY_SIGHT: as far as they see what it is of. */
type Answered = 'BY_SIGHT' | 'OWN' | ReadonlySet<string>;

export const QUERIES: Readonly<Record<string, Answered>> = {
  informationRequest: 'BY_SIGHT',
  informationRequests: 'BY_SIGHT',
  outboundItem: 'BY_SIGHT',
  outboundItems: 'BY_SIGHT',
  objections: 'BY_SIGHT',
  consequenceTests: 'BY_SIGHT',
  erasures: 'BY_SIGHT',
  node: 'BY_SIGHT',
  nodes: 'BY_SIGHT',
  approvalQueue: 'OWN',
  viewer: 'OWN',
  office: named('SIGNED_IN'),
  offices: named('SIGNED_IN'),
  approvalRoutes: named('SIGNED_IN'),
  clockRules: named('SIGNED_IN'),
  policies: named('SIGNED_IN'),
  workingCalendars: named('SIGNED_IN'),
  deadlinePreview: named('SIGNED_IN'),
  coordinationBoard: named('APPOINTED'),
  previewCalendarAmendment: named('ADMIN'),
  persons: named('ADMIN'),
  auditTrail: named('AUDITOR UNMASKED'),
};

export const SUBSCRIPTIONS: Readonly<Record<string, Answered>> = {
  informationRequestChanged: 'BY_SIGHT',
  approvalQueueChanged: 'OWN',
  coordinationBoardChanged: named('APPOINTED'),
};

/** How the roots are asked that are not of one case; NOW: when the story was told. */
export const ASKED_AS: Readonly<Record<string, string>> = {
  informationRequests: 'informationRequests(first: 50)',
  outboundItems: 'outboundItems(first: 50)',
  objections: 'objections(first: 50)',
  consequenceTests: 'consequenceTests(first: 50)',
  erasures: 'erasures(first: 50)',
  office: 'office(code: "DINKES")',
  offices: 'offices(first: 50)',
  approvalRoutes: 'approvalRoutes',
  clockRules: 'clockRules',
  policies: 'policies',
  workingCalendars: 'workingCalendars(year: 2026)',
  deadlinePreview: 'deadlinePreview(ruleId: "KIP-22-7", startedAt: "2026-11-02T03:00:00Z")',
  coordinationBoard: 'coordinationBoard',
  previewCalendarAmendment: `previewCalendarAmendment(year: 2026,
    add: [{ date: "2026-12-02", kind: EMERGENCY_CLOSURE, name: "Banjir" }])`,
  persons: 'persons(first: 100)',
  auditTrail: 'auditTrail(first: 100, filter: { recordedUntil: "NOW" })',
};
