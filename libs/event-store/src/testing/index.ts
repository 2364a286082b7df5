export { eventStoreContract } from './contract.ts';
export { goldenSpecs } from './golden.ts';
