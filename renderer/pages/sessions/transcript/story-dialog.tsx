// Fork and go back without a mouse: the own messages of a session as a list, by the palette.
import { useState } from 'react';
import type { UserItem } from '#contract/sessions/session-view.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import type { OpenSession } from '../../../state/session-feed.ts';
import { useCommand } from '../../../state/use-client.ts';
import type { ChatActions } from '../chat-actions.ts';
import { RewindDialog } from './rewind-dialog.tsx';

interface StoryDialogProps {
  readonly session: OpenSession;
  readonly actions: ChatActions;
  readonly focused: boolean;
}

/** Nothing until it is asked for. */
export function StoryDialog({ session, actions, focused }: StoryDialogProps) {
  const [items, setItems] = useState<readonly UserItem[] | undefined>();
  const [back, setBack] = useState<string | undefined>();
  useCommand('chat.history', () => setItems(ownMessages(session)), focused);
  const close = () => setItems(undefined);
  return (
    <>
      <Dialog open={items !== undefined} onClose={close} title="Fork or go back" description="Newest first.">
        <ul className="flex flex-col">
          {items?.map((item) => (
            <li key={item.id} className="flex items-center gap-2 border-b border-line py-1.5 last:border-b-0">
              <span className="min-w-0 flex-1 truncate text-sm text-ink">{item.text}</span>
              <Button size="sm" onClick={() => (close(), void actions.fork(item.id))}>
                Fork before it
              </Button>
              {!item.steered && !actions.readOnly && (
                <Button size="sm" onClick={() => (close(), setBack(item.id))}>
                  Go back…
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Dialog>
      {back !== undefined && (
        <RewindDialog onRewind={() => void actions.rewind(back)} onClose={() => setBack(undefined)} />
      )}
    </>
  );
}

function ownMessages(session: OpenSession): readonly UserItem[] {
  return session.store
    .getState()
    .view.items.filter((item) => item.kind === 'user')
    .toReversed();
}
