// The actions of a transcript. One stable object per pane, so that rows don't re-render for it.
import type { MethodName, MethodParams } from '#contract/methods/registry.ts';
import { defined } from '#contract/types/defined.ts';
import { supports } from '#contract/wire/features.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import { runCommand } from '../../state/commands.ts';
import { jumpToChange } from '../../state/changes-jump.ts';
import { addToDraft } from '../../state/drafts.ts';
import { focusComposer } from '../../state/keyboard-focus.ts';
import type { OutgoingMessage } from '../../state/outbox.ts';
import { href, navigate } from '../../state/route.ts';
import { createCanceledMessages } from './canceled-messages.ts';
import { toQuote } from './composer/quote.ts';
import { createQueueActions } from './queue-actions.ts';

/** Actions of rows and of the queue. */
export type ChatActions = ReturnType<typeof createChatActions>;

/** Creates the actions of one session. Editing its history erases nothing. */
export function createChatActions(services: AppServices, sessionKey: string, readOnly = false) {
  const { client, outbox, drafts, feed, newId } = services;
  const request = <M extends MethodName>(failed: string, method: M, params: MethodParams<M>): void =>
    attempt(failed, () => client.request(method, params));
  const canceled = createCanceledMessages(services, sessionKey);
  return {
    sessionKey,
    /** Archived: it can be read and forked, but not continued. */
    readOnly,
    /** Whether the gateway supports an action. */
    can: (method: MethodName): boolean => supports(client.hello(), method),
    /** Switches to another branch; the current one is kept. */
    switchBranch: (leafEntryId: string) =>
      request(t('sessions.action.switchFailed'), 'sessions.branches.switch', { sessionKey, leafEntryId }),
    /** Creates a new session with the conversation up to a message. */
    fork: (entryId: string) =>
      attempt(t('sessions.action.forkFailed'), async () => {
        const fork = await canceled.toDraft(entryId, () => client.request('sessions.fork', { sessionKey, entryId }));
        navigate(href('sessions', fork.sessionKey));
        toast({ title: t('sessions.action.forked'), detail: t('sessions.action.forkedText') });
      }),
    /** Rewinds to just before a user message, which becomes the draft; the rest stays as a branch. */
    rewind: (entryId: string) =>
      attempt(t('sessions.action.rewindFailed'), () =>
        canceled.toDraft(entryId, () => client.request('sessions.rewind', { sessionKey, entryId })),
      ),
    cancelToDraft: canceled.toDraft,
    reviewChanges: () => jumpToChange(services.layout, { sessionKey }),
    /** Rewinds to just before a message and sends it again, edited or not, to another model if one is named. */
    resend: (messageId: string, message: string, model?: string) => {
      const params = { sessionKey, messageId, message, idempotencyKey: newId(), ...defined({ model }) };
      request(t('sessions.action.resendFailed'), 'chat.resend', params);
    },
    /** Adds a Markdown quote to the draft. */
    quote: (text: string) => {
      addToDraft(drafts, sessionKey, { text: `${toQuote(text)}\n\n`, images: [] });
      focusComposer();
    },
    retrySend: outbox.retry,
    discardSend(message: OutgoingMessage) {
      outbox.discard(message.runId);
      addToDraft(drafts, sessionKey, message);
    },
    ...createQueueActions(services, sessionKey),
    /** Undoes a summary: the model sees the full messages again. */
    undoCompaction: (seq: number) =>
      request(t('sessions.action.undoSummaryFailed'), 'sessions.compaction.undo', { key: sessionKey, seq }),
    editSummary: (seq: number, summary: string) =>
      request(t('sessions.action.editSummaryFailed'), 'sessions.compaction.edit', { key: sessionKey, seq, summary }),
    /** Loads the rest of a long text, by the id of its message or tool call. */
    showWhole: (id: string) => attempt(t('sessions.action.showWholeFailed'), () => feed.open(sessionKey).loadWhole(id)),
    /** Asks the agent to continue after an interrupted run. */
    continueRun: () => outbox.send({ sessionKey, text: t('sessions.action.continue'), images: [], queueMode: 'steer' }),
    /** Opens the list of models of the focused pane. */
    chooseModel: () => void runCommand('chat.model'),
    stop: () =>
      attempt(t('sessions.action.stopFailed'), async () => {
        const { aborted } = await client.request('chat.abort', { sessionKey });
        if (!aborted) toast({ title: t('sessions.action.nothingRunning') });
      }),
  };
}
