import { expect, it } from 'vitest';
import { href, parseRoute } from './route.ts';

it('reads path, segments and query of a fragment', () => {
  expect(parseRoute('#/sessions/agent:main:a%20b?tab=files')).toEqual({
    path: '/sessions/agent:main:a%20b',
    segments: ['sessions', 'agent:main:a b'],
    query: { tab: 'files' },
  });
});

it('takes anything that is no path as the start page', () => {
  for (const fragment of ['', '#', '#code=abc', 'javascript:alert(1)'])
    expect(parseRoute(fragment).segments).toEqual([]);
});

it('survives a broken escape', () => {
  expect(parseRoute('#/sessions/%E0%A4%A').segments).toEqual(['sessions', '%E0%A4%A']);
});

it('writes what it reads', () => {
  const key = 'agent:main:with/slash and ü';
  expect(parseRoute(`#${href('sessions', key)}`).segments).toEqual(['sessions', key]);
});
