// Rewinding, branches, forks, checkpoints, earlier conversations, search.
import type { SESSION_HISTORY_METHODS } from '#contract/methods/session-history.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import { makeSnippet } from '#core/sessions/snippet.ts';
import type { Checkpoint, CancelledMessage } from '#core/engine/history-facet.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { sessionRow } from '../../openclaw/session-row.ts';

const DEFAULT_HITS = 10;

export const SESSION_HISTORY_HANDLERS: HandlersFor<typeof SESSION_HISTORY_METHODS> = {
  async 'sessions.rewind'({ sessionKey, agentId, entryId }, { services }) {
    const { key } = await services.engine.sessions.require(sessionKey, agentId);
    return toEditor(await services.engine.history.rewind(key, entryId));
  },

  async 'sessions.branches.list'({ sessionKey, agentId }, { services }) {
    const branches = await services.engine.history.branches(services.engine.sessions.resolveKey(sessionKey, agentId));
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

  async 'sessions.branches.points'({ key }, { services }) {
    return { points: await services.engine.history.branchPoints(services.engine.sessions.resolveKey(key)) };
  },

  async 'sessions.branches.switch'({ sessionKey, agentId, leafEntryId }, { services }) {
    await services.engine.history.switchBranch(
      (await services.engine.sessions.require(sessionKey, agentId)).key,
      leafEntryId,
    );
    return {};
  },

  async 'sessions.fork'({ sessionKey, agentId, entryId }, { services, connection }) {
    const { key } = await services.engine.sessions.require(sessionKey, agentId);
    const { history } = services.engine;
    const newKey = forkKey(key, services);
    const { record, canceledMessage } = await history.fork(key, entryId, newKey, connection.principal);
    return { sessionKey: record.key, ...toEditor(canceledMessage) };
  },

  async 'sessions.compaction.list'(params, { services }) {
    const record = await services.engine.sessions.require(params.key, params.agentId);
    const checkpoints = await services.engine.history.checkpoints(record.key);
    return { ok: true, key: record.key, checkpoints: checkpoints.map((point) => toCheckpoint(record, point)) };
  },

  async 'sessions.compaction.branch'(params, { services, connection }) {
    const record = await services.engine.sessions.require(params.key, params.agentId);
    const point = await requireCheckpoint(record, params.checkpointId, services);
    const newKey = forkKey(record.key, services);
    const { history } = services.engine;
    const fresh = await history.forkCheckpoint(record.key, point.seq, newKey, connection.principal);
    const checkpoint = toCheckpoint(record, point);
    const { key, sessionId } = fresh;
    return { ok: true, sourceKey: record.key, key, sessionId, checkpoint, entry: toEntry(fresh, services) };
  },

  async 'sessions.compaction.restore'(params, { services }) {
    const record = await services.engine.sessions.require(params.key, params.agentId);
    const point = await requireCheckpoint(record, params.checkpointId, services);
    const after = await services.engine.history.restoreCheckpoint(record.key, point.seq);
    const { key, sessionId } = after;
    return { ok: true, key, sessionId, checkpoint: toCheckpoint(record, point), entry: toEntry(after, services) };
  },

  async 'sessions.conversations.list'({ key: asked }, { services }) {
    return { conversations: await services.engine.queries.conversations(services.engine.sessions.resolveKey(asked)) };
  },

  async 'sessions.search'({ query, agentId, sessionKeys, limit = DEFAULT_HITS, archived = false }, { services }) {
    const hits = await services.engine.queries.search({
      text: query,
      archived,
      // One more tells whether there are more.
      limit: limit + 1,
      ...(agentId === undefined ? {} : { agentId }),
      ...(sessionKeys === undefined
        ? {}
        : { keys: sessionKeys.map((key) => services.engine.sessions.resolveKey(key, agentId)) }),
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
};

function forkKey(key: string, { ids }: GatewayServices): string {
  return formatSessionKey(parseSessionKey(key)?.agentId ?? '', `dashboard:${ids.next()}`);
}

function toEditor({ text, images }: CancelledMessage): MethodResult<'sessions.rewind'> {
  const attachments = images.map(({ mimeType, data }) => ({ mimeType, data }));
  return {
    ...(text === undefined ? {} : { editorText: text }),
    ...(attachments.length === 0 ? {} : { editorAttachments: attachments }),
  };
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
    ...(firstKeptEntryId === undefined ? {} : { firstKeptEntryId }),
    preCompaction: { sessionId, ...(lastEntryId === undefined ? {} : { entryId: lastEntryId }) },
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
    `No such checkpoint: ${checkpointId.slice(0, 100)}`,
    'CHECKPOINT_NOT_FOUND',
    'Reload the list of checkpoints.',
  );
}

function toEntry(record: SessionRecord, services: GatewayServices) {
  return { ...sessionRow(record, services), sessionId: record.sessionId, updatedAt: record.updatedAt };
}
