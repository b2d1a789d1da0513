// Approvals that wait for an answer: card, inbox, badge and sidebar read this one list.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApprovalDecision, ApprovalRecord } from '#contract/types/approvals.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { onFresh } from './connection.ts';

/** An answer. `rule` are the words that an allow for the session or always stores. */
export interface ApprovalAnswer {
  readonly decision: ApprovalDecision;
  readonly reason?: string;
  readonly rule?: readonly string[];
}

/** Pending approvals, oldest first, and those whose answer is on its way. */
export interface PendingApprovalsState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly pending: readonly ApprovalRecord[];
  readonly answering: ReadonlySet<string>;
}

/** The list and the one way to answer. */
export interface PendingApprovals {
  readonly store: StoreApi<PendingApprovalsState>;
  /**
   * Resolves to whether this answer was the first. An allow right after another one is ignored: the next request has moved into
   * the place of the last one, and the second click of a double click must not allow it unread. @throws {RequestError}
   */
  answer(id: string, answer: ApprovalAnswer): Promise<boolean>;
}

/** Time after an allow in which the next one is taken for a double click, ms. */
const DOUBLE_CLICK_MS = 400;

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
  let allowedAt = -Infinity;
  const answer = async (id: string, given: ApprovalAnswer): Promise<boolean> => {
    if (given.decision !== 'deny') {
      if (now() - allowedAt < DOUBLE_CLICK_MS) return true;
      allowedAt = now();
    }
    store.setState(({ answering }) => ({ answering: new Set(answering).add(id) }));
    try {
      const { applied, approval } = await client.request('approvals.resolve', {
        id,
        decision: given.decision,
        ...toDetails(given),
      });
      take(approval);
      return applied;
    } finally {
      store.setState(({ answering }) => ({ answering: new Set([...answering].filter((entry) => entry !== id)) }));
    }
  };
  return { store, answer };
}

function toDetails({ reason, rule }: ApprovalAnswer): { reason?: string; rule?: string[] } {
  return { ...(reason === undefined ? {} : { reason }), ...(rule === undefined ? {} : { rule: [...rule] }) };
}

function oldestFirst(approvals: readonly ApprovalRecord[]): readonly ApprovalRecord[] {
  return approvals.toSorted((a, b) => a.createdAtMs - b.createdAtMs);
}
