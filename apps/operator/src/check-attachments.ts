import { everyAttachment, findAttachment } from '#attachments';
import { SealedObjects } from '#attachments/api';
import { openCity } from '../../api/src/city.ts';
import type { City } from '../../api/src/city.ts';
import { configFrom } from '../../api/src/config.ts';

const CAUGHT_UP_MS = 60_000;

type Options = { removeUnnamed?: boolean };

/** `operator -- check-attachments`; false when an object is missing or altered. */
export async function checkAttachments(
  { removeUnnamed = false }: Options,
  env: NodeJS.ProcessEnv,
  say: (message: string) => void,
): Promise<boolean> {
  const city = await openCity(configFrom(env), { say });
  try {
    const { WHOLE, ERASED, MISSING, ALTERED, unnamed } = await verifyObjects(city, (line) =>
      process.stdout.write(`${line}\n`),
    );
    say(`attachments: ${WHOLE} whole, ${ERASED} erased, ${MISSING} missing, ${ALTERED} altered`);
    say(`objects that no event names: ${unnamed.length}${removeUnnamed ? ', removed' : ''}`);
    if (removeUnnamed) for (const id of unnamed) await city.parts.keeping.objects.remove(id);
    return MISSING + ALTERED === 0;
  } finally {
    await city.close();
  }
}

/**
 * Every attachment of the log: how many are in which state; tells those that are not whole. An
 * upload whose event never came, because the process died, leaves an object that nothing names.
 */
export async function verifyObjects(
  { parts: { store, keeping, model } }: City,
  tell: (line: string) => void,
) {
  const head = await store.head();
  const caughtUp = head === undefined || (await model.waitFor(head, CAUGHT_UP_MS));
  if (!caughtUp) throw new Error('the read model does not catch up with the log');
  const { objects, vault } = keeping;
  const sealed = new SealedObjects(objects, vault);
  const counts = { WHOLE: 0, ERASED: 0, MISSING: 0, ALTERED: 0 };
  for (const row of everyAttachment(model.db)) {
    const state = await sealed.stateOf(row);
    counts[state] += 1;
    if (state === 'MISSING' || state === 'ALTERED') tell(`${state} ${row.id}`);
  }
  const unnamed: string[] = [];
  for await (const id of objects.ids()) {
    if (findAttachment(model.db, id) === undefined) unnamed.push(id);
  }
  return { ...counts, unnamed };
}
