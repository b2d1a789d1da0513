// The actions of a transcript. One stable object per pane, so that rows don't re-render for it.
import type { MethodName, MethodParams } from '#contract/methods/registry.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import { href, navigate } from '../../state/route.ts';

/** Actions of rows and of the queue. */
export interface ChatActions {
  readonly sessionKey: string;
  /** Archived: it can be read and forked, not continued. */
  readonly readOnly: boolean;
  /** Creates a new session with the conversation up to a message. */
  fork(messageId: string): void;
  /** Rewinds to just before a user message, which becomes the draft; the rest stays as a branch. */
  rewind(messageId: string): void;
  /** Switches to another branch; the current one is kept. */
  switchBranch(leafEntryId: string): void;
  /** Rewinds to just before a message and sends it again, edited or not. */
  resend(messageId: string, text: string): void;
  retrySend(runId: string): void;
  discardSend(runId: string, text: string): void;
  editQueued(messageId: string, text: string): void;
  steerNow(messageId: string): void;
  cancelQueued(messageId: string): void;
  /** Moves a queued message just before another one. */
  moveBefore(messageId: string, beforeId: string): void;
  /** Undoes a summary: the model sees the full messages again. */
  undoCompaction(seq: number): void;
  editSummary(seq: number, summary: string): void;
  stop(): void;
  /** Loads the rest of a long text, by the id of its message or tool call. */
  showWhole(id: string): void;
  /** Asks the agent to continue after an interrupted run. */
  continueRun(): void;
}

/** Creates the actions of one session. Editing its history erases nothing. */
export function createChatActions(services: AppServices, sessionKey: string, readOnly = false): ChatActions {
  const { client, outbox, drafts, feed, newId } = services;
  const request = <M extends MethodName>(failed: string, method: M, params: MethodParams<M>): void =>
    attempt(failed, () => client.request(method, params));
  return {
    sessionKey,
    readOnly,
    switchBranch: (leafEntryId) =>
      request(t('sessions.action.switchFailed'), 'sessions.branches.switch', { sessionKey, leafEntryId }),
    fork: (entryId) =>
      attempt(t('sessions.action.forkFailed'), async () => {
        const { editorText = '', ...fork } = await client.request('sessions.fork', { sessionKey, entryId });
        if (editorText !== '') drafts.set(fork.sessionKey, { ...drafts.get(fork.sessionKey), text: editorText });
        navigate(href('sessions', fork.sessionKey));
        toast({ title: t('sessions.action.forked'), detail: t('sessions.action.forkedText') });
      }),
    rewind: (entryId) =>
      attempt(t('sessions.action.rewindFailed'), async () => {
        const { editorText = '' } = await client.request('sessions.rewind', { sessionKey, entryId });
        const before = drafts.get(sessionKey);
        drafts.set(sessionKey, { ...before, text: before.text === '' ? editorText : before.text });
      }),
    resend: (messageId, message) => {
      const params = { sessionKey, messageId, message, idempotencyKey: newId() };
      request(t('sessions.action.resendFailed'), 'chat.resend', params);
    },
    retrySend: (runId) => outbox.retry(runId),
    discardSend(runId, text) {
      outbox.discard(runId);
      const before = drafts.get(sessionKey);
      drafts.set(sessionKey, { ...before, text: before.text === '' ? text : `${before.text}\n${text}` });
    },
    editQueued: (messageId, message) =>
      request(t('sessions.action.editFailed'), 'chat.queue.edit', { sessionKey, messageId, message }),
    steerNow: (messageId) =>
      request(t('sessions.action.steerFailed'), 'chat.queue.edit', { sessionKey, messageId, queueMode: 'steer' }),
    cancelQueued: (messageId) =>
      request(t('sessions.action.removeFailed'), 'chat.queue.cancel', { sessionKey, messageId }),
    moveBefore: (messageId, beforeId) =>
      request(t('sessions.action.moveFailed'), 'chat.queue.move', { sessionKey, messageId, beforeId }),
    undoCompaction: (seq) =>
      request(t('sessions.action.undoSummaryFailed'), 'sessions.compaction.undo', { key: sessionKey, seq }),
    editSummary: (seq, summary) =>
      request(t('sessions.action.editSummaryFailed'), 'sessions.compaction.edit', { key: sessionKey, seq, summary }),
    showWhole: (id) => attempt(t('sessions.action.showWholeFailed'), () => feed.open(sessionKey).loadWhole(id)),
    continueRun: () => outbox.send({ sessionKey, text: t('sessions.action.continue'), images: [] }),
    stop: () =>
      attempt(t('sessions.action.stopFailed'), async () => {
        const { aborted } = await client.request('chat.abort', { sessionKey });
        if (!aborted) toast({ title: t('sessions.action.nothingRunning') });
      }),
  };
}
