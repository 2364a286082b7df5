/** Letters of KIP article 17. Stored codes: add, never change. */
export const EXEMPTIONS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'] as const;
export type Exemption = (typeof EXEMPTIONS)[number];
