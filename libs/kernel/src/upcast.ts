/** One step from an older shape of an event's data to the next; pure. */
export type Upcast<Old = unknown, New = unknown> = (old: Old) => New;
