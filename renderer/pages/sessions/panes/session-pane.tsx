// A session in a pane: header, transcript, composer.
import { Archive, ArchiveRestore } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { BranchPoint } from '#contract/types/session-history.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { EmptyState, ErrorNote, SkeletonLines } from '../../../design/states.tsx';
import { useOnScreen } from '../../../design/use-on-screen.ts';
import { useWindowFocus } from '../../../design/use-window-focus.ts';
import { createBranchPoints } from '../../../state/branch-points.ts';
import { getHint } from '../../../state/resource.ts';
import type { OpenSession } from '../../../state/session-feed.ts';
import { useClient, useOpenSession, useServices, useSessionRow, useShallowStore } from '../../../state/use-client.ts';
import { MachineBanner } from '../../machines/machine-banner.tsx';
import { TrustBanner } from '../../trust/trust-banner.tsx';
import { PlanStrip } from './plan-strip.tsx';
import { SetupBar } from './setup-bar.tsx';
import { AnswerAnnouncements } from './answer-announcements.tsx';
import { AbsentSession, usePresence } from './absent-session.tsx';
import { createChatActions, type ChatActions } from '../chat-actions.ts';
import { Composer } from '../composer/composer.tsx';
import { toComposerView, type ComposerProps } from '../composer/use-composer.ts';
import { askSide, readSideQuestion } from '../side-thread.ts';
import { toggleArchive } from '../sidebar/session-tasks.ts';
import { OtherBranches } from '../transcript/branches.tsx';
import { HistoryDialog } from '../transcript/history-dialog.tsx';
import { createRowBuilder } from '../transcript/transcript-rows.ts';
import { Transcript } from '../transcript/transcript.tsx';

interface SessionPaneProps {
  readonly sessionKey: string;
  readonly focused: boolean;
}

/** Remounts for each session. */
export function SessionPane(props: SessionPaneProps) {
  const { sessionKey } = props;
  const presence = usePresence(sessionKey);
  const [wasPresent, setWasPresent] = useState(false);
  if (presence === 'present' && !wasPresent) setWasPresent(true);
  const conversation = <Conversation {...props} />;
  if (presence !== 'absent') return conversation;
  return (
    <AbsentSession sessionKey={sessionKey} wasPresent={wasPresent}>
      {conversation}
    </AbsentSession>
  );
}

function Conversation({ sessionKey, focused }: SessionPaneProps) {
  const services = useServices();
  const session = useOpenSession(sessionKey);
  const status = useStore(session.store, (state) => state.status);
  const row = useSessionRow(sessionKey);
  const archived = row?.archived === true;
  const actions = useMemo(() => createChatActions(services, sessionKey, archived), [services, sessionKey, archived]);
  const pane = useRef<HTMLDivElement>(null);
  useRead(sessionKey, useOnScreen(pane));
  const send: ComposerProps['onSend'] = ({ text, images, files = [] }, how): void => {
    const question = readSideQuestion(text);
    if (question !== undefined && actions.can('sessions.side.ask'))
      return askSide(services, sessionKey, question, { text: text.trim(), images, files });
    return services.outbox.send({
      sessionKey,
      text: text.trim(),
      images,
      files,
      // Said explicitly, so that held messages stay held.
      queueMode: how === 'queue' ? 'followup' : 'steer',
    });
  };
  return (
    <div ref={pane} className="flex min-h-0 flex-1 flex-col">
      {status === 'ready' || status === 'missing' ? (
        <>
          <Rows session={session} actions={actions} focused={focused} />
          {focused && <AnswerAnnouncements session={session} />}
        </>
      ) : (
        <NotReady session={session} />
      )}
      {row !== undefined && archived ? (
        <ArchivedBar row={row} />
      ) : (
        <>
          {status === 'ready' && row !== undefined && row.machine === undefined && <MachineBanner />}
          {status === 'ready' && row?.projectId !== undefined && <SetupBar sessionKey={sessionKey} />}
          {status === 'ready' && <TrustBanner sessionKey={sessionKey} />}
          {status === 'ready' && <PlanStrip session={session} />}
          <SessionComposer
            session={session}
            sessionKey={sessionKey}
            focused={focused}
            actions={actions}
            onSend={send}
          />
        </>
      )}
    </div>
  );
}

interface RowsProps {
  readonly session: OpenSession;
  readonly actions: ChatActions;
  readonly focused: boolean;
}

function Rows({ session, actions, focused }: RowsProps) {
  const { outbox } = useServices();
  const builder = useRef<ReturnType<typeof createRowBuilder> | undefined>(undefined);
  builder.current ??= createRowBuilder();
  const view = useStore(session.store, (state) => state.view);
  const open = useStore(session.store, (state) => state.open);
  const outgoing = useShallowStore(outbox.store, (state) =>
    state.messages.filter((message) => message.sessionKey === actions.sessionKey),
  );
  const points = useBranchPoints(session, actions.sessionKey);
  const rows = builder.current({ view, open, outgoing });
  return (
    <>
      {rows.length === 0 ? (
        <div className="flex min-h-0 flex-1">
          <EmptyState title={t('sessions.emptySession')} text={t('sessions.emptySessionText')} />
        </div>
      ) : (
        <Transcript session={session} rows={rows} actions={actions} points={points} focused={focused} />
      )}
      <OtherBranches points={points} actions={actions} />
      {rows.length > 0 && <HistoryDialog session={session} actions={actions} focused={focused} />}
    </>
  );
}

/** Separate from the rows, so that streaming text doesn't re-render the composer. */
function SessionComposer({ session, ...rest }: Omit<ComposerProps, 'view'> & { readonly session: OpenSession }) {
  const shown = useShallowStore(session.store, (state) => toComposerView(state.view));
  const view = useMemo(() => ({ ...shown, readItems: () => session.store.getState().view.items }), [shown, session]);
  return <Composer view={view} {...rest} />;
}

function NotReady({ session }: { readonly session: OpenSession }) {
  const { status, error } = useStore(session.store);
  return (
    <div className="mx-auto min-h-0 w-full max-w-196 flex-1 px-5 pt-6">
      {status === 'error' && error !== undefined ? (
        <ErrorNote
          title={t('sessions.openFailed')}
          message={error.message}
          hint={getHint(error)}
          action={<Button label={t('controls.retry')} onClick={session.reload} />}
        />
      ) : (
        <SkeletonLines count={6} label={t('sessions.opening')} />
      )}
    </div>
  );
}

/** Marks the session as read while it can be seen, in any pane of the window in which the user works. */
function useRead(sessionKey: string, visible: boolean): void {
  const { sessions } = useServices();
  const focused = useWindowFocus();
  const unread = useStore(sessions.store, (state) => state.rows.find((row) => row.key === sessionKey)?.unread === true);
  useEffect(() => {
    // After a failure it stays unread, which is harmless.
    if (unread && visible && focused) sessions.patch(sessionKey, { unread: false }).catch(() => undefined);
  }, [sessions, sessionKey, unread, visible, focused]);
}

/** By message; empty for a conversation without branches. */
function useBranchPoints(session: OpenSession, sessionKey: string): ReadonlyMap<string, BranchPoint> {
  const client = useClient();
  const branched = useStore(session.store, (state) => state.view.branched === true);
  const points = useMemo(() => createBranchPoints(client, sessionKey, () => branched), [client, sessionKey, branched]);
  useEffect(() => points.start(), [points]);
  return useStore(points.store, (state) => state.points);
}

/** Takes the place of the composer, and offers to restore the session. */
function ArchivedBar({ row }: { readonly row: SessionRow }) {
  const services = useServices();
  return (
    <div className="mx-auto w-full max-w-196 shrink-0 px-5 pb-4 max-md:px-3 max-md:pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <div className="flex flex-wrap items-center gap-3 rounded-xl border border-line bg-sunken px-3.5 py-2.5">
        <Archive size={15} aria-hidden className="shrink-0 text-ink-faint" />
        <p className="min-w-40 flex-1 text-sm text-ink-soft">{t('sessions.archivedBar')}</p>
        <Button icon={ArchiveRestore} onClick={() => toggleArchive(services, row)}>
          {t('sessions.restoreToWrite')}
        </Button>
      </div>
    </div>
  );
}
