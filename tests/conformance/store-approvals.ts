// Conformance suite of a store: approvals.
import { expect, it } from 'vitest';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { Store } from '#core/ports/store.ts';
import { externalApprovalConformance } from './external-approvals.ts';
import { approval, KEY, saying, T0 } from './store-samples.ts';

/** Approvals. */
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
}
