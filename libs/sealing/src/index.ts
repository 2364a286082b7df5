export { demoMasterKey, masterKeyFrom, masterKeyIn } from './master-key.ts';
export { ObjectAltered, openObject, sealObject, sealedSize } from './object.ts';
export { rotateMasterKey } from './rotation.ts';
export { Vault, VaultRefused } from './vault.ts';
export { VaultIndex } from './vault-index.ts';
