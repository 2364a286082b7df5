import { isBlank } from './text.ts';

describe('a text', () => {
  it('is blank when it shows nothing', () => {
    const unseen = [
      '',
      ' \t\r\n\u00a0\u3000',
      '\u200b',
      '\u2060\u200d',
      '\ufeff',
      '\u00ad',
      '\u202e',
    ];
    const fillers = [
      '\u3164',
      '\u115f',
      '\u2800',
      '\ufe0f',
      '\u{e0020}',
      '\ufffe',
      '\u{1ffff}',
      '\0',
    ];
    for (const text of [...unseen, ...fillers]) expect([text, isBlank(text)]).toEqual([text, true]);
  });

  it('is not blank when it shows something, whatever stands around it', () => {
    const shown = ['a', ' \u200ba', '\u{1f468}\u200d\u{1f469}', '-', 'ꦗ', '\u0644\u200f', '0'];
    for (const text of shown) expect([text, isBlank(text)]).toEqual([text, false]);
  });
});
