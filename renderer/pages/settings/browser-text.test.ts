import { expect, it } from 'vitest';
import { describeBrowser } from './browser-text.ts';

it('names a browser by its user agent', () => {
  const phone =
    'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36';
  expect(describeBrowser(phone)).toBe('Chrome on Android');
  expect(describeBrowser('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1')).toBe(
    'Safari on iOS',
  );
  expect(describeBrowser(undefined)).toBe('Unknown browser');
});
