/** Minutes since midnight in the city. */
type Opening = { opens: number; closes: number };
/** Monday to Thursday, and Friday. */
export type OfficeHours = { otherDays: Opening; friday: Opening };

/** Domain §5 [policy]. */
export const DEFAULT_HOURS = 'Mon-Thu 07:30-16:00, Fri 07:30-16:30';
export const DEFAULT_OFFICE_HOURS: OfficeHours = {
  otherDays: { opens: 7 * 60 + 30, closes: 16 * 60 },
  friday: { opens: 7 * 60 + 30, closes: 16 * 60 + 30 },
};

const FORM = /^Mon-Thu (\d\d):(\d\d)-(\d\d):(\d\d), Fri (\d\d):(\d\d)-(\d\d):(\d\d)$/;

/** Of the form `Mon-Thu 07:30-16:00, Fri 07:30-16:30`; undefined for anything else. */
export function officeHours(value: string): OfficeHours | undefined {
  const numbers = FORM.exec(value)?.slice(1).map(Number);
  if (numbers === undefined) return undefined;
  const opening = (at: number): Opening | undefined => {
    const [h1 = 24, m1 = 0, h2 = 24, m2 = 0] = numbers.slice(at, at + 4);
    if (h1 > 23 || h2 > 23 || m1 > 59 || m2 > 59) return undefined;
    const [opens, closes] = [h1 * 60 + m1, h2 * 60 + m2];
    return opens < closes ? { opens, closes } : undefined;
  };
  const [otherDays, friday] = [opening(0), opening(4)];
  return otherDays && friday && { otherDays, friday };
}
