// Derives changes of a session's stored record from events. Pure.
import { defined } from '#contract/types/defined.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import { truncateLine } from '#contract/types/truncate-text.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';

const TITLE_LENGTH = 60;
const PREVIEW_LENGTH = 160;

/** Record changes that follow from `events`; `after` is the session including them. */
export function recordPatch(
  before: SessionView,
  after: SessionView,
  events: readonly SessionEvent[],
  ts: number,
): Partial<SessionRecord> {
  const start: Partial<SessionRecord> = { updatedAt: ts, usage: after.usage, contextTokens: after.contextTokens };
  const noUserYet =
    !before.items.some((item) => item.kind === 'user' && !item.text.startsWith('/')) && before.queue.length === 0;
  return events.reduce<Partial<SessionRecord>>((patch, event) => ({ ...patch, ...toPatch(event, noUserYet) }), start);
}

function toPatch(event: SessionEvent, first: boolean): Partial<SessionRecord> {
  switch (event.type) {
    case 'message.accepted':
      return {
        preview: truncateLine(event.text, PREVIEW_LENGTH),
        lastInteractionAt: event.ts,
        ...(first ? { derivedTitle: derivedTitle(event.text) } : {}),
      };
    case 'run.started':
      return { runId: event.runId, runStatus: 'running', runStartedAt: event.ts };
    case 'run.ended':
      return { runStatus: event.status, runEndedAt: event.ts, unread: true, ...defined({ runError: event.error }) };
    case 'message.completed': {
      const text = event.content.find((block) => block.type === 'text')?.text ?? '';
      return text.trim() === '' ? {} : { preview: truncateLine(text, PREVIEW_LENGTH) };
    }
    case 'reset':
      return { sessionId: event.sessionId };
    default:
      return {};
  }
}

/** Title of an untitled session: the first line of the first message. */
export function derivedTitle(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  return truncateLine(line, TITLE_LENGTH) || 'New session';
}
