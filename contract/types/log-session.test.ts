import { expect, it } from 'vitest';
import { logSession } from './log-session.ts';

it('takes the session from the line or from an earlier line of the same run, and the agent from the session', () => {
  const read = logSession();
  expect(read({ runId: 'r1' })).toEqual({});
  expect(read({ runId: 'r1', sessionKey: 'agent:main:x' })).toEqual({ sessionKey: 'agent:main:x', agentId: 'main' });
  expect(read({ runId: 'r1', ms: 3 })).toEqual({ sessionKey: 'agent:main:x', agentId: 'main' });
  expect(read({ agentId: 'coder' })).toEqual({ agentId: 'coder' });
  expect(read(undefined)).toEqual({});
});
