// Selects the buffered notices to send after the response to a watch: those that the response doesn't contain.
import type { LiveEvent, OpenState } from '#contract/sessions/live-events.ts';
import type { BufferedNotice } from '../../feeds/session-feed.ts';

/** A filter for notices that are new to a client with the events up to `seq` and the open state. */
export function notSeenIn(seq: number, open: OpenState): (notice: BufferedNotice) => boolean {
  return (notice) => ('event' in notice ? notice.event.seq > seq : isNews(notice.live, open));
}

/** Merged live events may overlap what the client has; it drops the known part by offset. */
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
