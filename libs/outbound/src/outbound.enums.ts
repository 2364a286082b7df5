import { describedEnum } from '#graphql/api';
import type { EmergencyGround, PartDecision } from './domain/events.ts';
import type { ApprovalDecision, OutboundState } from './domain/state.ts';

export const OutboundStateEnum = describedEnum<OutboundState>(
  'OutboundState',
  'Where a text stands that leaves the house.',
  {
    DRAFT: 'It is written and not submitted.',
    IN_APPROVAL: 'It goes along its route.',
    RETURNED: 'It is back with its author; a new version is submitted.',
    APPROVED: 'The whole route approved it.',
    SCHEDULED: 'It goes out at its instant.',
    RELEASED: 'It left the house as it was approved.',
    EMERGENCY_RELEASED: 'It left the house at once; a review is or was owed.',
    CORRECTED: 'A corrected text stands in its place.',
    WITHDRAWN: 'The city took it back.',
    SUPERSEDED: 'A later text stands in its place.',
    REJECTED: 'It does not leave the house.',
    DROPPED: 'It was given up.',
  },
);

export const ApprovalDecisionEnum = describedEnum<ApprovalDecision>(
  'ApprovalDecision',
  'What became of a step.',
  {
    WAITING: 'An earlier step comes first.',
    PENDING: 'It is its turn.',
    APPROVED: 'Approved.',
    RETURNED: 'Back to the author.',
    REJECTED: 'Rejected.',
    SKIPPED_NO_HOLDER: 'Nobody was left who may take it; a review is owed.',
    SKIPPED_BY_EMERGENCY: 'An emergency release came first.',
  },
);

export const EmergencyGroundEnum = describedEnum<EmergencyGround>(
  'EmergencyGround',
  'Why a text leaves the house at once.',
  {
    LIFE_AND_SAFETY: 'Lives or safety.',
    DISASTER: 'A disaster.',
    PUBLIC_ORDER: 'Public order.',
    FALSE_NEWS_SPREADING: 'False news is spreading.',
    OTHER: 'Another ground, told in the reason.',
  },
);

export const PartDecisionEnum = describedEnum<PartDecision>(
  'AnswerPartDecision',
  'What became of one requested part.',
  {
    GRANTED: 'Given.',
    GRANTED_REDACTED: 'Given with parts blackened; names a consequence test.',
    REFUSED_EXEMPT: 'Exempt under article 17; names a consequence test.',
    REFUSED_OTHER: 'Refused on another legal basis, which it names.',
    NOT_HELD: 'Not held here.',
    NOT_YET_DOCUMENTED: 'Not documented yet.',
    TO_FOLLOW: 'To follow by a day; of an interim answer.',
  },
);
