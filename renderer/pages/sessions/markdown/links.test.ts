import { expect, it } from 'vitest';
import { safeHref } from './links.ts';

it('opens only web pages', () => {
  expect(safeHref('https://example.org/a?b#c')).toBe('https://example.org/a?b#c');
  for (const href of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'gatehouse://x',
    '/relative',
    '#x',
    '',
    undefined,
    'JaVaScRiPt:alert(1)',
  ]) {
    expect(safeHref(href)).toBeUndefined();
  }
});
