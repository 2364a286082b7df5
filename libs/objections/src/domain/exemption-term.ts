import type { Day, Text } from '#kernel';

/** Letters of KIP article 17. */
export const EXEMPTIONS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'] as const;
export type Exemption = (typeof EXEMPTIONS)[number];

/** Until when information is exempt: a date, or an event with a day to look again. */
export type Term<T extends Text = Text> = { endsOn?: Day; endsWhen?: T; reviewOn?: Day };

/** For letters g to j no term in years is set, KIP 20(2) and PP 61/2010. */
export const hasEventEnd = (exemption: Exemption): boolean => exemption >= 'G';
