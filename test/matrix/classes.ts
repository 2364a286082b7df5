/**
 * Under which rule of domain §10 a field stands. The rows of `fields.ts` name one for every field;
 * the rows of `sights.ts` say for every thing of the city who is shown what of each.
 */
export type FieldClass =
  /** Offices, posts, names of staff, calendars, rules and routes: whoever signed in. */
  | 'PUBLIC'
  /** Whoever sees the thing. */
  | 'CASE'
  /** What the city does with a request: not for the intake service that delivered it. */
  | 'COURSE'
  /** Who somebody is, and their own words: clear, masked or not there. */
  | 'PERSONAL'
  /** A code that tells of somebody: clear or not there. */
  | 'IDENTITY'
  /** Somebody behind the one who asks: not there where nobody is to be known. */
  | 'BEHIND'
  /** Of staff, what is no name: the admin. Of anyone else as PERSONAL. */
  | 'STAFF_NAME'
  /** Persons as mere ids, whoever looks. */
  | 'NAMELESS'
  /** Instructions, reasons and contributions of an office's part. */
  | 'INSIDE'
  /** What an office prepared and did not submit. */
  | 'PREPARED'
  /** How a text came about: not for its audience. */
  | 'MAKING'
  /** Every version for who sees the making, the current one for its audience. */
  | 'VERSIONS'
  /** What the answer that went out says of each part: whoever sees that answer. */
  | 'ANSWER'
  /** The letter: everybody who sees the text; the addressee as PERSONAL of the request. */
  | 'LETTER'
  /** An old and a new value, as the field that changed. */
  | 'CHANGE'
  /** Counts of the shared picture: whoever holds an appointment. */
  | 'BOARD'
  /** The log itself: the auditor. */
  | 'AUDIT'
  /** Staff and their accounts, what a change of a calendar would move: the admin. */
  | 'ADMIN'
  /** About the viewer alone. */
  | 'OWN'
  /** Of a list: as many as there are to be seen. */
  | 'PAGE'
  /** The answer to who called. */
  | 'REPLY'
  /** Of a moment: compared with nothing. */
  | 'MOMENT';
