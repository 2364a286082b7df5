/** No backup can be made, or what is given is none that can be restored; the message says why. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}
