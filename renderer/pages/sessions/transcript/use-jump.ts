// Brings the message that a search found onto the screen, reading older ones until it is there.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { toast } from '../../../design/toasts.ts';
import { endJump, jumpStore } from '../../../state/jump.ts';
import type { OpenSession } from '../../../state/session-feed.ts';
import { isOf, type Row } from './transcript-rows.ts';

/** Gives the message that was jumped to, to be marked until the next jump. */
export function useJump(
  session: OpenSession,
  sessionKey: string,
  rows: readonly Row[],
  onShow: (index: number) => void,
): string | undefined {
  const jump = useStore(jumpStore, (state) => (state.jump?.sessionKey === sessionKey ? state.jump : undefined));
  const { hasOlder, loadingOlder } = useStore(session.store);
  const [marked, setMarked] = useState<string | undefined>();
  const index = jump === undefined ? -1 : rows.findIndex((row) => isOf(row, jump.messageId));
  useEffect(() => {
    if (jump === undefined) return undefined;
    if (index >= 0) {
      // After the rows are drawn: a transcript that has just been opened goes to its end first.
      const frame = requestAnimationFrame(() => {
        onShow(index);
        setMarked(jump.messageId);
        endJump(jump);
      });
      return () => cancelAnimationFrame(frame);
    }
    if (hasOlder) {
      if (!loadingOlder) void session.loadOlder();
      return undefined;
    }
    endJump(jump);
    toast({
      title: 'That message is not in this conversation any more',
      detail: 'It is in another branch or an earlier conversation.',
    });
    return undefined;
    // Each drawing has its own `onShow`; the newest is meant.
  });
  return marked;
}
