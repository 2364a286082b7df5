export { demoMasterKey, masterKeyFrom, masterKeyIn } from './master-key.ts';
export { ObjectAltered, openObject, sealObject, sealedSize } from './object.ts';
export { rotateMasterKey } from './rotation.ts';
export { SharedVault } from './shared-vault.ts';
export { Vault } from './vault.ts';
export { VaultRefused } from './vault-refused.ts';
export type { VaultSource } from './vault-rows.ts';
export { VaultIndex } from './vault-index.ts';
