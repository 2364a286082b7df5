import fc from 'fast-check';
import { hasRepeatedKeys } from './ambiguous.ts';

describe('a key named twice', () => {
  it.each([
    '{"sub":"a","sub":"b"}',
    '{"sub":"a", "iss":"x", "s\\u0075b" : "b"}',
    '{"a":{"b":1,"b":2}}',
    '{"a":[{"b":1},{"b":1,"c":"\\"b\\":","b":2}]}',
    '{"":1,"":2}',
  ])('is found in %s', (json) => {
    expect(hasRepeatedKeys(json)).toBe(true);
  });

  it.each([
    '{"sub":"a","aud":["sub","sub"]}',
    '{"a":{"b":1},"b":{"a":1}}',
    '{"a":"{\\"a\\":1}"}',
    '[{"a":1},{"a":1}]',
    '{}',
  ])('is not there in %s', (json) => {
    expect(hasRepeatedKeys(json)).toBe(false);
  });

  it('never stands in what JSON.stringify wrote', () => {
    fc.assert(fc.property(fc.json(), (json) => !hasRepeatedKeys(json)));
  });
});
