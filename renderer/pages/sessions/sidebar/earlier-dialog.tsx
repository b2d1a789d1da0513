// The earlier conversations of a session, which a reset closed: the list, and one of them to read.
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { EarlierConversationRow } from '#contract/types/session-history.ts';
import { formatTimeOrDay, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { CardList, CardRow } from '../../../design/page.tsx';
import { RequestStatus } from '../../../design/states.tsx';
import { useNow } from '../../../design/use-now.ts';
import { useRequest } from '../../../state/use-client.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { readEarlierMessages } from './earlier-messages.ts';

/** The key of the session whose earlier conversations are open, if any. */
export const earlierStore = createStore<{ readonly key: string | undefined }>(() => ({ key: undefined }));

/** Messages that are shown: the newest ones. */
const MAX_MESSAGES = 500;

/** Closed until a session is chosen. */
export function EarlierDialog() {
  const { key } = useStore(earlierStore);
  const [open, setOpen] = useState<EarlierConversationRow>();
  const close = (): void => {
    setOpen(undefined);
    earlierStore.setState({ key: undefined });
  };
  return (
    <Dialog
      open={key !== undefined}
      onClose={close}
      title={t('sessions.earlier')}
      description={t('sessions.earlier.text')}
      size="lg"
    >
      {key !== undefined && open === undefined && <List sessionKey={key} onOpen={setOpen} />}
      {key !== undefined && open !== undefined && (
        <Conversation sessionKey={key} conversation={open} onBack={() => setOpen(undefined)} />
      )}
    </Dialog>
  );
}

interface ListProps {
  readonly sessionKey: string;
  readonly onOpen: (conversation: EarlierConversationRow) => void;
}

function List({ sessionKey, onOpen }: ListProps) {
  const read = useRequest('sessions.conversations.list', { key: sessionKey });
  const now = useNow(60_000);
  if (read.data === undefined)
    return (
      <RequestStatus
        read={read}
        rows={4}
        loading={t('sessions.earlier.loading')}
        failed={t('sessions.earlier.loadFailed')}
      />
    );
  return (
    <CardList
      rows={read.data.conversations.map((conversation) => (
        <CardRow
          key={conversation.sessionId}
          title={conversation.headline}
          facts={describeConversation(conversation, now)}
        >
          <Button label={t('sessions.earlier.open')} size="sm" onClick={() => onOpen(conversation)} />
        </CardRow>
      ))}
      empty={t('sessions.earlier.none')}
    />
  );
}

function describeConversation({ endedAt, messageCount, reason }: EarlierConversationRow, now: number): string {
  return joinFacts(
    t('sessions.earlier.ended', { time: formatTimeOrDay(endedAt, now) }),
    t('sessions.earlier.messages', { count: messageCount }),
    t(`sessions.earlier.reason.${reason}`),
  );
}

interface ConversationProps extends Pick<ListProps, 'sessionKey'> {
  readonly conversation: EarlierConversationRow;
  readonly onBack: () => void;
}

/** It can be read, but not continued. */
function Conversation({ sessionKey, conversation, onBack }: ConversationProps) {
  const { sessionId } = conversation;
  const read = useRequest('chat.history', { sessionKey, sessionId, limit: MAX_MESSAGES });
  return (
    <div className="flex flex-col gap-3">
      <Button
        label={t('sessions.earlier.all')}
        look="quiet"
        size="sm"
        icon={ArrowLeft}
        className="-ms-2 self-start"
        onClick={onBack}
      />
      {read.data === undefined ? (
        <RequestStatus
          read={read}
          rows={6}
          loading={t('sessions.earlier.loading')}
          failed={t('sessions.earlier.loadFailed')}
        />
      ) : (
        <div role="log" aria-label={conversation.headline} className="flex flex-col gap-3">
          {readEarlierMessages(read.data.messages).map(({ role, text }, index) => (
            <section key={index} className={role === 'user' ? 'rounded-lg bg-bubble px-3.5 py-2' : ''}>
              <h3 className="mb-0.5 text-2xs text-ink-faint">{t(`sessions.earlier.role.${role}`)}</h3>
              {role === 'tool' ? (
                <p className="truncate font-mono text-xs text-ink-soft">{text}</p>
              ) : (
                <Markdown text={text} live={false} />
              )}
            </section>
          ))}
        </div>
      )}
    </div>
  );
}
