import canonicalize from 'canonicalize';

/**
 * The stored text of a value: RFC 8785 over strings in Unicode NFC.
 * @throws TypeError for a lone surrogate or a value that JSON cannot carry.
 */
export function canonicalText(value: unknown): string {
  const text = canonicalize(normalised(value));
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/** The value as it will be stored: NFC. @throws TypeError as above. */
export function normalised(value: unknown): unknown {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('lone surrogate in a string');
    return value.normalize('NFC');
  }
  if (Array.isArray(value)) return value.map(normalised);
  if (value !== null && typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw new TypeError('not plain data');
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, normalised(item)]),
    );
  }
  return value;
}
