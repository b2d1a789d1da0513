// Event streams of the Responses API that omit events. Proves: MP-2
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { collect, failureOf, sampleRequest } from '#tests/conformance/provider.ts';
import { responsesFormat } from '#tests/support/wire-formats.ts';
import { startWireServer, type WireServer } from '#tests/support/wire-server.ts';

import { createOpenAi } from './provider.ts';

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer(responsesFormat);
});
afterEach(() => server.close());

async function play(events: readonly (readonly [type: string, fields: object])[]) {
  const raw = events
    .map(([type, fields]) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`)
    .join('');
  return playRaw(raw, 'text/event-stream');
}

async function playRaw(raw: string, contentType: string) {
  server.play({ raw, contentType });
  const setup = { id: 'openai', apiKey: undefined, baseUrl: server.url, idleTimeoutMs: () => 60_000 };
  const provider = createOpenAi(setup, 'OpenAI', () => 'responses');
  return await collect(provider.stream(sampleRequest(), new AbortController().signal));
}

const call = { type: 'function_call', id: 'f', call_id: 'c', name: 'exec', arguments: '{"command":"ls"}' };
const message = { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] };
const completed = (output: readonly object[] = []) =>
  ['response.completed', { response: { id: 'r', status: 'completed', incomplete_details: null, output } }] as const;
const content = [
  { type: 'text', text: 'Hi' },
  { type: 'toolCall', id: 'c', name: 'exec', arguments: { command: 'ls' } },
];

it('reads items that arrive only when they are done', async () => {
  const items = [message, call].map((item, at) => ['response.output_item.done', { output_index: at, item }] as const);
  expect((await play([...items, completed([message, call])])).at(-1)).toMatchObject({ stopReason: 'toolUse', content });
});

it('reads a call whose arguments arrive only when it is done', async () => {
  const added = ['response.output_item.added', { output_index: 0, item: { ...call, arguments: '' } }] as const;
  const done = ['response.output_item.done', { output_index: 0, item: call }] as const;
  expect((await play([added, done, completed()])).at(-1)).toMatchObject({ content: [content[1]] });
});

it('reads items that arrive only with the end', async () => {
  expect((await play([completed([message, call])])).at(-1)).toMatchObject({ stopReason: 'toolUse', content });
});

it('has the text and the arguments once if they arrive as deltas too', async () => {
  const events = await play([
    ['response.output_text.delta', { output_index: 0, delta: 'Hi' }],
    ['response.output_item.done', { output_index: 0, item: message }],
    ['response.output_item.added', { output_index: 1, item: { ...call, arguments: '' } }],
    ['response.function_call_arguments.delta', { output_index: 1, delta: call.arguments }],
    ['response.output_item.done', { output_index: 1, item: call }],
    completed([message, call]),
  ]);
  expect(events.at(-1)).toMatchObject({ content });
});

it('fails with what an error event says', async () => {
  const error = ['error', { code: 'rate_limit_exceeded', message: 'Slow down.', param: null }] as const;
  expect(
    failureOf(await play([['response.output_text.delta', { output_index: 0, delta: 'Hi' }], error])),
  ).toMatchObject({
    code: 'rate-limit',
  });
});

describe('a server that ignores "stream"', () => {
  const play = (answer: object) => playRaw(JSON.stringify(answer), 'application/json');
  const usage = { input_tokens: 9, input_tokens_details: { cached_tokens: 3 }, output_tokens: 2 };

  it('can answer with a whole response', async () => {
    const reasoning = { type: 'reasoning', id: 'r', summary: [{ type: 'summary_text', text: 'hm' }] };
    const output = [reasoning, message, call];
    const events = await play({ id: 'r', object: 'response', status: 'completed', error: null, output, usage });
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      stopReason: 'toolUse',
      usage: { input: 6, output: 2, cacheRead: 3, cacheWrite: 0 },
      content: [{ type: 'thinking', thinking: 'hm' }, ...content],
    });
  });

  it('can have no usage, or one that is implausible', async () => {
    const playUsage = async (usage: unknown) => (await play({ output: [message], usage })).at(-1);
    expect(await playUsage(null)).toMatchObject({ type: 'done', content: [{ type: 'text', text: 'Hi' }] });
    for (const count of [null, '9', -5, 1e308, [7], { toString: null }])
      expect(await playUsage({ input_tokens: count, output_tokens: count, input_tokens_details: null })).toMatchObject({
        type: 'done',
        usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
      });
  });

  it('can send the arguments of a call as an object', async () => {
    const events = await play({ output: [{ ...call, arguments: { command: 'ls' } }] });
    expect(events.at(-1)).toMatchObject({ type: 'done', content: content.slice(1) });
  });

  it.each([{ content: null }, { content: [null] }, { content: [{ type: 'output_text', text: { toString: null } }] }])(
    'is reported as one with an unknown format if it sends %j',
    async (change) => {
      const failure = failureOf(await play({ output: [{ ...message, ...change }] }));
      expect([failure.code, failure.message]).toEqual([
        'bad-response',
        'The response from OpenAI was empty or in an unknown format.',
      ]);
    },
  );

  it('can reach the output limit, or fail', async () => {
    const incomplete = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [message] };
    expect((await play(incomplete)).at(-1)).toMatchObject({ type: 'done', stopReason: 'length' });
    const error = { code: 'rate_limit_exceeded', message: 'Slow down' };
    expect(failureOf(await play({ status: 'failed', error, output: [] })).code).toBe('rate-limit');
    expect(failureOf(await play({ error })).code).toBe('rate-limit');
  });
});
