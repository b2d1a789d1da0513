// Conformance suite of a store: approvals and rules.
import { expect, it } from 'vitest';
import type { ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import type { Store } from '#core/ports/store.ts';
import { externalApprovalConformance } from './external-approvals.ts';
import { approval, AUDIT, KEY, saying, T0 } from './store-samples.ts';

/** A sample. */
export function rule(id: string, fields: Partial<ApprovalRule> = {}): ApprovalRule {
  return {
    id,
    agentId: 'main',
    words: ['ls', '*'],
    workspace: '/tmp',
    createdBy: 'me',
    createdAtMs: T0,
    uses: 0,
    ...fields,
  };
}

/** Approvals and rules. */
export function approvals(store: () => Store): void {
  it('lists pending approvals oldest first and answered ones newest first', async () => {
    const put = (record: ApprovalRecord) => store().sessions.commit(saying(KEY, 'x', { approval: record }));
    await put(approval('young', { createdAtMs: T0 + 5 }));
    await put(approval('old', { createdAtMs: T0 }));
    await put(approval('done', { outcome: 'deny', reason: 'no', resolvedBy: 'me', resolvedAtMs: T0 + 7 }));
    await put(approval('later', { outcome: 'allow-once', resolvedAtMs: T0 + 9 }));
    const ids = async (query: Parameters<Store['approvals']['list']>[0]) =>
      (await store().approvals.list(query)).map((record) => record.id);
    expect(await ids({ status: 'pending', limit: 10 })).toEqual(['old', 'young']);
    expect(await ids({ status: 'resolved', limit: 10 })).toEqual(['later', 'done']);
    expect(await ids({ status: 'resolved', limit: 10, before: T0 + 9 })).toEqual(['done']);
    expect(await ids({ status: 'resolved', limit: 1 })).toEqual(['later']);
    expect(await store().approvals.get('done')).toEqual(
      approval('done', { outcome: 'deny', reason: 'no', resolvedBy: 'me', resolvedAtMs: T0 + 7 }),
    );
    expect(await store().approvals.get('nowhere')).toBeUndefined();
  });

  externalApprovalConformance(store);

  it('adds, revokes, restores, and counts rules, with audit entries', async () => {
    const r2 = rule('r2', { agentId: 'helper', sessionKey: KEY, files: [{ path: 'Makefile', hash: 'ab' }] });
    await store().approvals.addRule(rule('r1'), AUDIT);
    await store().approvals.addRule(r2, AUDIT);
    expect(await store().approvals.rules()).toEqual([rule('r1'), r2]);
    expect((await store().approvals.rules('main')).map((r) => r.id)).toEqual(['r1']);
    expect(await store().approvals.removeRule('r1', AUDIT)).toBe(true);
    expect(await store().approvals.removeRule('r1', AUDIT)).toBe(false);
    expect(await store().approvals.rules('main')).toEqual([]);
    expect(await store().approvals.restoreRule('r1', AUDIT)).toBe(true);
    expect(await store().approvals.restoreRule('nowhere', AUDIT)).toBe(false);
    await store().approvals.markRuleUsed('r1', T0 + 3);
    expect(await store().approvals.rules('main')).toEqual([rule('r1', { uses: 1, lastUsedAtMs: T0 + 3 })]);
    expect((await store().audit.verify()).entries).toBe(4);
  });

  it('replaces all agent-wide rules at once and keeps session rules', async () => {
    await store().approvals.addRule(rule('wide'), AUDIT);
    await store().approvals.addRule(rule('narrow', { sessionKey: KEY }), AUDIT);
    await store().approvals.replaceRules([rule('new', { createdAtMs: T0 + 1 })], AUDIT);
    expect((await store().approvals.rules()).map((r) => r.id)).toEqual(['narrow', 'new']);
  });
}
