import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { afterEach, describe, expect, it } from 'vitest';

import { ENGLISH } from './english.ts';
import { pickLanguage, pickLocale } from './languages.ts';
import { pseudoCatalog } from './pseudo-locale.ts';
import { activateCatalog, activateLanguage, t } from './translate.ts';

afterEach(() => activateLanguage('en', ['en-US']));

describe('the language', () => {
  it('is the selected one, or the first supported preference, or English', () => {
    expect(pickLanguage('en', ['de-DE'])).toBe('en');
    expect(pickLanguage('system', ['xx-YY', 'en-GB'])).toBe('en-GB');
    expect(pickLanguage('system', ['en-AU', 'en-GB'])).toBe('en');
    expect(pickLanguage(undefined, ['xx'])).toBe('en');
  });

  it("formats numbers for the user's regional variant", () => {
    expect(pickLocale('en', ['de-DE', 'en-AU'])).toBe('en-AU');
    expect(pickLocale('en', ['de-DE'])).toBe('en');
    expect(pickLocale('en', ['en-US@posix', 'en-AU'])).toBe('en-AU');
    expect(pickLocale('en-GB', ['en-US'])).toBe('en-GB');
    expect(pickLocale('ar', ['ar-EG'])).toBe('ar-EG-u-nu-latn');
  });
});

describe('a second language', () => {
  it('shows its own messages, and the missing ones in English', async () => {
    expect(await activateLanguage('system', ['en-GB'])).toBe('en-GB');
    expect(t('transcript.phase.compacting')).toBe('Summarising earlier messages');
    expect(t('controls.cancel')).toBe('Cancel');
  });

  it('uses its own plural forms and number format', () => {
    activateCatalog('pl', 'pl-PL', {
      'diff.unchanged': '{count, plural, one {# wiersz} few {# wiersze} many {# wierszy} other {# wiersza}}',
    });
    const counts = [1, 3, 5, 22, 12_345].map((count) => t('diff.unchanged', { count }));
    expect(counts).toEqual(['1 wiersz', '3 wiersze', '5 wierszy', '22 wiersze', '12\u{a0}345 wierszy']);
  });
});

describe('the pseudo-locale', () => {
  it('marks every message and keeps plurals, parameters, and tags', async () => {
    await activateLanguage('en-XA', []);
    expect(t('controls.cancel')).toBe('⟦Çàñçéļ⟧');
    expect(t('app.approvalsWaiting', { count: 1 })).toBe('⟦1 àþþŕövàļ ŵàîţîñĝ⟧');
    expect(t('app.palette.nothing', { query: 'abc' })).toContain('“abc”');
    expect(t('access.code', { code: 'x' })).toContain('<code>x</code>');
  });

  it('also works on a compiled catalog', () => {
    const compiled = Object.fromEntries(
      Object.entries<string>(ENGLISH).map(([id, text]) => [id, compileMessageOrThrow(text)]),
    );
    expect(pseudoCatalog(compiled)).toEqual(pseudoCatalog());
  });
});
