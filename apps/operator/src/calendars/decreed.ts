import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { isDay } from '#kernel';
import type { Day } from '#kernel';
import { CALENDAR_DAY_KINDS } from '#calendar';
import type { CalendarDay } from '#calendar';

/** Days off by a joint decree of the ministers (SKB): of a year, or added to it later. */
export type Decree = { year: number; source: string; days: CalendarDay[]; amends: boolean };

const MINISTERS = 'SKB Menteri Agama, Menteri Ketenagakerjaan, dan Menteri PANRB';

const row = z.array(
  z.strictObject({
    date: z.string().refine(isDay),
    kind: z.enum(CALENDAR_DAY_KINDS),
    name: z.string().min(1),
  }),
);

function daysIn(file: string): CalendarDay[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const rows = row.parse(parse(text, { columns: true }));
  return rows.map(({ date, kind, name }) => ({ date: date as Day, kind, name }));
}

/** What every city of the country starts with, in the order of the decrees. */
export const decrees = (): Decree[] => [
  {
    year: 2025,
    source: `${MINISTERS} Nomor 1017, 2, 2 Tahun 2024`,
    days: daysIn('./2025-skb-1017-2-2-2024.csv'),
    amends: false,
  },
  {
    year: 2025,
    source: `Perubahan atas ${MINISTERS}, 7 Agustus 2025`,
    days: daysIn('./2025-amendment-2025-08-07.csv'),
    amends: true,
  },
  {
    year: 2026,
    source: `${MINISTERS} Nomor 1497, 2, 5 Tahun 2025`,
    days: daysIn('./2026-skb-1497-2-5-2025.csv'),
    amends: false,
  },
];
