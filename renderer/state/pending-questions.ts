// Unanswered questions of agents: the sidebar and Home read this list; the form is in the session.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { onFresh } from './connection.ts';

/** One question that waits. */
export interface WaitingQuestion {
  readonly id: string;
  readonly sessionKey: string;
  readonly text: string;
}

/** Oldest first. */
export type PendingQuestions = StoreApi<{ readonly pending: readonly WaitingQuestion[] }>;

interface Asked {
  readonly id: string;
  readonly sessionKey?: string;
  readonly questions: readonly { readonly question: string }[];
}

/** Follows the gateway's open questions for as long as the app lives. */
export function createPendingQuestions(client: GatewayClient): PendingQuestions {
  const store: PendingQuestions = createStore(() => ({ pending: [] }));
  const read = async (): Promise<void> => {
    try {
      const { questions } = await client.request('question.list', {});
      store.setState({ pending: questions.flatMap(waiting) });
    } catch {
      // The list stays as it was; it is read again when the connection is fresh.
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

/** What another program asks outside of any session has no place to be answered at. */
function waiting({ id, sessionKey, questions }: Asked): readonly WaitingQuestion[] {
  return sessionKey === undefined ? [] : [{ id, sessionKey, text: questions[0]?.question ?? '' }];
}
