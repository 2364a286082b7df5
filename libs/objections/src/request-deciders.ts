import type { PersonId } from '#kernel';
import type { Reading } from '#access';

/** Known by who keeps the texts that left the house. */
export abstract class RequestDeciders {
  /** Who decided the request: its answer's author, approvers and releaser. */
  abstract of(requestId: string, reading: Reading): readonly PersonId[];
}
