// Unanswered questions from agents. The sidebar and Home read this list; the form is in the session.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { EventPayloads } from '#contract/wire/events.ts';
import { onFresh } from './connection.ts';

/** One unanswered question. */
export interface WaitingQuestion {
  readonly id: string;
  readonly sessionKey: string;
  readonly text: string;
}

/** Oldest first. */
export type PendingQuestions = StoreApi<{ readonly pending: readonly WaitingQuestion[] }>;

/** Follows the gateway's open questions for as long as the app lives. */
export function createPendingQuestions(client: GatewayClient): PendingQuestions {
  const store: PendingQuestions = createStore(() => ({ pending: [] }));
  const read = async (): Promise<void> => {
    try {
      const { questions } = await client.request('question.list', {});
      store.setState({ pending: questions.flatMap(waiting) });
    } catch {
      // The list stays; it is read again after a reconnect.
    }
  };
  onFresh(client, () => void read());
  client.on('question.requested', (asked) =>
    store.setState(({ pending }) => ({ pending: [...pending.filter(({ id }) => id !== asked.id), ...waiting(asked)] })),
  );
  client.on('question.resolved', (ended) =>
    store.setState(({ pending }) => ({ pending: pending.filter(({ id }) => id !== ended.id) })),
  );
  return store;
}

/** Questions of other programs outside of any session can't be answered here. */
function waiting({ id, sessionKey, questions }: EventPayloads['question.requested']): readonly WaitingQuestion[] {
  return sessionKey === undefined ? [] : [{ id, sessionKey, text: questions[0]?.question ?? '' }];
}
