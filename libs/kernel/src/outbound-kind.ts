/** What may leave the house; each kind has its approval route. A stored format. */
export const OUTBOUND_KINDS = [
  'ANSWER',
  'PRESS_RELEASE',
  'STATEMENT',
  'CLARIFICATION',
  'RIGHT_OF_REPLY',
  'CORRECTION_REQUEST',
  'PRESS_COUNCIL_COMPLAINT',
  'MEDIA_INVITATION',
  'SOCIAL_MEDIA_POST',
] as const;
export type OutboundKind = (typeof OUTBOUND_KINDS)[number];
