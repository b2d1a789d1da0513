// A model server fails in the middle of an answer and then succeeds: no client gets the same text twice.
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import { foldLive, NOTHING_LIVE } from '#contract/sessions/live-fold.ts';
import type { Reply } from '../support/model-server.ts';
import { startOwnClient } from './support/own-client.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { connected } from './support/raw-socket.ts';

const HALF = 'The first half of the answer, ';
const WHOLE = `${HALF}and the second.`;
const OTHER = 'A different answer.';

let gateway: ProtocolHost;
/** The next answers of the model. */
let replies: Reply[] = [];

const breaks: Reply = { steps: [{ say: HALF, chunks: 5 }, { pauseMs: 50 }, { disconnect: true }] };
const says = (say: string): Reply => ({ steps: [{ say, chunks: 7 }] });

beforeAll(async () => {
  gateway = await startProtocolHost(() => replies.shift() ?? says('(end of script)'));
  const socket = await connected(gateway.url);
  await socket.request('s', 'setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
  socket.close();
});
afterAll(() => gateway.stop());
beforeEach(() => (replies = [breaks, breaks, says(WHOLE)]));

/** Live events of our own feed during one run. */
async function followFeed(key: string): Promise<readonly LiveEvent[]> {
  const { client, stop } = startOwnClient(gateway.url);
  const live: LiveEvent[] = [];
  client.on('session.live', ({ events }) => live.push(...events));
  await client.request('sessions.watch', { key });
  await client.request('chat.send', { sessionKey: key, message: 'Go.', idempotencyKey: key });
  await client.request('agent.wait', { runId: key, timeoutMs: 60_000 });
  stop();
  return live;
}

describe('our own feed', () => {
  it('continues the message', async () => {
    const live = await followFeed('agent:main:feed');
    const texts = live.flatMap((event) => (event.kind === 'text' ? [event] : []));
    expect(texts.map(({ text }) => text).join('')).toBe(WHOLE);
    expect(new Set(texts.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('replaces the message if the new answer is a different one', async () => {
    replies = [breaks, says(OTHER)];
    const live = await followFeed('agent:main:feed-other');
    const { message } = live.reduce((open, event) => foldLive(open, event) ?? open, NOTHING_LIVE);
    expect(message?.blocks).toEqual([{ kind: 'text', text: OTHER }]);
  });
});

describe('the feed of OpenClaw clients', () => {
  async function followChat(runId: string) {
    const socket = await connected(gateway.url);
    await socket.request('send', 'chat.send', {
      sessionKey: `agent:main:${runId}`,
      message: 'Go.',
      idempotencyKey: runId,
    });
    const final = await socket.event('chat', ({ runId: id, state }) => id === runId && state === 'final');
    const payloads = socket.frames.flatMap(({ event, payload = {} }) =>
      payload['runId'] === runId ? [{ event, payload }] : [],
    );
    socket.close();
    const deltas = payloads.flatMap(({ event, payload }) =>
      event === 'chat' && payload['state'] === 'delta' ? [payload] : [],
    );
    const spoken = payloads.flatMap(({ event, payload }) =>
      event === 'agent' && payload['stream'] === 'assistant' ? [payload['data'] as { readonly delta: string }] : [],
    );
    return { final: final.payload, deltas, spoken };
  }

  /** The text of a client that applies each delta. */
  const shown = (deltas: readonly Readonly<Record<string, unknown>>[]): string =>
    deltas.reduce((text, { deltaText, replace }) => (replace === true ? '' : text) + String(deltaText), '');

  it('continues the text', async () => {
    const { final, deltas, spoken } = await followChat('openclaw-same');
    expect(final).toMatchObject({ message: { content: [{ text: WHOLE }] } });
    expect(deltas.map(({ deltaText }) => deltaText).join('')).toBe(WHOLE);
    expect(deltas.some(({ replace }) => replace === true)).toBe(false);
    expect(spoken.map(({ delta }) => delta).join('')).toBe(WHOLE);
  });

  it('replaces the text if the new answer is a different one', async () => {
    replies = [breaks, says(OTHER)];
    expect(shown((await followChat('openclaw-other')).deltas)).toBe(OTHER);
  });
});

describe('the OpenAI-compatible API', () => {
  const openai = () => new OpenAI({ apiKey: TOKEN, baseURL: `${gateway.address.origin}/v1`, maxRetries: 0 });
  const request = { model: 'openclaw', messages: [{ role: 'user' as const, content: 'Go.' }] };

  async function stream(): Promise<string> {
    let text = '';
    for await (const { choices } of await openai().chat.completions.create({ ...request, stream: true }))
      text += choices[0]?.delta.content ?? '';
    return text;
  }

  it('streams each part of the answer once', async () => {
    expect(await stream()).toBe(WHOLE);
    replies = [breaks, says(WHOLE)];
    let text = '';
    for await (const event of await openai().responses.create({ model: 'openclaw', input: 'Go.', stream: true }))
      if (event.type === 'response.output_text.delta') text += event.delta;
    expect(text).toBe(WHOLE);
  });

  it('returns only the complete answer without a stream', async () => {
    const texts = [];
    for (const say of [WHOLE, OTHER]) {
      replies = [breaks, says(say)];
      const completion = await openai().chat.completions.create(request);
      texts.push(completion.choices[0]?.message.content);
    }
    expect(texts).toEqual([WHOLE, OTHER]);
  });

  it('ends a stream with an error if the new answer is a different one', async () => {
    replies = [breaks, says(OTHER)];
    await expect(stream()).rejects.toMatchObject({ code: 'answer_restarted' });
  });
});
