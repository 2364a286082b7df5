const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** Does the header of a token, or what it claims, name a key twice? */
export const isAmbiguous = (jwt: string): boolean =>
  jwt
    .split('.')
    .slice(0, 2)
    .some((part) => hasRepeatedKeys(Buffer.from(part, 'base64url').toString()));

/**
 * Does an object of this JSON name a key twice? Parsers differ in which of the two they take, so
 * that two readers of one token could take it for two persons.
 */
export function hasRepeatedKeys(json: string): boolean {
  const open: Set<string>[] = [];
  let last = '';
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set());
    if (token === '}' || token === ']') open.pop();
    if (token === ':') {
      const key = JSON.parse(last) as string;
      const keys = open.at(-1);
      if (keys?.has(key) === true) return true;
      keys?.add(key);
    }
    last = token;
  }
  return false;
}
