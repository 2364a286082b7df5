import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { OfficeCode } from '#kernel';
import { OFFICE_KINDS } from '#offices';
import { ConfigRefused } from '../../api/src/config.ts';
import type { NewOffice } from './open-city.ts';

const row = z.object({
  code: z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/),
  name: z.string().min(1).max(200),
  kind: z.enum(OFFICE_KINDS),
  parent: z.string(),
});

/** Offices from a CSV file with the columns code, name, kind, parent. @throws ConfigRefused */
export function readOffices(file: string): NewOffice[] {
  const rows = rowsOf(file);
  return rows.map((cells, i) => {
    const parsed = row.safeParse(cells);
    if (!parsed.success) {
      const columns = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
      throw new ConfigRefused(`${file}: line ${i + 2}: ${columns}`);
    }
    const { code, name, kind, parent } = parsed.data;
    const office = { code: code as OfficeCode, name, kind };
    return parent === '' ? office : { ...office, parent: parent as OfficeCode };
  });
}

function rowsOf(file: string): unknown[] {
  try {
    return parse(readFileSync(file, 'utf8'), { columns: true, bom: true, trim: true });
  } catch (error) {
    throw new ConfigRefused(`cannot read ${file}: ${String(error)}`);
  }
}
