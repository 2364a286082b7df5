import { everyAttachment } from '#attachments';
import { SealedObjects } from '#attachments/api';
import { openCity } from '../../api/src/city.ts';
import type { City } from '../../api/src/city.ts';
import { configFrom } from '../../api/src/config.ts';

/** `operator -- check-attachments`; false when an object is missing or altered. */
export async function checkAttachments(
  env: NodeJS.ProcessEnv,
  say: (message: string) => void,
): Promise<boolean> {
  const city = await openCity(configFrom(env), { say });
  try {
    const counts = await verifyObjects(city, (line) => process.stdout.write(`${line}\n`));
    const { WHOLE, ERASED, MISSING, ALTERED } = counts;
    say(`attachments: ${WHOLE} whole, ${ERASED} erased, ${MISSING} missing, ${ALTERED} altered`);
    return MISSING + ALTERED === 0;
  } finally {
    await city.close();
  }
}

/** Every attachment of the read model: how many are in which state, and which are not whole. */
export async function verifyObjects(
  { parts: { objects, vault, model } }: City,
  tell: (line: string) => void,
) {
  const sealed = new SealedObjects(objects, vault);
  const counts = { WHOLE: 0, ERASED: 0, MISSING: 0, ALTERED: 0 };
  for (const row of everyAttachment(model.db)) {
    const state = await sealed.stateOf(row);
    counts[state] += 1;
    if (state === 'MISSING' || state === 'ALTERED') tell(`${state} ${row.id}`);
  }
  return counts;
}
