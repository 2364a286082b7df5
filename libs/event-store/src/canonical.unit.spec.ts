import { canonicalText } from './canonical.ts';

describe('the canonical text of a value', () => {
  it('is that of RFC 8785: keys in the order of UTF-16 units, numbers as ECMAScript', () => {
    expect(canonicalText({ b: 1, a: [true, null, 'x'], A: { z: 0, y: 0 } })).toBe(
      '{"A":{"y":0,"z":0},"a":[true,null,"x"],"b":1}',
    );
    const keys = {
      '\u20ac': 1,
      '\r': 2,
      '\ufb33': 3,
      '1': 4,
      '\ud83d\ude00': 5,
      '\u0080': 6,
      ö: 7,
    };
    const order = Object.values(JSON.parse(canonicalText(keys)) as object);
    expect(canonicalText(keys)).toMatch(/^\{"\\r":2,"1":4,/);
    expect([...canonicalText(keys).matchAll(/:(\d)/g)].map(([, n]) => Number(n))).toEqual([
      2, 4, 6, 7, 1, 5, 3,
    ]);
    expect(order).toHaveLength(7);
    expect(canonicalText(JSON.parse('[333333333.33333329,1e30,4.5,2e-3,1e-27,-0]'))).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    );
  });

  it('escapes what RFC 8785 escapes, and nothing else', () => {
    expect(canonicalText('\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"\u2028/')).toBe(
      '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"\u2028/"',
    );
  });

  it('holds strings in NFC, however deep', () => {
    const decomposed = 'e\u0301';
    expect(canonicalText({ a: [{ b: decomposed }] })).toBe('{"a":[{"b":"é"}]}');
    expect(canonicalText(decomposed)).toBe(canonicalText('é'));
  });

  it('refuses lone surrogates in values and keys', () => {
    for (const lone of ['\ud800', 'a\udc00b', '\udc00\ud800']) {
      expect(() => canonicalText({ a: [lone] })).toThrow(/lone surrogate/i);
      expect(() => canonicalText({ [lone]: 1 })).toThrow(/lone surrogate/i);
    }
    expect(canonicalText('\ud83d\ude00')).toBe('"😀"');
  });

  it('leaves out what is undefined, and refuses what JSON cannot carry', () => {
    expect(canonicalText({ a: undefined, b: 1 })).toBe('{"b":1}');
    for (const value of [undefined, NaN, Infinity, { a: NaN }, 1n]) {
      expect(() => canonicalText(value)).toThrow();
    }
  });

  it('keeps a key named __proto__ a key', () => {
    const hostile = JSON.parse('{"__proto__":{"admin":true},"constructor":1}') as object;
    expect(canonicalText(hostile)).toBe('{"__proto__":{"admin":true},"constructor":1}');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('is the same again for what it was read to', () => {
    const text = canonicalText({ z: ['e\u0301', 1.0], a: { d: null, c: '\u0000' } });
    expect(canonicalText(JSON.parse(text))).toBe(text);
  });
});
