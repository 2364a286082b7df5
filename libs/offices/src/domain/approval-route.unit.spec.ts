import { scenariosFor } from '#kernel/testing';
import { DEFAULT_ROUTES, approvalRoute } from './approval-route.ts';
import type { ApprovalRouteCommand, RouteStep } from './approval-route.ts';

const { given } = scenariosFor(approvalRoute);
const approver: RouteStep = { role: 'APPROVER', office: 'ANY' };
const legal: RouteStep = { role: 'LEGAL_REVIEWER', office: 'ANY' };
const set = (more: Partial<ApprovalRouteCommand> = {}): ApprovalRouteCommand => ({
  type: 'SetApprovalRoute',
  kind: 'STATEMENT',
  steps: [legal, approver],
  basis: 'Perwal 1/2027',
  reason: 'Setiap pernyataan diperiksa Bagian Hukum.',
  ...more,
});
const { type: _, ...data } = set();
const event = { type: 'ApprovalRouteSet' as const, data };

describe('the approval route of a kind of text', () => {
  it('is set with its basis and a reason, and set again changes nothing', () => {
    given().when(set()).then(event);
    given(event).when(set()).thenNothing();
    given()
      .when(set({ steps: [...DEFAULT_ROUTES.STATEMENT] }))
      .thenNothing();
    given(event)
      .when(set({ steps: [...DEFAULT_ROUTES.STATEMENT] }))
      .events();
    given()
      .when(set({ basis: ' ' }))
      .thenField('INVALID_INPUT', 'basis');
    given()
      .when(set({ reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
  });

  it('has at least one step, none twice, of roles that decide texts', () => {
    const refused = (steps: RouteStep[]): void =>
      given().when(set({ steps })).thenField('INVALID_INPUT', 'steps');
    refused([]);
    refused([approver, approver]);
    refused([{ role: 'AUDITOR', office: 'ANY' }]);
    refused([{ role: 'OFFICE_LEAD', office: 'LEAD_OFFICE' }, approver]);
    given()
      .when(set({ kind: 'ANSWER', steps: [{ role: 'OFFICE_LEAD', office: 'LEAD_OFFICE' }] }))
      .events();
  });
});
