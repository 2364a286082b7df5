import { isBlank, reject, rejectField } from '#kernel';
import type { Decider, Decision, OutboundKind, Role, Text } from '#kernel';

/** Of which office the holder of a step must be. */
export const ROUTE_OFFICES = [
  'LEAD_OFFICE',
  'ORIGIN_OFFICE',
  'COMMUNICATION_OFFICE',
  'ANY',
] as const;
export type RouteStep = { role: Role; office: (typeof ROUTE_OFFICES)[number] };

/** Who may take a step at all; the others neither write nor decide what leaves the house. */
export const STEP_ROLES: readonly Role[] = [
  'OFFICE_OFFICER',
  'OFFICE_LEAD',
  'COORDINATOR',
  'LEGAL_REVIEWER',
  'LEADERSHIP',
  'APPROVER',
  'PPID_SUPERIOR',
];

export const MOST_STEPS = 10;

const coordinator: RouteStep = { role: 'COORDINATOR', office: 'ANY' };
const approver: RouteStep = { role: 'APPROVER', office: 'ANY' };
const legal: RouteStep = { role: 'LEGAL_REVIEWER', office: 'ANY' };
const towardsThePress = [coordinator, legal, approver];

/** What holds until the city decides otherwise, domain §6. */
export const DEFAULT_ROUTES: Readonly<Record<OutboundKind, readonly RouteStep[]>> = {
  ANSWER: [{ role: 'OFFICE_LEAD', office: 'LEAD_OFFICE' }, coordinator, approver],
  PRESS_RELEASE: [coordinator, approver],
  STATEMENT: [coordinator, approver],
  CLARIFICATION: [coordinator, approver],
  RIGHT_OF_REPLY: towardsThePress,
  CORRECTION_REQUEST: towardsThePress,
  PRESS_COUNCIL_COMPLAINT: towardsThePress,
  MEDIA_INVITATION: [coordinator],
  SOCIAL_MEDIA_POST: [coordinator],
};

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type ApprovalRouteEvent = {
  type: 'ApprovalRouteSet';
  data: { kind: OutboundKind; steps: RouteStep[]; basis: string; reason: Text };
};

export type ApprovalRouteCommand = {
  type: 'SetApprovalRoute';
  kind: OutboundKind;
  steps: RouteStep[];
  /** The decision on which it rests. */
  basis: string;
  reason: string;
};

export type ApprovalRouteRejection = 'INVALID_INPUT' | 'REASON_REQUIRED';

/** As it was last set; null before. */
export type ApprovalRouteState = readonly RouteStep[] | null;

/** The steps that a kind of text passes; an item keeps the route that it was submitted with. */
export const approvalRoute: Decider<
  ApprovalRouteCommand,
  ApprovalRouteEvent,
  ApprovalRouteState,
  ApprovalRouteRejection
> = {
  initialState: null,

  decide(command, state): Decision<ApprovalRouteEvent, ApprovalRouteRejection> {
    const { kind, steps, basis, reason } = command;
    if (!isRoute(steps, kind)) return rejectField('INVALID_INPUT', 'steps');
    if (isBlank(basis)) return rejectField('INVALID_INPUT', 'basis');
    if (isBlank(reason)) return reject('REASON_REQUIRED');
    if (sameSteps(state ?? DEFAULT_ROUTES[kind], steps)) return [];
    return [{ type: 'ApprovalRouteSet', data: { kind, steps, basis, reason } }];
  },

  evolve: (_, { data: { steps } }) => steps,
};

/** No step twice; only an answer has lead offices. */
function isRoute(steps: readonly RouteStep[], kind: OutboundKind): boolean {
  const named = new Set(steps.map(({ role, office }) => `${role} ${office}`));
  const known = steps.every(({ role }) => STEP_ROLES.includes(role));
  const lead = steps.some(({ office }) => office === 'LEAD_OFFICE');
  const counted = steps.length > 0 && steps.length <= MOST_STEPS && named.size === steps.length;
  return counted && known && (!lead || kind === 'ANSWER');
}

const sameSteps = (a: readonly RouteStep[], b: readonly RouteStep[]): boolean =>
  a.length === b.length &&
  a.every(({ role, office }, i) => role === b[i]?.role && office === b[i].office);
