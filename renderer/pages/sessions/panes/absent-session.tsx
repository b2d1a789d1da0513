// A session that isn't in the list: it was deleted, or it never existed.
import { MessagesSquare, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { SessionRow } from '#contract/types/sessions.ts';
import { MAIN_KEY, parseSessionKey } from '#contract/types/ids.ts';
import { formatDateTime } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { EmptyState, RequestStatus, SkeletonLines } from '../../../design/states.tsx';
import { useAction } from '../../../design/toasts.ts';
import { useNow } from '../../../design/use-now.ts';
import { runCommand } from '../../../state/commands.ts';
import { useOpenSession, useServices, useSessionRow } from '../../../state/use-client.ts';
import { countDaysLeft, useDeletedSessions } from '../sidebar/deleted-sessions.ts';

/** `unknown` until the list is there. */
type Presence = 'unknown' | 'present' | 'absent';

/** Whether a session exists, or is about to: a message or a draft for it is enough. */
export function usePresence(sessionKey: string): Presence {
  const { sessions, outbox, drafts } = useServices();
  const isReady = useStore(sessions.store, ({ status }) => status === 'ready');
  const isListed = useSessionRow(sessionKey) !== undefined;
  const isSent = useStore(outbox.store, ({ messages }) => messages.some((one) => one.sessionKey === sessionKey));
  const isDrafted = useStore(drafts.store, (state) => (state.drafts[sessionKey]?.text ?? '') !== '');
  // The main session of an agent starts with its first message, whenever that is.
  const isMain = sessionKey === MAIN_KEY || parseSessionKey(sessionKey)?.rest === MAIN_KEY;
  if (isListed || isSent || isDrafted || isMain) return 'present';
  return isReady ? 'absent' : 'unknown';
}

interface AbsentSessionProps {
  readonly sessionKey: string;
  /** It was there a moment ago, so unless it was deleted, the pane stays as it is. */
  readonly wasPresent: boolean;
  /** Also shown for a session that has messages nevertheless, because lists have a limit. */
  readonly children: ReactNode;
}

/** Says what became of the session, and offers to restore it. */
export function AbsentSession({ sessionKey, wasPresent, children }: AbsentSessionProps) {
  const list = useDeletedSessions();
  const { status, view } = useStore(useOpenSession(sessionKey).store);
  const row = list.data?.sessions.find((entry) => entry.key === sessionKey);
  if (row !== undefined) return <Deleted row={row} />;
  if (wasPresent || view.items.length > 0) return children;
  if (list.status === 'error') return <Failed list={list} />;
  if (list.status === 'loading' || status === 'loading')
    return <SkeletonLines count={6} label={t('sessions.opening')} className="flex-1 p-6" />;
  return <Missing />;
}

function Failed({ list }: { readonly list: ReturnType<typeof useDeletedSessions> }) {
  return (
    <div className="flex-1 p-6">
      <RequestStatus read={list} failed={t('sessions.openFailed')} />
    </div>
  );
}

function Deleted({ row }: { readonly row: SessionRow }) {
  const { sessions } = useServices();
  const now = useNow(undefined);
  const { busy, run } = useAction(t('sessions.restoreFailed'));
  const { deletedAt = now } = row;
  return (
    <EmptyState
      icon={Trash2}
      title={t('sessions.gone.title')}
      text={t('sessions.gone.text', { time: formatDateTime(deletedAt), days: countDaysLeft(deletedAt, now) })}
      action={
        <Button
          label={t('sessions.menu.restore')}
          look="primary"
          busy={busy}
          onClick={() => run(() => sessions.restore([row.key]))}
        />
      }
    />
  );
}

function Missing() {
  return (
    <EmptyState
      icon={MessagesSquare}
      title={t('sessions.missing.title')}
      text={t('sessions.missing.text')}
      action={<Button label={t('sessions.new')} look="primary" onClick={() => runCommand('session.new')} />}
    />
  );
}
