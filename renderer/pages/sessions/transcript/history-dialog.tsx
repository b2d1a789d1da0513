// Fork and rewind from the palette: the user messages of a session as a list.
import { useState } from 'react';
import type { UserItem } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import type { OpenSession } from '../../../state/session-feed.ts';
import { useCommand } from '../../../state/use-client.ts';
import type { ChatActions } from '../chat-actions.ts';
import { RewindDialog } from './rewind-dialog.tsx';

interface HistoryDialogProps {
  readonly session: OpenSession;
  readonly actions: ChatActions;
  readonly focused: boolean;
}

/** Closed until its command runs. */
export function HistoryDialog({ session, actions, focused }: HistoryDialogProps) {
  const [items, setItems] = useState<readonly UserItem[] | undefined>();
  const [rewinding, setRewinding] = useState<string | undefined>();
  useCommand('chat.history', () => setItems(userMessages(session)), focused);
  const close = () => setItems(undefined);
  return (
    <>
      <Dialog
        open={items !== undefined}
        onClose={close}
        title={t('transcript.history.title')}
        description={t('transcript.history.text')}
      >
        <ul className="flex flex-col">
          {items?.map((item) => (
            <li key={item.id} className="flex items-center gap-2 border-b border-line py-1.5 last:border-b-0">
              <span className="min-w-0 flex-1 truncate text-sm text-ink">{item.text}</span>
              {actions.can('sessions.fork') && (
                <Button
                  label={t('transcript.history.fork')}
                  size="sm"
                  onClick={() => (close(), actions.fork(item.id))}
                />
              )}
              {!item.steered && !actions.readOnly && actions.can('sessions.rewind') && (
                <Button size="sm" onClick={() => (close(), setRewinding(item.id))}>
                  {t('transcript.history.rewind')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Dialog>
      {rewinding !== undefined && (
        <RewindDialog onRewind={() => actions.rewind(rewinding)} onClose={() => setRewinding(undefined)} />
      )}
    </>
  );
}

function userMessages(session: OpenSession): readonly UserItem[] {
  return session.store
    .getState()
    .view.items.filter((item) => item.kind === 'user')
    .toReversed();
}
