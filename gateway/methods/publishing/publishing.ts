// Committing and publishing the changes of a session.
import { defined } from '#contract/types/defined.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';

export const PUBLISHING_HANDLERS = defineHandlers({
  async 'changes.commitMessage'({ sessionKey }, { engine, signal }) {
    const session = await engine.sessions.require(sessionKey);
    return { message: await engine.publishing.proposeMessage(session, signal) };
  },

  async 'changes.commit'({ sessionKey, message, paths, allowSecrets = false }, { engine, by, signal }) {
    const session = await engine.sessions.require(sessionKey);
    return engine.publishing.commit(session, { message, allowSecrets, ...defined({ paths }) }, by, signal);
  },

  async 'changes.push'({ sessionKey, remote, allowSecrets = false }, call) {
    const session = await call.engine.sessions.require(sessionKey);
    const request = { allowSecrets, onProgress: reportTo(call), ...defined({ remote }) };
    return call.engine.publishing.push(session, request, call.by, call.signal);
  },

  async 'changes.pullRequest'({ sessionKey, draft = false, allowSecrets = false, ...options }, call) {
    const session = await call.engine.sessions.require(sessionKey);
    const request = { ...defined(options), isDraft: draft, allowSecrets, onProgress: reportTo(call) };
    return { pullRequest: await call.engine.publishing.openPullRequest(session, request, call.by, call.signal) };
  },

  async 'changes.pullRequest.status'({ sessionKey }, { engine, signal }) {
    const session = await engine.sessions.require(sessionKey);
    return { pullRequest: (await engine.publishing.pullRequest(session, signal)) ?? null };
  },
});

/** Lines of git's progress, the last of each message. */
function reportTo({ progress }: Call): (text: string) => void {
  return (text) => {
    const step = text.split(/[\r\n]/).findLast((line) => line.trim() !== '');
    if (step !== undefined) progress({ step: step.trim().slice(0, 200) });
  };
}
