// Messages that run at once, beside the active run of their session: in a fork of the conversation as it was before that run.
import { formatSessionKey } from '#contract/types/ids.ts';
import type { EngineParts } from '../engine/engine-parts.ts';
import type { ConcurrentRequest, ConcurrentResult } from '../engine/runs-facet.ts';
import { forkBeforeRun } from '../sessions/history-editing.ts';
import { requireWritable } from '../sessions/require-session.ts';
import { hashText } from '../timeline/hash-text.ts';
import { requireAcceptable, send } from './sender.ts';

/** Start of the last part of a fork's key. */
const FORK_PREFIX = 'parallel:';

/**
 * Accepts a message, and returns the session in which it runs: the fork, or the session itself if it is idle. Sending the same
 * `runId` again starts nothing, and creates no second fork.
 */
export async function sendConcurrently(parts: EngineParts, request: ConcurrentRequest): Promise<ConcurrentResult> {
  const known = await parts.ports.store.sessions.findRun(request.runId);
  const sessionKey = known?.sessionKey ?? (await findSession(parts, request));
  const { onSaved, ...message } = request;
  const result = await send(parts, {
    ...message,
    sessionKey,
    queueMode: 'followup',
    ...(onSaved === undefined ? {} : { onSaved: (saved) => onSaved({ ...saved, sessionKey }) }),
  });
  return { ...result, sessionKey };
}

async function findSession(parts: EngineParts, request: ConcurrentRequest): Promise<string> {
  const { sessions, commands } = parts;
  const { sessionKey, runId, text, literal, by } = request;
  const actor = await sessions.load(sessionKey);
  const isCommand = literal !== true && commands.match(text) !== undefined;
  if (actor.view.run === undefined || isCommand) return sessionKey;
  // Before the fork: a message that is rejected leaves none.
  requireAcceptable(parts.ports, request);
  requireWritable(actor.record);
  const forkKey = formatSessionKey(actor.agentId, `${FORK_PREFIX}${hashText(runId)}`);
  // It exists if the host ended before the message was saved.
  if ((await sessions.load(forkKey)).record === undefined) await forkBeforeRun(parts, sessionKey, forkKey, by);
  return forkKey;
}
