import type { ErasureId, Instant, KeyId } from '#kernel';
import { EmbeddedEventStore, entityIdOf, pagesOf, readLogIdentity } from '#event-store';
import type { LogIdentity, StoredEvent } from '#event-store';
import { BackupRefused } from './backup-refused.ts';

const PAGE = 1_000;

/** What a backup must hold beside a log, told by its events alone. */
export type LogContents = {
  identity: LogIdentity;
  events: number;
  last: StoredEvent;
  /** Every key that seals something in it, or was named to. */
  keys: Set<KeyId>;
  /** By their id, of each file: the key of its object, and its length in clear. */
  attachments: Map<string, { keyId: KeyId; bytes: number }>;
  /** Those that were confirmed. */
  erasures: { erasureId: ErasureId; keyIds: KeyId[]; at: Instant }[];
};

/** Reads a copied log from end to end. @throws BackupRefused when nobody opened it. */
export async function contentsOf(folder: string): Promise<LogContents> {
  const store = new EmbeddedEventStore(folder, { readOnly: true });
  try {
    const identity = await readLogIdentity(store);
    const contents: Omit<LogContents, 'identity' | 'last'> = {
      events: 0,
      keys: new Set(),
      attachments: new Map(),
      erasures: [],
    };
    let last: StoredEvent | undefined;
    for await (const page of pagesOf(store, PAGE)) {
      for (const event of page) note(contents, event);
      last = page.at(-1);
    }
    if (identity === undefined || last === undefined) {
      throw new BackupRefused(`the log in ${folder} is empty`);
    }
    return { ...contents, identity, last };
  } finally {
    await store.close();
  }
}

type Noted = Pick<LogContents, 'events' | 'keys' | 'attachments' | 'erasures'>;
type Uploaded = { keys: { case: KeyId }; bytes: number };
type Confirmed = { destroys: KeyId[] };

function note(contents: Noted, { type, stream, data, metadata }: StoredEvent): void {
  const parsed = JSON.parse(data) as unknown;
  contents.events += 1;
  noteKeys(parsed, contents.keys);
  if (type === 'AttachmentUploaded') {
    const { keys, bytes } = parsed as Uploaded;
    contents.attachments.set(entityIdOf(stream), { keyId: keys.case, bytes });
  }
  if (type === 'ErasureConfirmed') {
    const { recordedAt } = JSON.parse(metadata) as { recordedAt: Instant };
    contents.erasures.push({
      erasureId: entityIdOf(stream) as ErasureId,
      keyIds: (parsed as Confirmed).destroys,
      at: recordedAt,
    });
  }
}

/** `keys` names the keys of a person or case, every sealed value its own. */
function noteKeys(value: unknown, found: Set<KeyId>): void {
  if (value === null || typeof value !== 'object') return;
  if ('keyId' in value && 'ciphertext' in value) found.add(value.keyId as KeyId);
  for (const [name, inner] of Object.entries(value)) {
    if (name !== 'keys') noteKeys(inner, found);
    else for (const keyId of Object.values(inner as object)) found.add(keyId as KeyId);
  }
}
