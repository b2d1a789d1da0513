// Cursors that mark how far a client has read a conversation.
import type { SessionRecord } from '#core/ports/sessions-store.ts';

const CURSOR = /^1\.(\d{1,15})\.(.+)$/s;

/** The cursor of the session as it is now. */
export function formatCursor({ sessionId, lastSeq }: Pick<SessionRecord, 'sessionId' | 'lastSeq'>): string {
  return `1.${lastSeq}.${sessionId}`;
}

/** The number of the last event that was read; undefined when the cursor is invalid or another conversation's. */
export function readCursor(
  cursor: string,
  { sessionId, lastSeq }: Pick<SessionRecord, 'sessionId' | 'lastSeq'>,
): number | undefined {
  const [, seq, id] = CURSOR.exec(cursor) ?? [];
  return id === sessionId && Number(seq) <= lastSeq ? Number(seq) : undefined;
}
