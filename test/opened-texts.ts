import type { Sealed } from '#kernel';
import type { StoredEvent } from '#event-store';
import type { Vault } from '#sealing';

/** Every sealed text of an event that still opens. */
export function openedTexts({ id, data }: StoredEvent, vault: Vault): string[] {
  const opened: string[] = [];
  const walk = (value: unknown, pointer: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('ciphertext' in value) {
      const text = vault.open(value as Sealed, id, pointer);
      if (text !== null) opened.push(text);
      return;
    }
    for (const [key, one] of Object.entries(value)) walk(one, `${pointer}/${key}`);
  };
  walk(JSON.parse(data), '');
  return opened;
}
