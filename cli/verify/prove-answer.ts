// Proves that an agent answers: sends a small message in a session of its own, waits for the answer, and deletes the session.
import { randomUUID } from 'node:crypto';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { SessionFollower } from '../connection/follow-session.ts';

const QUESTION = 'This is a test of the connection. Reply with the single word "ready", without using a tool.';

/** What was proven. */
export interface Answer {
  readonly model: string;
  readonly text: string;
  /** Time to the first text, ms. */
  readonly firstTextMs: number;
}

/** Sends the message and returns the answer. Everything but reads is denied in that session. @throws if there is no answer */
export async function proveAnswer(
  client: GatewayClient,
  agentId: string | undefined,
  signal: AbortSignal,
): Promise<Answer> {
  const { key } = await client.request('sessions.create', {
    label: 'gatehouse verify',
    approvalMode: 'deny',
    ...(agentId === undefined ? {} : { agentId }),
  });
  try {
    return await ask(client, key, signal);
  } finally {
    await client.request('sessions.delete', { key }).catch(() => undefined);
  }
}

async function ask(client: GatewayClient, sessionKey: string, signal: AbortSignal): Promise<Answer> {
  const runId = randomUUID();
  const found = { model: '', text: '', error: '' };
  let firstTextAt: number | undefined;
  const follower = new SessionFollower(client, sessionKey, {
    live: ({ kind }) => void (kind === 'text' && (firstTextAt ??= performance.now())),
    event: (event) => Object.assign(found, readEvent(event)),
  });
  await follower.start();
  const startedAt = performance.now();
  await client.request('chat.send', { sessionKey, message: QUESTION, idempotencyKey: runId });
  const status = await Promise.race([follower.runEnd(runId), rejectWhenAborted(signal)]);
  if (status !== 'done')
    throw new Error(found.error === '' ? `the run ended with the status "${status}"` : found.error);
  if (found.text === '') throw new Error('the answer was empty');
  return {
    model: found.model,
    text: found.text,
    firstTextMs: Math.round((firstTextAt ?? performance.now()) - startedAt),
  };
}

function readEvent(event: SessionEvent): Readonly<Record<string, string>> {
  if (event.type === 'run.started') return { model: `${event.provider}/${event.model}` };
  if (event.type === 'run.ended') return { error: event.error?.message ?? '' };
  if (event.type !== 'message.completed') return {};
  const text = event.content
    .flatMap((block) => (block.type === 'text' ? [block.text] : []))
    .join('')
    .trim();
  return text === '' ? {} : { text };
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('no answer within the time limit')), { once: true });
  });
}
