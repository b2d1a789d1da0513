import { describe, expect, it } from 'vitest';
import { matchPath } from './match-path.ts';

describe('a path', () => {
  it('without placeholders is compared as it is', () => {
    expect(matchPath('/v1/models', '/v1/models')).toEqual({});
    expect(matchPath('/v1/models', '/v1/models/')).toBeUndefined();
  });

  it('gives its placeholders decoded', () => {
    expect(matchPath('/sessions/{key}/history', '/sessions/agent%3Amain%3Aa%2Fb/history')).toEqual({
      key: 'agent:main:a/b',
    });
  });

  it('may leave the rest to one placeholder', () => {
    expect(matchPath('/v1/models/{id*}', '/v1/models/openclaw/main')).toEqual({ id: 'openclaw/main' });
    expect(matchPath('/v1/models/{id*}', '/v1/models/openclaw%2Fmain')).toEqual({ id: 'openclaw/main' });
  });

  it('with other segments, more of them, or a broken escape fits nothing', () => {
    for (const path of ['/sessions/a', '/sessions/a/history/x', '/sessions//history', '/sessions/%E0%A4%A/history'])
      expect(matchPath('/sessions/{key}/history', path)).toBeUndefined();
  });
});
