/** The vault does not open: wrong master key, another log's, damaged. Says which. */
export class VaultRefused extends Error {
  override readonly name = 'VaultRefused';
}
