// Scrolls to a message that a search found, loading older messages until it is there.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { toast } from '../../../design/toasts.ts';
import { endJump, jumpStore } from '../../../state/jump.ts';
import { ITEMS_TO_SEARCH, type OpenSession } from '../../../state/session-feed.ts';
import { showsMessage, type Row } from './transcript-rows.ts';

/** Returns the message to highlight until the next jump. */
export function useJump(
  session: OpenSession,
  sessionKey: string,
  rows: readonly Row[],
  onShow: (index: number) => void,
): string | undefined {
  const jump = useStore(jumpStore, (state) => (state.jump?.sessionKey === sessionKey ? state.jump : undefined));
  const { hasOlder, loadingOlder } = useStore(session.store);
  const [marked, setMarked] = useState<string | undefined>();
  const index = jump === undefined ? -1 : rows.findIndex((row) => showsMessage(row, jump.messageId));
  useEffect(() => {
    if (jump === undefined) return undefined;
    if (index >= 0) {
      // After the rows are rendered: a newly opened transcript scrolls to its end first.
      const frame = requestAnimationFrame(() => {
        onShow(index);
        setMarked(jump.messageId);
        endJump(jump);
      });
      return () => cancelAnimationFrame(frame);
    }
    if (hasOlder) {
      if (!loadingOlder) void session.loadOlder(ITEMS_TO_SEARCH);
      return undefined;
    }
    endJump(jump);
    toast({
      title: t('transcript.notFound'),
      detail: t('transcript.notFoundText'),
    });
    return undefined;
    // Each render has its own `onShow`; the latest is the right one.
  });
  return marked;
}
