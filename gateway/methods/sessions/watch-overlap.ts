// Notices during the response to a watch: only those that the response doesn't contain are sent after it.
import type { LiveEvent, OpenState } from '#contract/sessions/live-events.ts';
import type { BufferedNotice } from '../../feeds/session-feed.ts';

/** Tells whether a notice is news to a client that has events up to `seq` and the open state. */
export function notSeenIn(seq: number, open: OpenState): (notice: BufferedNotice) => boolean {
  return (notice) => ('event' in notice ? notice.event.seq > seq : isNews(notice.live, open));
}

/** Merged live events may overlap; an overlap is no news only when all of it is known. The client cuts what it has by offset. */
function isNews(live: LiveEvent, open: OpenState): boolean {
  if (live.kind === 'phase') return live.since >= (open.phase?.since ?? 0);
  const end = live.offset + live.text.length;
  if (live.kind === 'tool-output') {
    const known = open.toolOutput[live.callId];
    return known === undefined || end > known.offset + known.text.length;
  }
  if (open.message?.messageId !== live.messageId) return true;
  return end > (open.message.blocks[live.index]?.text.length ?? 0);
}
