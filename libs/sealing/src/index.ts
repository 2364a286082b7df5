export { demoMasterKey, masterKeyFrom } from './master-key.ts';
export { Vault, VaultRefused } from './vault.ts';
