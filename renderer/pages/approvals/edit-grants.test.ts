import { expect, it } from 'vitest';
import type { SessionRow } from '#contract/types/sessions.ts';
import type { SessionList } from '../../state/session-list.ts';
import { scriptedClient } from '../../state/testing/stand-ins.ts';
import { grantEdits, offerEditGrants } from './edit-grants.ts';

const target = { sessionKey: 'agent:main:a', agentId: 'main' };

function world(row: Partial<SessionRow> = {}) {
  const { client, calls } = scriptedClient(() => ({}));
  const patches: unknown[] = [];
  const sessions: Pick<SessionList, 'row' | 'patch'> = {
    row: () => ({ key: target.sessionKey, kind: 'direct', ...row }),
    patch: async (key, changes) => void patches.push([key, changes]),
  };
  return { services: { client, sessions: sessions as SessionList }, calls, patches }; // Only these two are used here.
}

it('offers the session and the agent only while edits require approval', () => {
  expect(offerEditGrants('ask')).toEqual(['file', 'session', 'agent']);
  expect(offerEditGrants(undefined)).toEqual(['file', 'session', 'agent']);
  expect(offerEditGrants('accept-edits')).toEqual(['file']);
});

it('allows this file for the session without changing a mode', async () => {
  const { services, calls, patches } = world();
  expect(await grantEdits(services, target, 'file')).toEqual({ decision: 'allow-session' });
  expect([calls, patches]).toEqual([[], []]);
});

it('accepts all edits of the session', async () => {
  const { services, calls, patches } = world();
  expect(await grantEdits(services, target, 'session')).toEqual({ decision: 'allow-once' });
  expect([calls, patches]).toEqual([[], [[target.sessionKey, { approvalMode: 'accept-edits' }]]]);
});

it('accepts all edits of the agent, even if this session has its own mode', async () => {
  const { services, calls, patches } = world({ approvalMode: 'ask' });
  expect(await grantEdits(services, target, 'agent')).toEqual({ decision: 'allow-once' });
  expect(calls).toEqual([{ method: 'agents.settings.set', params: { agentId: 'main', approvalMode: 'accept-edits' } }]);
  expect(patches).toEqual([[target.sessionKey, { approvalMode: null }]]);
});
