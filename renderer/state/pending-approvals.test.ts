import { describe, expect, it } from 'vitest';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { createPendingApprovals } from './pending-approvals.ts';

const approval = (id: string, changes: Partial<ApprovalRecord> = {}): ApprovalRecord => ({
  id,
  sessionKey: 'agent:main:a',
  sessionTitle: 'A',
  agentId: 'main',
  runId: 'r',
  callId: id,
  createdAtMs: Number(id),
  expiresAtMs: 9_999,
  subject: { tool: 'exec', command: id, cwd: '/', sandbox: 'host', reason: '', risks: [] },
  ...changes,
});

/** A gateway with three approvals that wait; what was answered is recorded. */
function gateway() {
  const answered: string[] = [];
  let changed: (payload: { readonly approval: ApprovalRecord }) => void = () => undefined;
  const client = {
    request: async (method: string, params: { readonly id: string; readonly decision: 'deny' | 'allow-once' }) => {
      if (method === 'approvals.list') return { approvals: [approval('2'), approval('1'), approval('3')] };
      answered.push(`${params.decision} ${params.id}`);
      return { applied: true, approval: approval(params.id, { outcome: params.decision }) };
    },
    state: () => ({ kind: 'connected' }),
    on: (_event: string, listener: typeof changed) => {
      changed = listener;
      return () => undefined;
    },
    onState: () => () => undefined,
    onGap: () => () => undefined,
  } as unknown as GatewayClient; // Only these are used here.
  return { client, answered, change: (next: ApprovalRecord) => changed({ approval: next }) };
}

const settle = () => new Promise((done) => setTimeout(done, 0));

describe('pending approvals', () => {
  it('are listed oldest first and removed when answered anywhere', async () => {
    const { client, change } = gateway();
    const approvals = createPendingApprovals(client, () => 0);
    await settle();
    const ids = () => approvals.store.getState().pending.map((one) => one.id);
    expect(ids()).toEqual(['1', '2', '3']);
    change(approval('2', { outcome: 'deny' }));
    expect(ids()).toEqual(['1', '3']);
    await approvals.answer('1', { decision: 'allow-once' });
    expect(ids()).toEqual(['3']);
  });

  it('ignore the second half of a double click instead of answering the next one', async () => {
    const { client, answered } = gateway();
    let time = 0;
    const approvals = createPendingApprovals(client, () => time);
    await settle();
    await approvals.answer('1', { decision: 'allow-once' });
    time = 200;
    await approvals.answer('2', { decision: 'allow-once' });
    await approvals.answer('3', { decision: 'deny' });
    time = 700;
    await approvals.answer('2', { decision: 'allow-once' });
    expect(answered).toEqual(['allow-once 1', 'deny 3', 'allow-once 2']);
  });
});
