// Pending approvals. Card, inbox, badge and sidebar read this list.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { defined } from '#contract/types/defined.ts';
import type { EditedParts } from '#contract/types/approval-edits.ts';
import type { AnsweredRule } from '#contract/types/approval-rules.ts';
import type { ApprovalDecision, ApprovalRecord } from '#contract/types/approvals.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { onFresh } from './connection.ts';
import { createDoubleClickGuard } from './timers.ts';

/** An answer, with the rules to store if it applies to the session or permanently. */
export interface ApprovalAnswer {
  readonly decision: ApprovalDecision;
  readonly reason?: string;
  readonly rules?: readonly AnsweredRule[];
  /** What runs instead of the request, as it was shown. */
  readonly edited?: { readonly parts: EditedParts; readonly fingerprint: string };
}

/** Pending approvals, oldest first, and the ids of those being answered. */
export interface PendingApprovalsState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly pending: readonly ApprovalRecord[];
  readonly answering: ReadonlySet<string>;
}

/** The list and the one way to answer. */
export interface PendingApprovals {
  readonly store: StoreApi<PendingApprovalsState>;
  reload(): Promise<void>;
  /**
   * Resolves to whether this answer was the first. The second click of a double click is ignored: it would hit the next request,
   * which nobody has read yet. @throws {RequestError}
   */
  answer(id: string, answer: ApprovalAnswer): Promise<boolean>;
  /** Allows each of these once, with the same protection against double clicks. @throws {RequestError} */
  allowOnce(ids: readonly string[]): Promise<void>;
}

/** Follows the gateway's pending approvals for as long as the app lives. */
export function createPendingApprovals(client: GatewayClient, now: () => number): PendingApprovals {
  const store = createStore<PendingApprovalsState>(() => ({ status: 'loading', pending: [], answering: new Set() }));
  const read = async (): Promise<void> => {
    try {
      const { approvals } = await client.request('approvals.list', { status: 'pending' });
      store.setState({ status: 'ready', pending: oldestFirst(approvals) });
    } catch {
      store.setState((state) => (state.status === 'ready' ? state : { ...state, status: 'error' }));
    }
  };
  const take = (approval: ApprovalRecord): void =>
    store.setState(({ pending }) => {
      const others = pending.filter((entry) => entry.id !== approval.id);
      return { pending: approval.outcome === undefined ? oldestFirst([...others, approval]) : others };
    });
  onFresh(client, () => void read());
  client.on('approvals.changed', ({ approval }) => take(approval));
  const isDoubleClick = createDoubleClickGuard(now);
  const submit = async (id: string, { decision, reason, rules, edited }: ApprovalAnswer): Promise<boolean> => {
    store.setState(({ answering }) => ({ answering: new Set(answering).add(id) }));
    try {
      const stored = rules?.map(({ words, scope }) => ({ words: [...words], scope }));
      const details = defined({ reason, rules: stored, edited });
      const { applied, approval } = await client.request('approvals.resolve', { id, decision, ...details });
      take(approval);
      return applied;
    } finally {
      store.setState(({ answering }) => ({ answering: new Set([...answering].filter((entry) => entry !== id)) }));
    }
  };
  return {
    store,
    reload: read,
    answer: async (id, given) => (given.decision !== 'deny' && isDoubleClick() ? true : submit(id, given)),
    async allowOnce(ids) {
      if (isDoubleClick()) return;
      const answered = await Promise.allSettled(ids.map((id) => submit(id, { decision: 'allow-once' })));
      const failed = answered.find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
    },
  };
}

function oldestFirst(approvals: readonly ApprovalRecord[]): readonly ApprovalRecord[] {
  return approvals.toSorted((a, b) => a.createdAtMs - b.createdAtMs);
}
