import type { Instant, OfficeCode, OutboundKind, RequestId } from '#kernel';
import type { Reading } from '#access';
import { leadOfficeOf } from '#information-requests';
import { approvalRouteOf } from '#offices';
import type { RouteStep } from '#offices';
import type { RouteNote, RoutedStep } from './domain/events.ts';
import { officesHolding } from './outbound.queries.ts';

type Routed = {
  kind: OutboundKind;
  originOffice?: OfficeCode | undefined;
  requests: readonly RequestId[];
};

export type Route = { steps: RoutedStep[]; notes: RouteNote[]; routeSince: Instant };

/**
 * The steps that hold now for this item: one for each office that leads an answer; one that has no
 * office to go to is left out, and the notes say so. Without any left, the approver decides.
 */
export function routeFor(routed: Routed, reading: Reading): Route {
  const { steps, since } = approvalRouteOf(reading.db, routed.kind);
  const notes: RouteNote[] = [];
  const all = steps.flatMap((step) => stepsFor(step, routed, reading, notes));
  if (all.length > 0) return { steps: all, notes, routeSince: since };
  return { steps: [{ role: 'APPROVER' }], notes: [...notes, 'NO_STEP_LEFT'], routeSince: since };
}

function stepsFor(
  { role, office }: RouteStep,
  { originOffice, requests }: Routed,
  { db, today }: Reading,
  notes: RouteNote[],
): RoutedStep[] {
  switch (office) {
    case 'ANY':
      return [{ role }];
    case 'COMMUNICATION_OFFICE': {
      const [first, ...others] = officesHolding(db, 'APPROVER', today);
      return [first === undefined || others.length > 0 ? { role } : { role, office: first }];
    }
    case 'ORIGIN_OFFICE':
      if (originOffice === undefined) notes.push('NO_ORIGIN_OFFICE');
      return originOffice === undefined ? [] : [{ role, office: originOffice }];
    case 'LEAD_OFFICE': {
      const led = requests.flatMap((request) => leadOfficeOf(db, request) ?? []);
      if (led.length === 0) notes.push('NO_LEAD_OFFICE');
      return [...new Set(led)].map((lead) => ({ role, office: lead }));
    }
  }
}
