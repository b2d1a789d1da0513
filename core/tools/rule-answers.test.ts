// A rule that is added while a request is pending answers it.
// Proves: AP-3
import { describe, expect, it } from 'vitest';
import { KEY } from '#tests/support/core/engine-harness.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { calls, says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { ended, exec, useToolFolder, waitForPending } from '#tests/support/core/tool-harness.ts';

const { start } = useToolFolder();
const ME = testPrincipal('me');
const ask = { approvalMode: 'ask' } as const;

const findStart = (h: ReturnType<typeof start>) => h.events(KEY).find(({ type }) => type === 'tool.started');

describe('a request that a new rule covers', () => {
  it('counts as one use of the rule', async () => {
    const h = start([calls([exec('c1', 'echo hi')]), says('done')], ask);
    await h.send('go', { runId: 'a' });
    await waitForPending(h);
    const rule = await h.engine.rules.add({ agentId: 'main', words: ['echo', '*'] }, ME);
    await ended(h);
    expect(await h.engine.rules.list({ agentId: 'main' })).toMatchObject([{ id: rule.id, uses: 1 }]);
    expect(findStart(h)).toMatchObject({ decidedBy: `rule:${rule.id}` });
    expect(h.events(KEY).find(({ type }) => type === 'approval.resolved')).toMatchObject({ isByPolicy: true });
  });

  it('differs from one that a person answers, whatever the name of the person', async () => {
    const h = start([calls([exec('c1', 'echo hi')]), says('done')], ask);
    await h.send('go', { runId: 'a' });
    const { id } = await waitForPending(h);
    await h.engine.approvals.resolve({ id, decision: 'allow-once', by: testPrincipal('rule:mine') });
    await ended(h);
    expect(findStart(h)).toMatchObject({ decidedBy: `approval:${id}` });
    expect(h.events(KEY).find(({ type }) => type === 'approval.resolved')).not.toHaveProperty('isByPolicy');
  });

  it('is judged again if an earlier version stored the answer, without the mark', async () => {
    const before = start([calls([exec('c1', 'echo hi')])], ask);
    await before.send('go', { runId: 'a' });
    const approval = await waitForPending(before);
    const store = copyOf(before.store);
    await before.engine.runs.abort(KEY);
    const resolvedBy = 'rule:3f2a1c7e-9d54-4b8a-8a51-0c6de1f7b213';
    const outcome = 'allow-once' as const;
    await store.sessions.commit({
      key: KEY,
      ts: 1,
      events: [{ type: 'approval.resolved', approvalId: approval.id, callId: 'c1', runId: 'a', outcome, resolvedBy }],
      approval: { ...approval, outcome, resolvedBy, resolvedAtMs: 1 },
    });
    const h = start([says('done')], ask, store);
    await h.engine.recover();
    // The rule is gone, so a person decides.
    const again = await waitForPending(h);
    expect(again.id).not.toBe(approval.id);
    expect(findStart(h)).toBeUndefined();
    await h.engine.approvals.resolve({ id: again.id, decision: 'deny', by: ME });
    await ended(h);
  });
});
