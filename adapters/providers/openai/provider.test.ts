// Proves: MP-2, MD-2
import { LLMock } from '@copilotkit/aimock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Secret } from '#core/ports/secrets.ts';
import { collect, describeProvider, failureOf, sampleRequest } from '#tests/conformance/provider.ts';
import { openAiFormat, responsesFormat } from '#tests/support/wire-formats.ts';
import { SAMPLE_PNG } from '#tests/support/sample-image.ts';
import { startWireServer, type WireServer } from '#tests/support/wire-server.ts';

import { selectApi, fromModelList } from './models.ts';
import { compatibleProvider, createOpenAi, openAiProvider } from './provider.ts';

const KEY = 'canary-key-4711-openai';
const open = (baseUrl: string, idleMs = 5000) =>
  openAiProvider.create({ id: 'openai', apiKey: new Secret(KEY), baseUrl, idleTimeoutMs: () => idleMs });
const openCompatible = (baseUrl: string, idleMs = 5000) =>
  compatibleProvider.create({ id: 'compatible', apiKey: undefined, baseUrl, idleTimeoutMs: () => idleMs });
const openResponses = (baseUrl: string, idleMs = 5000) =>
  createOpenAi(
    { id: 'openai', apiKey: new Secret(KEY), baseUrl, idleTimeoutMs: () => idleMs },
    'OpenAI',
    () => 'responses',
  );
const never = new AbortController().signal;

describeProvider('openai', { format: openAiFormat, key: KEY, open, textArguments: true, tellsRetryAfter: true });
describeProvider('compatible', {
  format: openAiFormat,
  key: undefined,
  open: openCompatible,
  textArguments: true,
  tellsRetryAfter: true,
});

describeProvider('openai responses', {
  format: responsesFormat,
  key: KEY,
  open: openResponses,
  textArguments: true,
  tellsRetryAfter: true,
});

describe('the Responses API', () => {
  let server: WireServer;
  beforeEach(async () => {
    server = await startWireServer(responsesFormat);
  });
  afterEach(() => server.close());

  it('is used for the reasoning models of OpenAI itself', () => {
    expect(selectApi('gpt-6.1-sol')).toBe('responses');
    expect(selectApi('gpt-4.1')).toBe('chat');
  });

  it('stores nothing on the server and gets its reasoning back', async () => {
    const request = sampleRequest({ thinking: 'high' });
    server.play({ parts: [{ think: 'hm' }, { call: 'exec', id: 'call_1', json: '{}' }] });
    const done = (await collect(openResponses(server.url).stream(request, never))).at(-1);
    const content = done?.type === 'done' ? done.content : [];
    const turn = { role: 'assistant', content, provider: 'openai', model: 'm' } as const;
    await collect(openResponses(server.url).stream({ ...request, messages: [...request.messages, turn] }, never));
    expect(server.requests.at(-1)).toMatchObject({
      path: '/v1/responses',
      body: {
        store: false,
        reasoning: { effort: 'high' },
        input: [
          { role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
          { type: 'reasoning', id: 'rs_0', encrypted_content: 'sealed' },
          { type: 'function_call', call_id: 'call_1', name: 'exec' },
          { type: 'function_call_output', call_id: 'call_1' },
        ],
      },
    });
  });

  it('reports why a response failed', async () => {
    const fault = { status: 'failed', error: { code: 'rate_limit_exceeded', message: 'slow down' } };
    const raw = `event: response.failed\ndata: ${JSON.stringify({ type: 'response.failed', response: fault })}\n\n`;
    server.play({ raw, contentType: 'text/event-stream' });
    expect(failureOf(await collect(openResponses(server.url).stream(sampleRequest(), never))).code).toBe('rate-limit');
  });
});

describe('OpenAI-compatible servers', () => {
  let server: WireServer;
  beforeEach(async () => {
    server = await startWireServer(openAiFormat);
  });
  afterEach(() => server.close());

  const raw = async (chunks: readonly object[]) => {
    server.play({
      raw: `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`,
      contentType: 'text/event-stream',
    });
    return await collect(openCompatible(server.url).stream(sampleRequest(), never));
  };

  it('are named in the middle and at the start of a message', async () => {
    server.play({ status: 401, message: 'no' });
    const rejected = failureOf(await collect(openCompatible(server.url).stream(sampleRequest(), never)));
    expect(rejected.message).toBe('The OpenAI-compatible server rejected the API key.');
    await server.close();
    const unreachable = failureOf(await collect(openCompatible(server.url).stream(sampleRequest(), never)));
    expect(unreachable.message).toMatch(/^Couldn't reach the OpenAI-compatible server at 127\.0\.0\.1:/);
  });

  it('can omit index and ID of tool calls', async () => {
    const call = (name: string) => ({
      choices: [{ delta: { tool_calls: [{ function: { name, arguments: '{}' } }] } }],
    });
    const events = await raw([call('exec'), call('exec'), { choices: [{ delta: {}, finish_reason: 'stop' }] }]);
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      stopReason: 'toolUse',
      content: [
        { type: 'toolCall', name: 'exec' },
        { type: 'toolCall', name: 'exec' },
      ],
    });
  });

  it('can send reasoning under another name and no usage', async () => {
    const events = await raw([
      { choices: [{ delta: { reasoning: 'hm' } }] },
      { choices: [{ delta: { content: 'yes' }, finish_reason: 'stop' }] },
    ]);
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'yes' },
      ],
    });
    expect(events.at(-1)).not.toHaveProperty('usage');
  });

  it('get the old name of the length limit and the conversation with tool results and images', async () => {
    await collect(
      openCompatible(server.url).stream(
        sampleRequest({
          messages: [
            { role: 'user', content: [{ type: 'image', mimeType: 'image/png', data: SAMPLE_PNG }] },
            {
              role: 'assistant',
              content: [{ type: 'toolCall', id: 'c', name: 'exec', arguments: { command: 'ls' } }],
              provider: 'x',
              model: 'm',
            },
            { role: 'tool', results: [{ callId: 'c', name: 'exec', text: 'no', isError: true }] },
          ],
        }),
        never,
      ),
    );
    expect(server.requests.at(-1)).toMatchObject({
      path: '/v1/chat/completions',
      body: {
        max_tokens: 1000,
        stream_options: { include_usage: true },
        messages: [
          { role: 'system' },
          { role: 'user', content: [{ image_url: { url: `data:image/png;base64,${SAMPLE_PNG}` } }] },
          { role: 'assistant', tool_calls: [{ id: 'c' }] },
          { role: 'tool', tool_call_id: 'c', content: 'Error: no' },
        ],
      },
    });
  });

  it('get tools with a model that supports them only without reasoning', async () => {
    await collect(openCompatible(server.url).stream(sampleRequest({ model: 'gpt-6-sol', thinking: 'high' }), never));
    expect(server.requests.at(-1)?.body).toMatchObject({ reasoning_effort: 'none' });
  });

  it('can report the context window of a model', () => {
    expect(fromModelList('compatible', { id: 'qwen', context_length: 40_960 })).toMatchObject({
      contextWindow: 40_960,
    });
    expect(fromModelList('compatible', { id: 'text-embedding-3-small' })).toBeUndefined();
    expect(fromModelList('openai', { id: 'gpt-6.1-sol' })).toMatchObject({ contextWindow: 1_050_000, reasoning: true });
  });

  it('report an exhausted quota', async () => {
    server.play({
      raw: `data: ${JSON.stringify({ error: { message: 'You exceeded your quota', type: 'insufficient_quota', code: 'insufficient_quota' } })}\n\n`,
      contentType: 'text/event-stream',
    });
    expect(failureOf(await collect(open(server.url).stream(sampleRequest(), never))).code).toBe('quota');
  });
});

describe('OpenAI with an independent mock server', () => {
  it('streams an answer', async () => {
    const mock = new LLMock({ port: 0 });
    mock.onMessage('Hello', { content: 'Good morning' });
    await mock.start();
    const events = await collect(open(`${mock.url}/v1`).stream(sampleRequest(), never));
    await mock.stop();
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      stopReason: 'stop',
      content: [{ type: 'text', text: 'Good morning' }],
    });
  });
});
