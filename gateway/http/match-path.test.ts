import { describe, expect, it } from 'vitest';
import { matchPath } from './match-path.ts';

describe('matchPath', () => {
  it('compares a path without placeholders literally', () => {
    expect(matchPath('/v1/models', '/v1/models')).toEqual({});
    expect(matchPath('/v1/models', '/v1/models/')).toBeUndefined();
  });

  it('returns decoded placeholders', () => {
    expect(matchPath('/sessions/{key}/history', '/sessions/agent%3Amain%3Aa%2Fb/history')).toEqual({
      key: 'agent:main:a/b',
    });
  });

  it('matches the rest of a path with one placeholder', () => {
    expect(matchPath('/v1/models/{id*}', '/v1/models/openclaw/main')).toEqual({ id: 'openclaw/main' });
    expect(matchPath('/v1/models/{id*}', '/v1/models/openclaw%2Fmain')).toEqual({ id: 'openclaw/main' });
  });

  it('rejects other segments, additional segments, and an invalid escape', () => {
    for (const path of ['/sessions/a', '/sessions/a/history/x', '/sessions//history', '/sessions/%E0%A4%A/history'])
      expect(matchPath('/sessions/{key}/history', path)).toBeUndefined();
  });
});
