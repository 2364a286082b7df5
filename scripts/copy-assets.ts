/** Files that the compiled program reads beside its code. */
import { cpSync } from 'node:fs';

const ASSETS = ['apps/operator/src/seed/offices.csv'];

for (const asset of ASSETS) cpSync(asset, `dist/${asset}`);
