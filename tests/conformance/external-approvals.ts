// Conformance suite of a store, approvals requested outside of runs.
import { expect, it } from 'vitest';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { Store } from '#core/ports/store.ts';
import { testPrincipal } from '../support/core/test-principal.ts';

const AUDIT = { by: testPrincipal('a program'), action: 'approval.requested', subject: 'a', details: {} };
const ASKED: ApprovalRecord = {
  id: 'a',
  requester: 'a program',
  sessionKey: 'agent:main:one',
  sessionTitle: 'a program',
  agentId: 'main',
  runId: '',
  callId: '',
  subject: { tool: 'exec', command: 'ls', cwd: '/', sandbox: 'node', reason: 'it asks', risks: [] },
  createdAtMs: 1,
  expiresAtMs: 9,
};

/** Registers the tests of approvals of programs and nodes. */
export function externalApprovalConformance(store: () => Store): void {
  it('stores an approval of a program once and its answer once, each with an audit entry', async () => {
    const { approvals, audit, sessions } = store();
    expect(await approvals.ask(ASKED, AUDIT)).toBe(true);
    expect(await approvals.ask({ ...ASKED, createdAtMs: 2 }, AUDIT)).toBe(false);
    expect(await approvals.list({ status: 'pending', limit: 5 })).toEqual([ASKED]);
    expect(await sessions.unsettled()).toEqual([]);
    const answered = { ...ASKED, outcome: 'deny', resolvedBy: 'me', resolvedAtMs: 3 } as const;
    expect(await approvals.settle(answered, AUDIT)).toBe(true);
    expect(await approvals.settle({ ...answered, outcome: 'allow-once' }, AUDIT)).toBe(false);
    expect(await approvals.settle({ ...answered, id: 'unknown' }, AUDIT)).toBe(false);
    expect(await approvals.get('a')).toEqual(answered);
    expect(await approvals.list({ status: 'pending', limit: 5 })).toEqual([]);
    expect((await audit.verify()).entries).toBe(2);
  });
}
