// Rewinding, branches, forks, checkpoints, earlier conversations, search.
import { takeStart } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import { makeSnippet } from '#core/sessions/snippet.ts';
import type { Checkpoint } from '#core/engine/history-facet.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { toEditor } from '../../openclaw/editor-message.ts';
import { sessionRow } from '../../openclaw/session-row.ts';

const DEFAULT_HITS = 10;

export const SESSION_HISTORY_HANDLERS = defineHandlers({
  async 'sessions.rewind'({ sessionKey, agentId, entryId }, { engine }) {
    const { key } = await engine.sessions.require(sessionKey, agentId);
    return toEditor(await engine.history.rewind(key, entryId));
  },

  async 'sessions.branches.list'({ sessionKey, agentId }, { engine }) {
    const branches = await engine.history.branches(engine.sessions.resolveKey(sessionKey, agentId));
    return {
      branches: branches.map(({ leafEntryId, headline, messageCount, updatedAt, active }) => ({
        leafEntryId,
        headline,
        messageCount,
        updatedAt: new Date(updatedAt).toISOString(),
        active,
      })),
    };
  },

  async 'sessions.branches.points'({ key }, { engine }) {
    return { points: await engine.history.branchPoints(engine.sessions.resolveKey(key)) };
  },

  async 'sessions.branches.switch'({ sessionKey, agentId, leafEntryId }, { engine }) {
    await engine.history.switchBranch((await engine.sessions.require(sessionKey, agentId)).key, leafEntryId);
    return {};
  },

  async 'sessions.fork'({ sessionKey, agentId, entryId }, { services, engine, by }) {
    const { key } = await engine.sessions.require(sessionKey, agentId);
    const { history } = engine;
    const newKey = forkKey(key, services);
    const { record, canceledMessage } = await history.fork(key, entryId, newKey, by);
    return { sessionKey: record.key, ...toEditor(canceledMessage) };
  },

  async 'sessions.compaction.list'(params, { engine }) {
    const record = await engine.sessions.require(params.key, params.agentId);
    const checkpoints = await engine.history.checkpoints(record.key);
    return { ok: true, key: record.key, checkpoints: checkpoints.map((point) => toCheckpoint(record, point)) };
  },

  async 'sessions.compaction.branch'(params, { services, engine, by }) {
    const record = await engine.sessions.require(params.key, params.agentId);
    const point = await requireCheckpoint(record, params.checkpointId, services);
    const newKey = forkKey(record.key, services);
    const { history } = engine;
    const fresh = await history.forkCheckpoint(record.key, point.seq, newKey, by);
    const checkpoint = toCheckpoint(record, point);
    const { key, sessionId } = fresh;
    return { ok: true, sourceKey: record.key, key, sessionId, checkpoint, entry: toEntry(fresh, services) };
  },

  async 'sessions.compaction.restore'(params, { services, engine }) {
    const record = await engine.sessions.require(params.key, params.agentId);
    const point = await requireCheckpoint(record, params.checkpointId, services);
    const after = await engine.history.restoreCheckpoint(record.key, point.seq);
    const { key, sessionId } = after;
    return { ok: true, key, sessionId, checkpoint: toCheckpoint(record, point), entry: toEntry(after, services) };
  },

  async 'sessions.conversations.list'({ key: asked }, { engine }) {
    return { conversations: await engine.queries.conversations(engine.sessions.resolveKey(asked)) };
  },

  async 'sessions.search'({ query, agentId, sessionKeys, limit = DEFAULT_HITS, archived = false }, { engine }) {
    const hits = await engine.queries.search({
      text: query,
      archived,
      // One more than requested, to find out whether there are more.
      limit: limit + 1,
      ...defined({ agentId, keys: sessionKeys?.map((key) => engine.sessions.resolveKey(key, agentId)) }),
    });
    return {
      results: hits.slice(0, limit).map(({ key, sessionId, messageId, role, ts, text, score }) => ({
        sessionKey: key,
        sessionId,
        messageId,
        role,
        timestamp: ts,
        snippet: makeSnippet(text, query),
        score,
      })),
      ...(hits.length > limit ? { truncated: true } : {}),
    };
  },
});

function forkKey(key: string, { ids }: GatewayServices): string {
  return formatSessionKey(parseSessionKey(key)?.agentId ?? '', `dashboard:${ids.next()}`);
}

type WireCheckpoint = MethodResult<'sessions.compaction.list'>['checkpoints'][number];

function toCheckpoint({ key, sessionId }: SessionRecord, point: Checkpoint): WireCheckpoint {
  const { seq, createdAt, trigger, tokensBefore, tokensAfter, summary, firstKeptEntryId, lastEntryId } = point;
  return {
    checkpointId: String(seq),
    sessionKey: key,
    sessionId,
    createdAt,
    reason: trigger === 'manual' ? 'manual' : 'auto-threshold',
    tokensBefore,
    tokensAfter,
    summary,
    ...defined({ firstKeptEntryId }),
    preCompaction: { sessionId, ...defined({ entryId: lastEntryId }) },
    postCompaction: { sessionId, entryId: `d${seq}` },
  };
}

async function requireCheckpoint(
  { key }: SessionRecord,
  checkpointId: string,
  { engine }: GatewayServices,
): Promise<Checkpoint> {
  const point = (await engine.history.checkpoints(key)).find(({ seq }) => String(seq) === checkpointId);
  if (point !== undefined) return point;
  throw invalidRequest(
    `No such checkpoint: ${takeStart(checkpointId, 100)}`,
    'CHECKPOINT_NOT_FOUND',
    'Reload the checkpoint list.',
  );
}

function toEntry(record: SessionRecord, services: GatewayServices) {
  return { ...sessionRow(record, services), sessionId: record.sessionId, updatedAt: record.updatedAt };
}
