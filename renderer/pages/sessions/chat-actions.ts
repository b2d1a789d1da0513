// What can be done from within a transcript. One object per pane, so rows are not drawn again for it.
import { toast, toastError } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import { href, navigate } from '../../state/route.ts';

/** Actions of rows and of the queue. */
export interface ChatActions {
  readonly sessionKey: string;
  /** Archived: it is read and forked, not continued. */
  readonly readOnly: boolean;
  /** Makes a session of its own with what was said up to a message. */
  fork(messageId: string): Promise<void>;
  /** Goes back to just before a message of a person, which becomes the draft; what came after stays as a branch. */
  rewind(messageId: string): Promise<void>;
  /** Makes another branch the conversation; the present one stays. */
  switchBranch(leafEntryId: string): Promise<void>;
  /** Goes back to just before a message and sends it again, changed or not. */
  resend(messageId: string, text: string): Promise<void>;
  retrySend(runId: string): void;
  discardSend(runId: string, text: string): void;
  editQueued(messageId: string, text: string): Promise<void>;
  steerNow(messageId: string): Promise<void>;
  withdraw(messageId: string): Promise<void>;
  /** Puts a waiting message just before another one. */
  moveBefore(messageId: string, beforeId: string): Promise<void>;
  /** Takes a summary back: the model sees the old part whole again. */
  undoCompaction(seq: number): Promise<void>;
  editSummary(seq: number, summary: string): Promise<void>;
  stop(): Promise<void>;
  /** Reads the rest of a long text, by the id of its message or tool call. */
  showWhole(id: string): Promise<void>;
  /** Asks the agent to go on after a run that was cut off. */
  continueRun(): void;
}

/** Builds the actions of one session. */
export function createChatActions(services: AppServices, sessionKey: string, readOnly = false): ChatActions {
  const { client, outbox, drafts } = services;
  return {
    sessionKey,
    readOnly,
    ...storyActions(services, sessionKey),
    resend: (messageId, message) =>
      say('It could not be sent again', () =>
        client.request('chat.resend', { sessionKey, messageId, message, idempotencyKey: services.newId() }),
      ),
    retrySend: (runId) => outbox.retry(runId),
    discardSend(runId, text) {
      outbox.discard(runId);
      const before = drafts.get(sessionKey);
      drafts.set(sessionKey, { ...before, text: before.text === '' ? text : `${before.text}\n${text}` });
    },
    editQueued: (messageId, message) =>
      say('The message could not be changed', () =>
        client.request('chat.queue.edit', { sessionKey, messageId, message }),
      ),
    steerNow: (messageId) =>
      say('The message could not be moved up', () =>
        client.request('chat.queue.edit', { sessionKey, messageId, queueMode: 'steer' }),
      ),
    withdraw: (messageId) =>
      say('The message could not be taken back', () => client.request('chat.queue.cancel', { sessionKey, messageId })),
    moveBefore: (messageId, beforeId) =>
      say('The message could not be moved', () =>
        client.request('chat.queue.move', { sessionKey, messageId, beforeId }),
      ),
    undoCompaction: (seq) =>
      say('The summary could not be taken back', () =>
        client.request('sessions.compaction.undo', { key: sessionKey, seq }),
      ),
    editSummary: (seq, summary) =>
      say('The summary could not be changed', () =>
        client.request('sessions.compaction.edit', { key: sessionKey, seq, summary }),
      ),
    showWhole: (id) => say('The rest could not be read', () => services.feed.open(sessionKey).loadWhole(id)),
    continueRun: () => outbox.send({ sessionKey, text: 'Continue where you stopped.', images: [] }),
    stop: () =>
      say('The run could not be stopped', async () => {
        const { aborted } = await client.request('chat.abort', { sessionKey });
        if (!aborted) toast({ title: 'Nothing was running any more' });
      }),
  };
}

type Say = (failed: string, run: () => Promise<unknown>) => Promise<void>;

const say: Say = async (failed, run) => {
  try {
    await run();
  } catch (cause) {
    toastError(failed, cause);
  }
};

/** Steps on the history of a conversation; none of them erases anything. */
function storyActions(
  { client, drafts }: AppServices,
  sessionKey: string,
): Pick<ChatActions, 'fork' | 'rewind' | 'switchBranch'> {
  return {
    switchBranch: (leafEntryId) =>
      say('The other branch could not be shown', () =>
        client.request('sessions.branches.switch', { sessionKey, leafEntryId }),
      ),
    fork: (entryId) =>
      say('It could not be forked', async () => {
        const { editorText = '', ...fork } = await client.request('sessions.fork', { sessionKey, entryId });
        if (editorText !== '') drafts.set(fork.sessionKey, { ...drafts.get(fork.sessionKey), text: editorText });
        navigate(href('sessions', fork.sessionKey));
        toast({ title: 'Forked', detail: 'This is a session of its own; the other one stays as it is.' });
      }),
    rewind: (entryId) =>
      say('It could not go back', async () => {
        const { editorText = '' } = await client.request('sessions.rewind', { sessionKey, entryId });
        const before = drafts.get(sessionKey);
        drafts.set(sessionKey, { ...before, text: before.text === '' ? editorText : before.text });
      }),
  };
}
