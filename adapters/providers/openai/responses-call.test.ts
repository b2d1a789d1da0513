// Event streams of the Responses API that omit events. Proves: MP-2
import { afterEach, beforeEach, expect, it } from 'vitest';

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
  server.play({ raw, contentType: 'text/event-stream' });
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
