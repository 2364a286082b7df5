import type { Reading } from '#access';
import { mayTake } from './domain/approval.ts';
import type { OutboundCommand } from './domain/commands.ts';
import { hasLeft, isLive, pendingStep, STANDING_STATES } from './domain/state.ts';
import type { OutboundItem } from './domain/state.ts';
import { fitsStep, permits } from './outbound.policy.ts';
import { holdersOn } from './outbound.queries.ts';
import type { ItemRow } from './outbound.queries.ts';

type Type = OutboundCommand['type'];
type Fits = (item: OutboundItem, reading: Reading) => boolean;

const live: Fits = (item) => isLive(item);
const through: Fits = ({ state }) => state === 'APPROVED';
const stands: Fits = ({ state }) => STANDING_STATES.includes(state);

/** The turn is that of a post of theirs, and they are free to take it. */
const inTurn: Fits = (item, { viewer, db, today }) => {
  const index = pendingStep(item);
  const pending = item.steps[index];
  if (item.state !== 'IN_APPROVAL' || pending === undefined) return false;
  const free = mayTake(item, index, viewer.personId, holdersOn(db, today));
  return free && viewer.may(fitsStep(pending));
};

/** Which mutations fit the state; several may send one command. */
const MUTATIONS: readonly { name: string; type: Type; fits: Fits; sensitive?: boolean }[] = [
  { name: 'reviseOutboundItem', type: 'ReviseOutboundItem', fits: live },
  { name: 'submitForApproval', type: 'SubmitForApproval', fits: ({ state }) => state === 'DRAFT' },
  { name: 'approveOutboundItem', type: 'ApproveOutboundItem', fits: inTurn },
  { name: 'returnOutboundItem', type: 'ReturnOutboundItem', fits: inTurn },
  { name: 'rejectOutboundItem', type: 'RejectOutboundItem', fits: inTurn },
  { name: 'setSensitive', type: 'SetSensitive', fits: live },
  { name: 'scheduleRelease', type: 'ScheduleRelease', fits: through },
  {
    name: 'cancelSchedule',
    type: 'CancelSchedule',
    fits: ({ state }) => state === 'SCHEDULED',
  },
  { name: 'releaseOutboundItem', type: 'ReleaseOutboundItem', fits: through },
  {
    name: 'emergencyRelease',
    type: 'EmergencyRelease',
    fits: (item) => isLive(item) && item.track !== 'STATUTORY',
  },
  {
    name: 'reviewRelease',
    type: 'ReviewRelease',
    fits: (item, { viewer: { personId } }) =>
      hasLeft(item) && item.reviewDebt && item.author !== personId && item.releasedBy !== personId,
  },
  { name: 'dropOutboundItem', type: 'DropOutboundItem', fits: live },
  { name: 'correctRelease', type: 'ReplaceOutboundItem', fits: stands },
  { name: 'supersedeRelease', type: 'ReplaceOutboundItem', fits: stands },
  { name: 'withdrawRelease', type: 'WithdrawRelease', fits: stands },
];

/** The mutations that would pass policy and state; what the input says may still be refused. */
export function mayOnItem(row: ItemRow, item: OutboundItem, reading: Reading): string[] {
  const { viewer, asOf } = reading;
  if (asOf !== undefined) return [];
  const facts = {
    kind: item.kind,
    author: item.author,
    steps: item.steps,
    originOffice: row.origin_office ?? undefined,
    sensitive: !item.sensitive,
  };
  return MUTATIONS.filter(
    ({ type, fits }) => fits(item, reading) && viewer.appointments.some(permits(type, facts)),
  ).map(({ name }) => name);
}
