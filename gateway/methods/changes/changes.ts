// Review of the changes that sessions made, and rewind of files.
import { defined } from '#contract/types/defined.ts';
import type { FindQuery } from '#core/changes/pending-changes.ts';
import { listRepositoryChanges, readRepositoryChange } from '#core/changes/repository-changes.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { toEditor } from '../../openclaw/editor-message.ts';

const OK = { ok: true } as const;

interface Scoped {
  readonly sessionKey: string;
  readonly scope?: 'session' | 'run' | 'base' | 'uncommitted' | 'commit';
  readonly runId?: string;
  readonly commit?: string;
}

export const CHANGES_HANDLERS = defineHandlers({
  async 'changes.list'(params, call) {
    const { engine, signal } = call;
    const scope = toRepositoryScope(params);
    if (scope === undefined) return engine.changes.list(await findKey(params, call), toQuery(params));
    const { key, machine } = await engine.workspaces.openSession(params.sessionKey);
    return listRepositoryChanges(machine, key, { scope, ...defined({ commit: params.commit }) }, signal);
  },

  async 'changes.get'({ path, full, ...params }, call) {
    const { engine, signal } = call;
    const scope = toRepositoryScope(params);
    if (scope === undefined)
      return engine.changes.file(await findKey(params, call), { ...toQuery(params), path, full });
    const { machine } = await engine.workspaces.openSession(params.sessionKey);
    return readRepositoryChange(machine, { scope, path, ...defined({ commit: params.commit }) }, signal);
  },

  async 'changes.content'({ path, side, ...params }, call) {
    const query = { ...toQuery(params), path, side };
    const content = await call.engine.changes.content(await findKey(params, call), query, call.signal);
    return { data: Buffer.from(content, 'latin1').toString('base64') };
  },

  async 'changes.accept'({ files, ...params }, call) {
    const request = { ...toQuery(params), kind: 'accept', files } as const;
    return { operation: await call.engine.changes.decide(await findKey(params, call), request, call.by) };
  },

  async 'changes.reject'({ files, ...params }, call) {
    const request = { ...toQuery(params), kind: 'reject', files } as const;
    return { operation: await call.engine.changes.decide(await findKey(params, call), request, call.by) };
  },

  async 'changes.edit'({ path, version, hunk, text, ...params }, call) {
    const request = { ...toQuery(params), path, version, hunk, text };
    return { operation: await call.engine.changes.edit(await findKey(params, call), request, call.by) };
  },

  async 'changes.undo'({ id, overwrite = [], ...params }, call) {
    return { operation: await call.engine.changes.undo(await findKey(params, call), id, overwrite, call.by) };
  },

  async 'changes.view'({ path, version, ...params }, call) {
    await call.engine.changes.view(await findKey(params, call), path, version, call.by);
    return OK;
  },

  async 'changes.rewind.preview'({ messageId, ...params }, call) {
    return call.engine.changes.previewRewind(await findKey(params, call), messageId);
  },

  async 'changes.rewind'({ messageId, what, keep = [], overwrite = [], ...params }, call) {
    const request = { messageId, what, keep, overwrite };
    const result = await call.engine.changes.rewind(await findKey(params, call), request, call.by);
    const { operation, canceledMessage } = result;
    return { operation, ...(canceledMessage === undefined ? {} : toEditor(canceledMessage)) };
  },

  async 'changes.comments.list'(params, call) {
    return { comments: await call.engine.changes.comments(await findKey(params, call)) };
  },

  async 'changes.comments.add'({ path, side = 'new', startLine, endLine = startLine, text, ...params }, call) {
    const comment = { path, side, startLine, endLine: Math.max(startLine, endLine), text };
    return { comment: await call.engine.changes.addComment(await findKey(params, call), comment, call.by) };
  },

  async 'changes.comments.remove'({ id, ...params }, call) {
    await call.engine.changes.removeComment(await findKey(params, call), id);
    return OK;
  },

  async 'changes.comments.send'({ text, idempotencyKey: runId, ...params }, call) {
    return call.engine.changes.sendComments(await findKey(params, call), { runId, text }, call.by);
  },
});

async function findKey({ sessionKey }: Scoped, { engine }: Pick<Call, 'engine'>): Promise<string> {
  return (await engine.sessions.require(sessionKey)).key;
}

function toQuery({ scope = 'session', runId }: Scoped): FindQuery {
  return scope === 'run' ? { scope, runId } : { scope: 'session' };
}

function toRepositoryScope({ scope }: Scoped): 'base' | 'uncommitted' | 'commit' | undefined {
  return scope === 'base' || scope === 'uncommitted' || scope === 'commit' ? scope : undefined;
}
