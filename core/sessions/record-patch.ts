// Derives changes of a session's stored record from events. Pure.
import { defined } from '#contract/types/defined.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { takeStart, truncateText } from '#contract/types/truncate-text.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';

const TITLE_LENGTH = 60;
/** Longest title that a person can choose. */
const MAX_TITLE_LENGTH = 200;
const PREVIEW_LENGTH = 160;
/** Part of a message in which its title and its preview are looked for, characters. */
const MAX_READ = 4_000;

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
        preview: toPreview(event.text),
        lastInteractionAt: event.ts,
        ...(first ? { derivedTitle: derivedTitle(event.text) } : {}),
      };
    case 'run.started':
      return { runId: event.runId, runStatus: 'running', runStartedAt: event.ts };
    case 'run.ended':
      return { runStatus: event.status, runEndedAt: event.ts, unread: true, ...defined({ runError: event.error }) };
    case 'message.completed': {
      const text = event.content.find((block) => block.type === 'text')?.text ?? '';
      return text.trim() === '' ? {} : { preview: toPreview(text) };
    }
    case 'reset':
      return { sessionId: event.sessionId };
    default:
      return {};
  }
}

/** Title of an untitled session: the first visible line of the first message. */
export function derivedTitle(text: string): string {
  const lines = takeStart(text, MAX_READ).split(/[\n\r\u2028\u2029]/);
  return truncateText(lines.map(removeHidden).find((line) => line !== '') ?? 'New session', TITLE_LENGTH);
}

/** A title that a person, a client, or an agent chose: one line of visible characters. Undefined if nothing is left. */
export function cleanTitle(title: string): string | undefined {
  return truncateText(removeHidden(title), MAX_TITLE_LENGTH) || undefined;
}

/** Start of a message in one line of visible characters. */
function toPreview(text: string): string {
  return truncateText(removeHidden(takeStart(text, MAX_READ)), PREVIEW_LENGTH);
}
