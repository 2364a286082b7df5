import { appendContract } from './testing/contract-appends.ts';
import { durabilityContract } from './testing/contract-durability.ts';
import { readContract } from './testing/contract-reads.ts';
import { subscriptionContract } from './testing/contract-subscriptions.ts';
import type { Open } from './testing/contract-world.ts';

/**
 * What every adapter must pass. It assumes nothing of positions but their order, and works beside
 * streams of others, events of the server itself and gaps.
 */
export function eventStoreContract(name: string, open: Open): void {
  describe(`the event store contract: ${name}`, () => {
    appendContract(open);
    readContract(open);
    subscriptionContract(open);
    durabilityContract(open);
  });
}
