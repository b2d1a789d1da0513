// Side threads: questions about a session that stay out of its run and its history. Each is a session of its own that starts
// with what the model sees now, and whose tools can only read.
import { compactionInForce } from '#contract/sessions/compaction.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import { formatSessionKey, parseSessionKey } from '#contract/types/ids.ts';
import { defined } from '#contract/types/defined.ts';
import { truncateLine } from '#contract/types/truncate-text.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EngineParts } from '../engine/engine-parts.ts';
import type { SendRequest, SendResult } from '../engine/runs-facet.ts';
import type { SideThreadsFacet } from '../engine/side-threads-facet.ts';
import { copyEvents } from '../sessions/copy-events.ts';
import { newSession } from '../sessions/new-session.ts';
import { requireSession } from '../sessions/require-session.ts';
import { SIDE_PREFIX } from './side-key.ts';

const TITLE_CHARACTERS = 80;

/** The side threads of the engine. */
export function sideThreads(
  { ports, sessions }: EngineParts,
  send: (request: SendRequest) => Promise<SendResult>,
): SideThreadsFacet {
  return {
    async ask({ key, question, runId, by }) {
      const text = question.trim();
      if (text === '')
        throw invalidRequest(
          'The question is empty.',
          'EMPTY_QUESTION',
          'Write it after the command: /btw <question>.',
        );
      ports.secretGuard.refuse(text);
      const asked = await ports.store.sessions.findRun(runId);
      if (asked !== undefined) return { key: asked.sessionKey, runId };
      const source = await sessions.load(key);
      const from = requireSession(source);
      const view = await source.whole();
      const agentId = parseSessionKey(key)?.agentId ?? from.agentId;
      const actor = await sessions.load(formatSessionKey(agentId, `${SIDE_PREFIX}${ports.ids.next()}`));
      await actor.commit(() => {
        const { sessionId: fromSessionId, model, thinkingLevel, projectId, worktreeId, persona, machine } = from;
        const settings = defined({ model, thinkingLevel, projectId, worktreeId, persona });
        const title = truncateLine(text, TITLE_CHARACTERS);
        const create = newSession(ports, from, { key: actor.key, parentKey: key, title, ...settings }, by);
        const entryId = view.items.at(-1)?.id ?? '';
        const fromTitle = from.title ?? from.derivedTitle;
        return {
          events: [
            { type: 'forked', fromKey: key, fromSessionId, entryId, ...defined({ title: fromTitle }) },
            ...copyEvents(toSeen(view), undefined, 2),
          ],
          create: { ...create, ...defined({ machine }) },
          patch: { lastInteractionAt: create.createdAt },
          silent: true,
        };
      });
      await send({
        sessionKey: actor.key,
        text,
        images: [],
        runId,
        queueMode: 'followup',
        literal: true,
        by,
      });
      return { key: actor.key, runId };
    },
  };
}

/** Only what the model sees: the summary in effect, and what is kept after it. */
function toSeen(view: SessionView): SessionView {
  const summary = compactionInForce(view.items);
  if (summary === undefined) return view;
  return { ...view, items: view.items.filter((item) => item.seq >= view.keptFromSeq) };
}
