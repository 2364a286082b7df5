import { isBlank } from '#kernel';
import type { Day, Exemption, Text } from '#kernel';

/** Until when information is exempt: a date, or an event with a day to look again. */
export type Term<T extends Text = Text> = { endsOn?: Day; endsWhen?: T; reviewOn?: Day };

/** For letters g to j no term in years is set, KIP 20(2) and PP 61/2010. */
const hasEventEnd = (exemption: Exemption): boolean => exemption >= 'G';

/** No calendar reaches further. */
const LATEST = '2999-12-31';

/**
 * The field that is wrong: a date is needed, or for letters g to j an event with a day to look
 * again; days lie after the decision's, `from`. Of what is not exempt there is no term.
 */
export function termFault(
  { endsOn, endsWhen, reviewOn }: Term<string>,
  { exempt, exemption, from }: { exempt: boolean; exemption: Exemption; from: Day },
): keyof Term | undefined {
  const told = { endsOn, endsWhen, reviewOn };
  const isDay = (day: Day | undefined): boolean => day !== undefined && day > from && day <= LATEST;
  if (!exempt) return (['endsOn', 'endsWhen', 'reviewOn'] as const).find((field) => told[field]);
  if (endsOn !== undefined) {
    if (!isDay(endsOn)) return 'endsOn';
    if (endsWhen !== undefined) return 'endsWhen';
    return reviewOn === undefined ? undefined : 'reviewOn';
  }
  if (endsWhen === undefined) return reviewOn === undefined ? 'endsOn' : 'endsWhen';
  if (!hasEventEnd(exemption) || isBlank(endsWhen)) return 'endsWhen';
  return isDay(reviewOn) ? undefined : 'reviewOn';
}
