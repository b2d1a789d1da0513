import { expect, it } from 'vitest';
import { withUtf8 } from './utf8-locale.ts';

const env = (variables: Record<string, string>): Record<string, string> => withUtf8(variables, 'linux');

it('adds a UTF-8 locale if none is set', () => {
  expect(env({ HOME: '/h' })).toEqual({ HOME: '/h', LANG: expect.stringMatching(/UTF-8$/) });
  expect(env({ LANG: '', LC_ALL: '' })['LANG']).toMatch(/UTF-8$/);
});

it('changes only the encoding of the default locale', () => {
  for (const locale of ['C', 'POSIX'])
    expect(env({ LANG: locale })).toEqual({ LANG: locale, LC_CTYPE: expect.stringMatching(/UTF-8$/) });
  expect(env({ LANG: 'de_DE.UTF-8', LC_CTYPE: 'C' })['LC_CTYPE']).toMatch(/UTF-8$/);
});

it('keeps a locale that the user chose', () => {
  for (const chosen of [
    { LANG: 'de_DE.UTF-8' },
    { LANG: 'ja_JP.eucJP' },
    { LC_CTYPE: 'UTF-8' },
    { LANG: 'C.UTF-8' },
    { LC_ALL: 'C', LANG: 'de_DE.UTF-8' },
  ])
    expect(env(chosen)).toEqual(chosen);
});

it('adds nothing on Windows', () => {
  expect(withUtf8({}, 'win32')).toEqual({});
});
