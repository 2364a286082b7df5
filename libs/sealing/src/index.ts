export { demoMasterKey, masterKeyFrom } from './master-key.ts';
export { ObjectAltered, openObject, sealObject } from './object.ts';
export { Vault, VaultRefused } from './vault.ts';
