// Sessions: list, life cycle, subscriptions, and watching with increments.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { SESSION_WINDOW_ITEMS } from '#contract/wire/limits.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { OpenState } from '#contract/sessions/live-events.ts';
import type { SessionWatchResult } from '#contract/types/sessions.ts';
import { approvalSnapshot } from '../../openclaw/approval-shapes.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { sessionRow } from '../../openclaw/session-row.ts';
import { requireSameConversation, sessionChanged } from '#core/sessions/session-input.ts';
import { createSession } from '../../openclaw/sessions/create-session.ts';
import { makeListCache } from './list-cache.ts';
import { listSessions } from './session-list.ts';
import { toPatchResult, patchSession } from '../../openclaw/sessions/patch-session.ts';
import { proveOnce } from '../../openclaw/sessions/session-grants.ts';
import { notSeenIn } from './watch-overlap.ts';

const DEFAULT_ITEMS = 60;

export const SESSION_HANDLERS = defineHandlers({
  'sessions.list': (params, { gateway }) => gateway.state(makeListCache).read(params),

  async 'sessions.describe'({ key }, { services, engine }) {
    const record = await engine.sessions.get(engine.sessions.resolveKey(key));
    return { session: record === undefined || record.deletedAt !== undefined ? null : sessionRow(record, services) };
  },

  'sessions.create': createSession,

  'sessions.patch': (params, call) => patchSession(params, call, proveOnce('sessions.patch', params, call)),

  async 'sessions.reset'(params, { services, engine, by }) {
    const record = await engine.sessions.require(params.key, params.agentId);
    requireSameConversation(record, params.expectedSessionId);
    return toPatchResult(await engine.sessions.reset(record.key, by), services);
  },

  async 'sessions.delete'(params, { engine, by }) {
    const key = engine.sessions.resolveKey(params.key, params.agentId);
    const record = await engine.sessions.get(key);
    if (record === undefined) return { ok: true, key, deleted: false, archived: [] };
    requireSameConversation(record, params.expectedSessionId);
    if (params.expectedSessionUpdatedAt !== undefined && params.expectedSessionUpdatedAt !== record.updatedAt)
      throw sessionChanged();
    if (params.archivedOnly === true && record.archivedAt === undefined)
      throw invalidRequest("The session isn't archived.", 'SESSION_NOT_ARCHIVED', 'Archive it first.');
    return { ok: true, key, deleted: await engine.sessions.delete(key, by), archived: [] };
  },

  async 'sessions.restore'({ key }, { engine, by }) {
    if (await engine.sessions.restore(engine.sessions.resolveKey(key), by)) return { ok: true };
    throw invalidRequest(
      `No deleted session found: ${key}`,
      'SESSION_NOT_FOUND',
      'Deleted sessions are kept for 30 days.',
    );
  },

  async 'sessions.compact'(params, { engine }) {
    const { key } = await engine.sessions.require(params.key, params.agentId);
    const { compacted, summary, tokensBefore = 0 } = await engine.sessions.compact(key);
    return { ok: true, key, compacted, ...(summary === undefined ? {} : { result: { summary, tokensBefore } }) };
  },

  async 'sessions.compaction.undo'({ key, seq }, { engine }) {
    await engine.sessions.undoCompaction((await engine.sessions.require(key)).key, seq);
    return { ok: true };
  },

  async 'sessions.compaction.edit'({ key, seq, summary }, { engine }) {
    await engine.sessions.editSummary((await engine.sessions.require(key)).key, seq, summary);
    return { ok: true };
  },

  async 'sessions.abort'(params, { services, engine }) {
    const key =
      params.key === undefined
        ? engine.runs.active().find(({ runId }) => runId === params.runId)?.sessionKey
        : engine.sessions.resolveKey(params.key, params.agentId);
    // The queue comes first, so that none of its messages starts when the run has ended.
    if (params.clearQueued === true && key !== undefined) await clearQueue(key, services);
    const runIds = key === undefined ? [] : await engine.runs.abort(key, params.runId);
    return { ok: true, abortedRunId: runIds[0] ?? null, status: runIds.length > 0 ? 'aborted' : 'no-active-run' };
  },

  async 'sessions.subscribe'(params, { services, gateway, connection }) {
    gateway.openClawFeed.subscriptions.followSessions(connection);
    return Object.keys(params).length === 0
      ? { subscribed: true }
      : { subscribed: true, list: await listSessions(params, services) };
  },

  async 'sessions.messages.subscribe'(params, { services, engine, gateway, connection }) {
    const key = engine.sessions.resolveKey(params.key, params.agentId);
    const approvals = params.includeApprovals === true && connection.holds('operator.approvals');
    if (!gateway.openClawFeed.subscriptions.followMessages(connection, key, approvals))
      throw invalidRequest(
        'This client is subscribed to too many sessions.',
        'TOO_MANY_SUBSCRIPTIONS',
        'Unsubscribe from one of them first.',
      );
    if (!approvals) return { subscribed: true, key };
    const pending = (await engine.approvals.pending()).filter(({ sessionKey }) => sessionKey === key);
    const updatedAtMs = services.clock.now();
    const replay = { sessionKey: key, updatedAtMs, approvals: pending.map(approvalSnapshot), truncated: false };
    return { subscribed: true, key, approvalReplay: replay };
  },

  'sessions.messages.unsubscribe'(params, { engine, gateway, connection }) {
    const key = engine.sessions.resolveKey(params.key, params.agentId);
    gateway.openClawFeed.subscriptions.unfollowMessages(connection, key);
    return { subscribed: false, key };
  },

  async 'sessions.watch'(params, call) {
    const key = call.engine.sessions.resolveKey(params.key);
    const { sessionFeed } = call.gateway;
    if (!sessionFeed.open(key, call.connection))
      throw invalidRequest('This client is watching too many sessions.', 'TOO_MANY_WATCHES', 'Close some panes.');
    try {
      return await watchSession(key, params, call);
    } catch (error) {
      // Without a response, buffered notices would never be sent.
      sessionFeed.close(key, call.connection);
      throw error;
    }
  },

  'sessions.unwatch'({ key }, { engine, gateway, connection }) {
    gateway.sessionFeed.close(engine.sessions.resolveKey(key), connection);
    return { ok: true };
  },

  'sessions.items': ({ key, beforeSeq, limit = DEFAULT_ITEMS }, { engine }) =>
    engine.queries.olderItems(engine.sessions.resolveKey(key), beforeSeq, limit),

  async 'sessions.item.get'({ key, itemId }, { engine }) {
    const item = await engine.queries.item(engine.sessions.resolveKey(key), itemId);
    if (item === undefined) throw invalidRequest(`Unknown item: ${itemId}`, 'ITEM_NOT_FOUND');
    return { item };
  },
});

async function clearQueue(key: string, { engine }: GatewayServices): Promise<void> {
  for (const { messageId } of await engine.queue.list(key)) await engine.queue.cancel(key, messageId);
}

/** The state of the session; events since then follow the response. */
async function watchSession(
  key: string,
  { afterSeq, items = SESSION_WINDOW_ITEMS }: MethodParams<'sessions.watch'>,
  { services, engine, gateway, connection, afterAnswer }: Call,
): Promise<SessionWatchResult> {
  const record = await engine.sessions.get(key);
  const row = record && sessionRow(record, services);
  const facts = { key, sessionId: record?.sessionId ?? '', ...defined({ row }) };
  const resume = (seq: number, open: OpenState): void =>
    afterAnswer(() => gateway.sessionFeed.opened(key, connection, notSeenIn(seq, open)));
  const missed = afterSeq === undefined ? undefined : await engine.queries.eventsSince(key, afterSeq);
  if (missed !== undefined) {
    resume(missed.events.at(-1)?.seq ?? afterSeq ?? 0, missed.open);
    return { ...facts, events: missed.events, hasOlder: true, open: missed.open };
  }
  const { view, hasOlder, open } = await engine.queries.watch(key, items);
  resume(view.seq, open);
  return { ...facts, view, hasOlder, open };
}
