/** Files that the compiled program reads beside its code. */
import { cpSync } from 'node:fs';

const ASSETS = [
  'apps/operator/src/seed/offices.csv',
  'apps/operator/src/calendars/2025-skb-1017-2-2-2024.csv',
  'apps/operator/src/calendars/2025-amendment-2025-08-07.csv',
  'apps/operator/src/calendars/2026-skb-1497-2-5-2025.csv',
];

for (const asset of ASSETS) cpSync(asset, `dist/${asset}`);
