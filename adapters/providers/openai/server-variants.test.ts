// Further shapes of chat completions, each as one real server or bridge sends it. Proves: MP-2
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ModelMessage } from '#core/ports/provider.ts';
import { collect, failureOf, sampleRequest } from '#tests/conformance/provider.ts';
import { openAiFormat } from '#tests/support/wire-formats.ts';
import { startWireServer, type WireServer } from '#tests/support/wire-server.ts';

import { compatibleProvider } from './provider.ts';

const never = new AbortController().signal;
const finish = (reason: string | null, fields: object = {}) => ({
  choices: [{ index: 0, delta: fields, finish_reason: reason }],
});
const delta = (fields: object) => finish(null, fields);
const call = (fields: object) => delta({ tool_calls: [fields] });
const read = (path: string) => ({ name: 'read', arguments: JSON.stringify({ path }) });
const text = (value: string) => ({ type: 'text', text: value });
const reads = (...paths: readonly string[]) =>
  paths.map((path) => expect.objectContaining({ type: 'toolCall', name: 'read', arguments: { path } }));

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer(openAiFormat);
});
afterEach(() => server.close());

const open = () =>
  compatibleProvider.create({ id: 'compatible', apiKey: undefined, baseUrl: server.url, idleTimeoutMs: () => 60_000 });

async function playRaw(raw: string, contentType = 'text/event-stream') {
  server.play({ raw, contentType });
  return await collect(open().stream(sampleRequest(), never));
}

const toEvents = (chunks: readonly object[]) => chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
const play = (chunks: readonly object[]) => playRaw(`${toEvents(chunks)}data: [DONE]\n\n`);

async function content(chunks: readonly object[]) {
  const last = (await play(chunks)).at(-1);
  if (last?.type !== 'done') throw new Error(JSON.stringify(last));
  return last.content;
}

describe('the text of an answer', () => {
  it('appears once if the last chunk repeats the whole message', async () => {
    const whole = {
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello you' } }],
    };
    expect(await content([delta({ content: 'Hello ' }), delta({ content: 'you' }), whole])).toEqual([
      text('Hello you'),
    ]);
  });

  it('can be divided into several choices of one message', async () => {
    const answer = {
      choices: [
        { message: { role: 'assistant', content: 'I will read it.' }, finish_reason: 'tool_calls' },
        {
          message: { role: 'assistant', tool_calls: [{ id: 'c', function: read('one') }] },
          finish_reason: 'tool_calls',
        },
      ],
    };
    const last = (await playRaw(JSON.stringify(answer), 'application/json')).at(-1);
    expect(last).toMatchObject({ type: 'done', content: [text('I will read it.'), ...reads('one')] });
  });

  it('can be the text of a choice', async () => {
    const chunks = [
      { choices: [{ index: 0, text: 'Hello ' }] },
      { choices: [{ index: 0, text: 'you', finish_reason: 'stop' }] },
    ];
    expect(await content(chunks)).toEqual([text('Hello you')]);
  });

  it('can arrive as lines of JSON', async () => {
    const lines = [delta({ content: 'Hello ' }), finish('stop', { content: 'you' })].map((chunk) =>
      JSON.stringify(chunk),
    );
    const last = (await playRaw(lines.join('\n'), 'application/x-ndjson')).at(-1);
    expect(last).toMatchObject({ type: 'done', content: [text('Hello you')] });
  });

  it.each([
    ['<THINK>plan</THINK>Hello'],
    ['[THINK]plan[/THINK]Hello'],
    ['◁think▷plan◁/think▷Hello'],
    ['<seed:think>plan</seed:think>Hello'],
    ['<think></think><think>plan</think>\n\nHello'],
  ])('has none of the marks of reasoning: %s', async (answer) => {
    for (const parts of [[answer], [...answer]])
      expect(await content([...parts.map((part) => delta({ content: part })), finish('stop')])).toMatchObject([
        { type: 'thinking', thinking: 'plan' },
        text('Hello'),
      ]);
  });

  it('is shown beside the details of reasoning', async () => {
    const details = [{ type: 'reasoning.text', text: 'hm', index: 0 }];
    const chunks = [delta({ reasoning_details: details }), delta({ content: 'Hello' }), finish('stop')];
    expect(await content(chunks)).toMatchObject([{ type: 'thinking', thinking: 'hm' }, text('Hello')]);
    const both = [delta({ reasoning: 'hm', reasoning_details: details }), delta({ content: 'Hello' }), finish('stop')];
    expect(await content(both)).toMatchObject([{ type: 'thinking', thinking: 'hm' }, text('Hello')]);
  });
});

describe('a tool call', () => {
  it('can be the only element of `tool_calls`, without a list', async () => {
    expect(await content([delta({ tool_calls: { id: 'c', function: read('one') } }), finish('stop')])).toEqual(
      reads('one'),
    );
  });

  it('keeps its fragments apart from another call with the same index', async () => {
    const chunks = [
      call({ index: 0, id: 'a', function: { name: 'read', arguments: '{"path":' } }),
      call({ index: 0, id: 'b', function: { name: 'read', arguments: '{"path":' } }),
      call({ index: 0, id: 'a', function: { arguments: '"one"}' } }),
      call({ index: 0, id: 'b', function: { arguments: '"two"}' } }),
    ];
    expect(await content([...chunks, finish('tool_calls')])).toEqual(reads('one', 'two'));
  });

  it('can have an index in only some of its fragments', async () => {
    const chunks = [
      call({ id: 'a', function: { name: 'read', arguments: '' } }),
      call({ index: 1, function: { arguments: '{"path":' } }),
      call({ index: 1, function: { arguments: '"one"}' } }),
    ];
    expect(await content([...chunks, finish('tool_calls')])).toEqual(reads('one'));
  });

  it.each([
    ['an empty object first', ['{}', '{"path":"one"}']],
    ['encoded twice', [JSON.stringify('{"path":"one"}')]],
    ['the whole arguments twice', ['{"path":"one"}', '{"path":"one"}']],
  ])('can have arguments with %s', async (_name, parts) => {
    const chunks = parts.map((part, at) =>
      call({
        index: 0,
        ...(at === 0 ? { id: 'a' } : {}),
        function: { ...(at === 0 ? { name: 'read' } : {}), arguments: part },
      }),
    );
    expect(await content([...chunks, finish('tool_calls')])).toEqual(reads('one'));
  });

  it('can have null as its arguments', async () => {
    const chunks = [call({ index: 0, id: 'a', function: { name: 'read', arguments: 'null' } }), finish('tool_calls')];
    const last = (await play(chunks)).at(-1);
    expect(last).toMatchObject({ type: 'done', content: [{ type: 'toolCall', arguments: {} }] });
    expect(last).not.toHaveProperty('invalidCalls');
  });

  it('goes back with what the server attached to it', async () => {
    const extra = { google: { thought_signature: 'sealed' } };
    const blocks = await content([
      call({ index: 0, id: 'a', function: read('one'), extra_content: extra }),
      call({ index: 0, id: 'b', function: read('two') }),
      finish('tool_calls'),
    ]);
    const turn: ModelMessage = { role: 'assistant', content: blocks, provider: 'compatible', model: 'm' };
    const results = ['a', 'b'].map((callId) => ({ callId, name: 'read', text: 'x', isError: false }));
    const ask = async (provider: string) => {
      const messages = [...sampleRequest().messages, { ...turn, provider }, { role: 'tool' as const, results }];
      server.play({ parts: [{ say: ['ok'] }] });
      await collect(open().stream(sampleRequest({ messages }), never));
      return server.requests.at(-1)?.body['messages'];
    };
    expect(await ask('compatible')).toMatchObject([
      {},
      {},
      { tool_calls: [{ id: 'a', extra_content: extra }, { id: 'b' }] },
      {},
      {},
    ]);
    expect(JSON.stringify(await ask('other'))).not.toContain('sealed');
  });
});

describe('the end of an answer', () => {
  it.each([
    ['MAX_TOKENS', 'length'],
    ['model_length', 'length'],
    ['SAFETY', 'refusal'],
    ['content_filter', 'refusal'],
    ['eos', 'stop'],
    ['STOP', 'stop'],
  ])('can be called %s', async (reason, stopReason) => {
    expect((await play([delta({ content: 'Hi' }), finish(reason)])).at(-1)).toMatchObject({ type: 'done', stopReason });
  });

  it.each([
    ['a finish reason of DeepSeek', [finish('insufficient_system_resource')]],
    ['a finish reason of SGLang', [finish('abort')]],
    ['an object of vLLM', [{ object: 'error', message: 'CUDA error', type: 'InternalServerError', code: 500 }]],
    ['an object of FastAPI', [{ detail: 'CUDA error' }]],
    ['an object with a type', [{ type: 'error', message: 'CUDA error' }]],
  ])('is a failure if the server sends %s', async (_name, chunks) => {
    const events = await play([delta({ content: 'Partly ' }), ...chunks]);
    expect(failureOf(events).code).toBe('overloaded');
    expect(events.at(-1)).toMatchObject({ content: [text('Partly ')] });
  });

  it('is a failure if the event is named error', async () => {
    const raw = `${toEvents([delta({ content: 'Partly ' })])}event: error\ndata: {"message":"CUDA error"}\n\ndata: [DONE]\n\n`;
    expect(failureOf(await playRaw(raw)).code).toBe('overloaded');
    const plain = `${toEvents([delta({ content: 'Partly ' })])}event: error\ndata: CUDA error\n\ndata: [DONE]\n\n`;
    expect(failureOf(await playRaw(plain))).toMatchObject({ code: 'overloaded' });
  });

  it('is a failure with its message if the body is a list of errors', async () => {
    const error = { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' };
    const body = JSON.stringify([{ error }]);
    expect(failureOf(await playRaw(body, 'application/json')).code).toBe('overloaded');
  });

  it('is a failure if the error is the text of an unfinished JSON answer', async () => {
    expect(failureOf(await playRaw('{"choices":[{"message":{"content":"Hi"', 'application/json')).code).toBe(
      'bad-response',
    );
  });

  it.each([
    [
      'the choice',
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage: { prompt_tokens: 7, completion_tokens: 3 } }] },
    ],
    ['a field of Groq', { ...finish('stop'), x_groq: { usage: { prompt_tokens: 7, completion_tokens: 3 } } }],
    ['a field with other names', { ...finish('stop'), usage: { input_tokens: 7, output_tokens: 3 } }],
  ])('has the usage from %s', async (_name, last) => {
    expect((await play([delta({ content: 'Hi' }), last])).at(-1)).toMatchObject({ usage: { input: 7, output: 3 } });
  });
});

describe('a server', () => {
  const refuse = (status: number, message: string, isRefused: (body: Readonly<Record<string, unknown>>) => boolean) =>
    server.play((body) => (isRefused(body) ? { status, message } : { parts: [{ say: ['Hi'] }] }));
  const ask = async () => (await collect(open().stream(sampleRequest(), never))).at(-1);

  it.each([
    ["'max_tokens' or 'max_completion_tokens' is too large: 8192. This model's maximum context length is 4096 tokens."],
    [
      "This model's maximum context length is 4096 tokens. However, you requested 8200 tokens (8 in the messages, 8192 in the completion).",
    ],
    ['`inputs` tokens + `max_new_tokens` must be <= 4097.'],
    ['Invalid max_tokens value, the valid range of max_tokens is [1, 4096]'],
  ])('with a small context window gets no output limit once it said: %s', async (message) => {
    refuse(400, message, (body) => Object.hasOwn(body, 'max_tokens') || Object.hasOwn(body, 'max_completion_tokens'));
    expect(await ask()).toMatchObject({ type: 'done', content: [text('Hi')] });
  });

  it.each([
    ['System role not supported'],
    ['Only user, assistant and tool roles are supported!'],
    ["Invalid value: 'system'. Supported values are: 'user' and 'assistant'."],
  ])('without a system role gets the instructions from the user once it said: %s', async (message) => {
    refuse(400, message, (body) => JSON.stringify(body).includes('"role":"system"'));
    expect(await ask()).toMatchObject({ type: 'done', content: [text('Hi')] });
    const messages = server.requests.at(-1)?.body['messages'];
    expect(messages).toMatchObject([{ role: 'user', content: expect.stringContaining('You are helpful.') as string }]);
  });

  it.each([
    ['the request exceeds the available context size. try increasing the context size or enable context shift'],
    ['The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).'],
    ["This model's maximum prompt length is 131072 but the request contains 537812 tokens."],
    ['Your request exceeded model token limit: 131072'],
    ['prompt token count of 135564 exceeds the limit of 128000'],
    ['Please reduce the length of the messages or completion.'],
  ])('can say that the conversation is too long as: %s', async (message) => {
    server.play({ status: 400, message });
    expect(failureOf(await collect(open().stream(sampleRequest(), never))).code).toBe('context-too-long');
  });

  it.each([
    ['Rate limit reached. Please try again in 59m7.5s. Visit https://example.com.', 3_547_500],
    ['Please retry in 90s.', 90_000],
    ['Too many requests: try again in 2 minutes', 120_000],
  ])('can say how long to wait only in its error: %s', async (message, wait) => {
    server.play({ status: 429, message });
    const failure = failureOf(await collect(open().stream(sampleRequest(), never)));
    expect(failure).toMatchObject({ code: 'rate-limit', retryAfterMs: wait });
    expect(failure.message).toContain('Retry in');
  });

  it('can say how long to wait only in the headers about its limits, up to a month', async () => {
    const limits = (kind: string, remaining: string, reset: string) => ({
      [`x-ratelimit-limit-${kind}`]: '100',
      [`x-ratelimit-remaining-${kind}`]: remaining,
      [`x-ratelimit-reset-${kind}`]: reset,
    });
    const headers = { ...limits('requests', '0', '72h0m0s'), ...limits('tokens', '40', '700h') };
    server.play({ status: 429, message: 'Too many requests', headers });
    const failure = failureOf(await collect(open().stream(sampleRequest(), never)));
    expect(failure).toMatchObject({ code: 'rate-limit', retryAfterMs: 72 * 3_600_000 });
    expect(failure.message).toContain('Retry in 3 d.');
  });

  it('gets the details of its reasoning back, joined, only with its own answers', async () => {
    const detail = (fields: object) => delta({ reasoning_details: [{ type: 'reasoning.text', index: 0, ...fields }] });
    const blocks = await content([
      detail({ text: 'I must ', signature: null }),
      detail({ text: 'read.', signature: 'sealed' }),
      call({ index: 0, id: 'a', function: read('one') }),
      finish('tool_calls'),
    ]);
    const turn: ModelMessage = { role: 'assistant', content: blocks, provider: 'compatible', model: 'm' };
    const results = [{ callId: 'a', name: 'read', text: 'x', isError: false }];
    server.play({ parts: [{ say: ['ok'] }] });
    const messages = [...sampleRequest().messages, turn, { role: 'tool' as const, results }];
    await collect(open().stream(sampleRequest({ messages }), never));
    expect(server.requests.at(-1)?.body['messages']).toMatchObject([
      {},
      {},
      { reasoning_details: [{ type: 'reasoning.text', index: 0, text: 'I must read.', signature: 'sealed' }] },
      {},
    ]);
  });
});
