import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { afterEach, describe, expect, it } from 'vitest';

import { ENGLISH } from './english.ts';
import { pickLanguage, pickLocale } from './languages.ts';
import { pseudoCatalog } from './pseudo-locale.ts';
import { activateLanguage, t } from './translate.ts';

afterEach(() => activateLanguage('en', ['en-US']));

describe('the language', () => {
  it('is the chosen one, else the first preferred one that exists, else English', () => {
    expect(pickLanguage('en', ['de-DE'])).toBe('en');
    expect(pickLanguage('system', ['xx-YY', 'en-GB'])).toBe('en');
    expect(pickLanguage(undefined, ['xx'])).toBe('en');
  });

  it("formats numbers in the person's own variant of it", () => {
    expect(pickLocale('en', ['de-DE', 'en-GB'])).toBe('en-GB');
    expect(pickLocale('en', ['de-DE'])).toBe('en');
    expect(pickLocale('en', ['en-US@posix', 'en-GB'])).toBe('en-GB');
  });
});

describe('the pseudo-locale', () => {
  it('marks every message and keeps plurals, parameters and tags', async () => {
    await activateLanguage('en-XA', []);
    expect(t('controls.cancel')).toBe('⟦Çàñçéļ⟧');
    expect(t('app.approvalsWaiting', { count: 1 })).toBe('⟦1 àþþŕövàļ ŵàîţîñĝ⟧');
    expect(t('app.palette.nothing', { query: 'abc' })).toContain('“abc”');
    expect(t('access.code', { code: 'x' })).toContain('<code>x</code>');
  });

  it('works on a compiled catalog too', () => {
    const compiled = Object.fromEntries(
      Object.entries<string>(ENGLISH).map(([id, text]) => [id, compileMessageOrThrow(text)]),
    );
    expect(pseudoCatalog(compiled)).toEqual(pseudoCatalog());
  });
});
