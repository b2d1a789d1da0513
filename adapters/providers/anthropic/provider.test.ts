// Proves: MP-1, MD-2
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { LLMock } from '@copilotkit/aimock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Secret } from '#core/ports/secrets.ts';
import { collect, describeProvider, failureOf, sampleRequest } from '#tests/conformance/provider.ts';
import { anthropicFormat } from '#tests/support/wire-formats.ts';
import { SAMPLE_PNG } from '#tests/support/sample-image.ts';
import { startWireServer, type WireServer } from '#tests/support/wire-server.ts';

import { anthropicProvider } from './provider.ts';

const KEY = 'canary-key-4711-anthropic';
const open = (baseUrl: string, idleMs = 5000) =>
  anthropicProvider.create({ id: 'anthropic', apiKey: new Secret(KEY), baseUrl, idleTimeoutMs: () => idleMs });
const never = new AbortController().signal;

describeProvider('anthropic', { format: anthropicFormat, key: KEY, open, textArguments: true, tellsRetryAfter: true });

describe('the Anthropic request', () => {
  let server: WireServer;
  beforeEach(async () => {
    server = await startWireServer(anthropicFormat);
  });
  afterEach(() => server.close());

  const send = async (change: Parameters<typeof sampleRequest>[0]): Promise<Record<string, unknown>> => {
    await collect(open(server.url).stream(sampleRequest(change), never));
    return server.requests.at(-1)?.body ?? {};
  };

  it('marks the system prompt, tools, and the last two user turns for the cache', async () => {
    const body = await send({
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'one' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'two' }], provider: 'anthropic', model: 'm' },
        { role: 'user', content: [{ type: 'text', text: 'three' }] },
      ],
    });
    expect(JSON.stringify(body).match(/"cache_control"/g)).toHaveLength(4);
    expect(body).toMatchObject({
      system: [{ text: 'You are helpful.' }, { text: 'Today is Monday.', cache_control: { type: 'ephemeral' } }],
    });
  });

  it('sends the context after the last mark, so that it is not part of the cached prefix', async () => {
    const body = await send({
      messages: [{ role: 'user', content: [{ type: 'text', text: 'one' }] }],
      context: 'The tree',
    });
    expect(body['messages']).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'one', cache_control: { type: 'ephemeral' } },
          { type: 'text', text: 'The tree' },
        ],
      },
    ]);
  });

  it('sends a PDF file as a document with its name', async () => {
    const pdf = { type: 'pdf', name: 'report.pdf', data: 'JVBERi0xLjcK' } as const;
    const body = await send({ messages: [{ role: 'user', content: [pdf, { type: 'text', text: 'Read this' }] }] });
    expect(body['messages']).toMatchObject([
      {
        content: [
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: pdf.data },
            title: 'report.pdf',
          },
          { type: 'text' },
        ],
      },
    ]);
  });

  it('sends thinking back with its signature, but not from another provider', async () => {
    const thinking = { type: 'thinking', thinking: 'hm', signature: 'signed' } as const;
    const turn = (provider: string) =>
      ({ role: 'assistant', content: [thinking, { type: 'text', text: 'x' }], provider, model: 'm' }) as const;
    const user = { role: 'user', content: [{ type: 'text', text: 'go' }] } as const;
    expect(JSON.stringify(await send({ messages: [user, turn('anthropic'), user] }))).toContain('"signature":"signed"');
    expect(JSON.stringify(await send({ messages: [user, turn('openai'), user] }))).not.toContain('signed');
  });

  it('has a result for every tool call, even a lost one, before the following text', async () => {
    const body = await send({
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'go' }] },
        {
          role: 'assistant',
          content: [
            { type: 'toolCall', id: 'a b', name: 'exec', arguments: {} },
            { type: 'toolCall', id: 'c', name: 'exec', arguments: {} },
          ],
          provider: 'ollama',
          model: 'm',
        },
        { role: 'tool', results: [{ callId: 'a b', name: 'exec', text: 'done', isError: false }] },
        { role: 'user', content: [{ type: 'text', text: 'and now?' }] },
      ],
    });
    expect((body['messages'] as readonly unknown[]).at(-1)).toMatchObject({
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'a_b', content: 'done' },
        { type: 'tool_result', tool_use_id: 'c', is_error: true },
        { type: 'text', text: 'and now?' },
      ],
    });
  });

  it('requests thinking as the model expects it', async () => {
    expect(await send({ model: 'claude-haiku-4-5', thinking: 'low', maxOutput: 8000 })).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 4000 },
    });
    expect(await send({ model: 'claude-sonnet-5-5', thinking: 'high' })).toMatchObject({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
    });
    expect(await send({ model: 'claude-opus-5-5', thinking: 'off' })).not.toHaveProperty('thinking');
    expect(await send({ model: 'claude-haiku-4-5', thinking: 'off' })).toMatchObject({
      thinking: { type: 'disabled' },
    });
    expect(await send({ model: 'claude-of-tomorrow', thinking: 'off' })).not.toHaveProperty('thinking');
  });

  it('contains images, and the key in a header', async () => {
    await send({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', mimeType: 'image/png', data: SAMPLE_PNG },
            { type: 'text', text: 'what?' },
          ],
        },
      ],
    });
    const request = server.requests.at(-1);
    expect(request?.body['messages']).toMatchObject([
      { content: [{ type: 'image', source: { media_type: 'image/png', data: SAMPLE_PNG } }, { type: 'text' }] },
    ]);
    expect(request?.headers['authorization']).toBe(`Bearer ${KEY}`);
  });
});

describe('a Messages server', () => {
  it('can send the whole input of a call at its start', async () => {
    const server = await startWireServer(anthropicFormat);
    const events = [
      { type: 'message_start', message: { usage: { input_tokens: 1, output_tokens: 0 } } },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'tool_use', id: 't', name: 'read', input: { path: 'a' } },
      },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 1 } },
      { type: 'message_stop' },
    ];
    const raw = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
    server.play({ raw, contentType: 'text/event-stream' });
    const last = (await collect(open(server.url).stream(sampleRequest(), never))).at(-1);
    await server.close();
    expect(last).toMatchObject({
      type: 'done',
      content: [{ type: 'toolCall', name: 'read', arguments: { path: 'a' } }],
    });
  });
});

describe('a proxy of the Messages API', () => {
  const say = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } };
  const use = { type: 'tool_use', id: 't', name: 'read', input: {} };
  const play = async (events: readonly object[], end = 'data: [DONE]\n\n') => {
    const server = await startWireServer(anthropicFormat);
    const raw = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('') + end;
    server.play({ raw, contentType: 'text/event-stream' });
    const found = await collect(open(server.url).stream(sampleRequest(), never));
    await server.close();
    return found;
  };
  const start = (block: object) => ({ type: 'content_block_start', index: 0, content_block: block });
  const stop = [{ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: {} }, { type: 'message_stop' }];

  it('can omit the names of events', async () => {
    const events = await play([start({ type: 'text', text: '' }), say, { type: 'ping' }, ...stop]);
    expect(events.at(-1)).toMatchObject({ type: 'done', content: [{ type: 'text', text: 'Hi' }] });
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    expect(failureOf(await play([say, error])).code).toBe('overloaded');
  });

  it('can give all blocks the same index', async () => {
    const input = {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'input_json_delta', partial_json: '{"a":1}' },
    };
    const blocks = [start({ type: 'text', text: '' }), say, start(use), input, start({ ...use, id: 'u' }), input];
    expect((await play([...blocks, ...stop])).at(-1)).toMatchObject({
      type: 'done',
      content: [
        { type: 'text', text: 'Hi' },
        { type: 'toolCall', id: 't', arguments: { a: 1 } },
        { type: 'toolCall', id: 'u', arguments: { a: 1 } },
      ],
    });
  });

  it('can send whole blocks at their start, and blocks of other tools', async () => {
    const blocks = [
      start({ type: 'thinking', thinking: 'hm', signature: 'sealed' }),
      { ...start({ type: 'server_tool_use', id: 's', name: 'web_search', input: {} }), index: 1 },
      { ...start({ type: 'text', text: 'Hi' }), index: 2 },
    ];
    expect((await play([...blocks, ...stop])).at(-1)).toMatchObject({
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'sealed' },
        { type: 'text', text: 'Hi' },
      ],
    });
  });
});

it('lists models whose names and limits are implausible by their IDs', async () => {
  const row = { id: 'claude-x', display_name: { x: 1 }, max_input_tokens: -5, max_tokens: '9' };
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: [row] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  const models = await open(`http://127.0.0.1:${port}`).models(never);
  server.close();
  server.closeAllConnections();
  expect(models).toMatchObject([{ id: 'claude-x', name: 'claude-x', contextWindow: 200_000, maxOutput: 32_000 }]);
});

describe('an address of something other than a model server', () => {
  it.each([
    ['http', "its response isn't valid HTTP"],
    ['https', 'the TLS connection failed'],
  ])('is described over %s: %s', async (scheme, reason) => {
    const server = createTcpServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.9\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A TCP server has a port.
    const { port } = server.address() as AddressInfo;
    const failure = failureOf(await collect(open(`${scheme}://127.0.0.1:${port}`).stream(sampleRequest(), never)));
    server.close();
    expect(failure.message).toBe(`Couldn't reach Anthropic at 127.0.0.1:${port}: ${reason}.`);
  });
});

describe('a Messages server that ignores "stream"', () => {
  const usage = { input_tokens: 9, output_tokens: 2, cache_read_input_tokens: 3 };
  const play = async (answer: object | string) => {
    const server = await startWireServer(anthropicFormat);
    const raw = typeof answer === 'string' ? answer : JSON.stringify(answer);
    server.play({ raw, contentType: 'application/json' });
    const events = await collect(open(server.url).stream(sampleRequest(), never));
    await server.close();
    return events;
  };

  it('can answer with a whole message', async () => {
    const content = [
      { type: 'thinking', thinking: 'hm', signature: 'sealed' },
      { type: 'text', text: 'Hi', citations: null },
      { type: 'tool_use', id: 't', name: 'read', input: { path: 'a' } },
      { type: 'tool_use', id: 'u', name: 'list', input: {} },
    ];
    const events = await play({ id: 'm', type: 'message', role: 'assistant', content, stop_reason: 'tool_use', usage });
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      stopReason: 'toolUse',
      usage: { input: 9, output: 2, cacheRead: 3, cacheWrite: 0 },
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'sealed' },
        { type: 'text', text: 'Hi' },
        { type: 'toolCall', id: 't', name: 'read', arguments: { path: 'a' } },
        { type: 'toolCall', id: 'u', name: 'list', arguments: {} },
      ],
    });
  });

  it('can omit everything but the text, with space and a byte order mark before it', async () => {
    expect((await play(`\ufeff\n ${JSON.stringify({ content: 'Hi' })}`)).at(-1)).toMatchObject({
      type: 'done',
      stopReason: 'stop',
      content: [{ type: 'text', text: 'Hi' }],
    });
  });

  it('can send null, and implausible counts, which are left out', async () => {
    const content = [
      { type: 'thinking', thinking: 'hm', signature: null },
      { type: 'text', text: 'Hi' },
    ];
    expect((await play({ content, usage: null })).at(-1)).toMatchObject({
      type: 'done',
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'Hi' },
      ],
    });
    for (const count of ['9', -5, 1e308, [7], { toString: null }])
      expect((await play({ content: 'Hi', usage: { input_tokens: count, output_tokens: 2.4 } })).at(-1)).toMatchObject({
        type: 'done',
        usage: { input: 0, output: 2 },
      });
    const failure = failureOf(await play({ content: [null] }));
    expect(failure.message).toBe('The response from Anthropic was empty or in an unknown format.');
  });

  it('can reach the output limit, or fail', async () => {
    const truncated = { type: 'message', content: [{ type: 'text', text: 'Hal' }], stop_reason: 'max_tokens', usage };
    expect((await play(truncated)).at(-1)).toMatchObject({ type: 'done', stopReason: 'length' });
    const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    expect(failureOf(await play(overloaded)).code).toBe('overloaded');
    expect(failureOf(await play('{"content":[{"type":"te')).code).toBe('bad-response');
  });
});

describe('the end of an Anthropic stream', () => {
  const event = (type: string, fields: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const answer =
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'half' } });

  it('can be an error event, which keeps the text before it', async () => {
    const server = await startWireServer(anthropicFormat);
    const error = event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });
    server.play({ raw: answer + error + event('message_stop', {}), contentType: 'text/event-stream' });
    const events = await collect(open(server.url).stream(sampleRequest(), never));
    await server.close();
    expect(events).toMatchObject([
      { type: 'text', text: 'half' },
      { type: 'failed', error: { code: 'overloaded' }, content: [{ type: 'text', text: 'half' }] },
    ]);
  });

  it('is its last event, and the next call uses the same connection', async () => {
    const ports = new Set<number | undefined>();
    const responses: ServerResponse[] = [];
    const server = createServer((request, response) => {
      ports.add(request.socket.remotePort);
      responses.push(response);
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(answer + event('message_stop', {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A TCP server has a port.
    const provider = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 60_000);
    const ask = async () => {
      const abort = new AbortController();
      const last = (await collect(provider.stream(sampleRequest(), abort.signal))).at(-1);
      // The engine ends every attempt so.
      abort.abort();
      expect(last).toMatchObject({ type: 'done', content: [{ type: 'text', text: 'half' }] });
      await new Promise<void>((resolve) => void responses.at(-1)?.end('late', resolve));
    };
    await ask();
    // A connection that was closed is noticed with the next response at the latest.
    await ask();
    await ask();
    server.close().closeAllConnections();
    expect(ports.size).toBeLessThan(3);
  });
});

describe('Anthropic with an independent mock server', () => {
  it('streams text and a tool call', async () => {
    const mock = new LLMock({ port: 0 });
    mock.onMessage('Hello', { toolCalls: [{ name: 'exec', arguments: '{"command":"ls"}' }] });
    await mock.start();
    const events = await collect(open(mock.url).stream(sampleRequest(), never));
    await mock.stop();
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      stopReason: 'toolUse',
      content: [{ type: 'toolCall', name: 'exec', arguments: { command: 'ls' } }],
    });
  });
});
