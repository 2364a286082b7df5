/** Nothing of the file was recorded; the message says why. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
  /** How many lines are at fault; each was told before, with its number. */
  readonly badLines: number;

  constructor(message: string, badLines = 0) {
    super(message);
    this.badLines = badLines;
  }
}
