import { describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { createPendingQuestions } from './pending-questions.ts';

const asked = (id: string, sessionKey?: string) => ({
  id,
  ...(sessionKey === undefined ? {} : { sessionKey }),
  questions: [{ questionId: 'q1', header: '', question: `What about ${id}?`, options: [] }],
});

describe('pending questions', () => {
  it('are loaded on connect, added by events, and removed when answered', async () => {
    const listeners = new Map<string, (payload: unknown) => void>();
    const client = {
      request: async () => ({ questions: [asked('1', 'agent:main:a'), asked('2')] }),
      state: () => ({ kind: 'connected' }),
      on: (event: string, listener: (payload: unknown) => void) => listeners.set(event, listener),
      onState: () => () => undefined,
      onGap: () => () => undefined,
    } as unknown as GatewayClient; // Only these are used here.
    const store = createPendingQuestions(client);
    await expect.poll(() => store.getState().pending).toHaveLength(1);
    expect(store.getState().pending).toEqual([{ id: '1', sessionKey: 'agent:main:a', text: 'What about 1?' }]);
    listeners.get('question.requested')?.(asked('3', 'agent:main:b'));
    listeners.get('question.resolved')?.({ id: '1', status: 'answered' });
    expect(store.getState().pending.map(({ id }) => id)).toEqual(['3']);
  });
});
