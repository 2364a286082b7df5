import { appendContract } from './contract-appends.ts';
import { durabilityContract } from './contract-durability.ts';
import { readContract } from './contract-reads.ts';
import { subscriptionContract } from './contract-subscriptions.ts';
import type { Open } from './contract-world.ts';

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
