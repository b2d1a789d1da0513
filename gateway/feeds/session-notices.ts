// Session events for subscribers: changed sessions, new messages, approvals.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { EngineNotice } from '#core/engine/notices.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import { execApproval, execApprovalResolved, sessionApproval } from '../openclaw/approval-shapes.ts';
import { rowMessage } from '../openclaw/transcript-rows.ts';
import { sessionRow } from '../openclaw/session-row.ts';
import type { GatewayBase } from '../server/gateway-base.ts';
import type { Subscriptions } from './subscriptions.ts';

/** The parts of the gateway that feeds use. */
export interface FeedSource extends Pick<GatewayBase, 'services' | 'connections'> {
  /** Connections that wait for an approval they requested, by its id; they don't get the event of their own request. */
  readonly approvalWaiters: ReadonlyMap<string, string>;
}

/** Sends session-wide events. */
export class SessionNotices {
  readonly #source: FeedSource;
  readonly #subscriptions: Subscriptions;

  constructor(source: FeedSource, subscriptions: Subscriptions) {
    this.#source = source;
    this.#subscriptions = subscriptions;
  }

  /** Sends `sessions.changed`, to our own clients too. */
  changed(record: SessionRecord, reason: string, runId?: string): void {
    let payload: string | undefined;
    for (const connection of this.#subscriptions.sessionFollowers()) {
      payload ??= JSON.stringify({
        sessionKey: record.key,
        agentId: record.agentId,
        reason,
        ts: this.#source.services.clock.now(),
        runId,
        session: sessionRow(record, this.#source.services),
      });
      connection.sendRaw('sessions.changed', payload);
    }
  }

  /** Sends `session.message` for each new row of the transcript. */
  rows({ sessionKey, agentId, event, record, rows }: Extract<EngineNotice, { kind: 'event' }>): void {
    if (rows.length === 0) return;
    const followers = [...this.#subscriptions.messageFollowers(sessionKey)].filter(({ ownFeed }) => !ownFeed);
    if (followers.length === 0) return;
    const session = sessionRow(record, this.#source.services);
    for (const row of rows) {
      const message = rowMessage(row, event);
      const facts = { sessionKey, agentId, message, messageId: row.entryId, messageSeq: event.seq, session };
      const payload = JSON.stringify(facts);
      for (const connection of followers) connection.sendRaw('session.message', payload);
    }
  }

  /** Sends the protocol's approval events; our own clients get `approvals.changed` instead. */
  approval(approval: ApprovalRecord): void {
    const pending = approval.outcome === undefined;
    const payload = JSON.stringify(pending ? execApproval(approval) : execApprovalResolved(approval));
    const replay = JSON.stringify(sessionApproval(approval));
    for (const connection of this.#source.connections()) {
      if (connection.ownFeed || (pending && this.#source.approvalWaiters.get(approval.id) === connection.id)) continue;
      connection.sendRaw(pending ? 'exec.approval.requested' : 'exec.approval.resolved', payload);
      const follows = this.#subscriptions.followsApprovals(connection, approval.sessionKey);
      if (follows) connection.sendRaw('session.approval', replay);
    }
  }
}
