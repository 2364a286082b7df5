/** What is sent to or comes from whoever asks or objects. Stored codes: add, never change. */
export const CORRESPONDENCE_KINDS = [
  'ACKNOWLEDGEMENT',
  'INCOMPLETE_NOTICE',
  'EXTENSION_NOTICE',
  'INTERIM_NOTICE',
  'ANSWER_NOTICE',
  'INFORMATION_HANDED_OVER',
  'OBJECTION_REPLY',
  'REMINDER',
  'REQUESTER_RESPONSE',
  'OTHER',
] as const;
export type CorrespondenceKind = (typeof CORRESPONDENCE_KINDS)[number];

/** How it goes or comes. Stored codes: add, never change. */
export const DELIVERY_WAYS = [
  'IN_PERSON',
  'POST',
  'EMAIL',
  'MESSAGING',
  'PHONE',
  'PICK_UP',
] as const;
export type DeliveryWay = (typeof DELIVERY_WAYS)[number];
