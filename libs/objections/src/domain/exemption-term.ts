import type { Day, Exemption, Text } from '#kernel';

/** Until when information is exempt: a date, or an event with a day to look again. */
export type Term<T extends Text = Text> = { endsOn?: Day; endsWhen?: T; reviewOn?: Day };

/** For letters g to j no term in years is set, KIP 20(2) and PP 61/2010. */
export const hasEventEnd = (exemption: Exemption): boolean => exemption >= 'G';
