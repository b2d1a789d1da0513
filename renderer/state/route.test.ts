import { expect, it } from 'vitest';
import { href, parseRoute } from './route.ts';

it('parses the segments and query of a fragment', () => {
  expect(parseRoute('#/sessions/agent:main:a%20b?tab=files')).toEqual({
    segments: ['sessions', 'agent:main:a b'],
    query: { tab: 'files' },
  });
});

it("treats anything that isn't a path as the start page", () => {
  for (const fragment of ['', '#', '#code=abc', 'javascript:alert(1)'])
    expect(parseRoute(fragment).segments).toEqual([]);
});

it('accepts an invalid escape', () => {
  expect(parseRoute('#/sessions/%E0%A4%A').segments).toEqual(['sessions', '%E0%A4%A']);
});

it('formats a route so that it parses to the same value', () => {
  const key = 'agent:main:with/slash and ü';
  expect(parseRoute(`#${href('sessions', key)}`).segments).toEqual(['sessions', key]);
});
