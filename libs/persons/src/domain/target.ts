export const TARGET_KINDS = [
  'PERSON',
  'REQUEST',
  'CONTRIBUTION',
  'OUTBOUND_ITEM',
  'OBJECTION',
  'CONSEQUENCE_TEST',
  'ATTACHMENT',
] as const;

/** What can be held and erased. A stored format. */
export type Target = { kind: (typeof TARGET_KINDS)[number]; id: string };
