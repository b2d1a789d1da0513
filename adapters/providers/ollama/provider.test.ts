// Proves: MP-3
import { LLMock } from '@copilotkit/aimock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { collect, describeProvider, failureOf, sampleRequest } from '#tests/conformance/provider.ts';
import { ollamaFormat } from '#tests/support/wire-formats.ts';
import { startWireServer, type WireServer } from '#tests/support/wire-server.ts';

import { ollamaProvider } from './provider.ts';
import { writtenCalls } from './tool-text.ts';

const open = (baseUrl: string, idleMs = 5000) =>
  ollamaProvider.create({ id: 'ollama', apiKey: undefined, baseUrl, idleTimeoutMs: () => idleMs });
const never = new AbortController().signal;

describeProvider('ollama', {
  format: ollamaFormat,
  key: undefined,
  open,
  textArguments: false,
  tellsRetryAfter: false,
});

describe('Ollama', () => {
  let server: WireServer;
  beforeEach(async () => {
    server = await startWireServer(ollamaFormat);
  });
  afterEach(() => server.close());

  it('is requested with the displayed context window from the Modelfile', async () => {
    const provider = open(server.url);
    expect((await provider.models(never))[0]).toMatchObject({ contextWindow: 16_384, images: true, reasoning: true });
    await collect(provider.stream(sampleRequest(), never));
    expect(server.requests.at(-1)).toMatchObject({
      path: '/api/chat',
      body: { options: { num_ctx: 16_384 }, think: false },
    });
  });

  it('gets no prompt that it would silently truncate', async () => {
    const long = sampleRequest({
      messages: [{ role: 'user', content: [{ type: 'text', text: 'word '.repeat(20_000) }] }],
    });
    const failure = failureOf(await collect(open(server.url).stream(long, never)));
    expect(failure).toMatchObject({ code: 'context-too-long' });
    expect(failure.message).toContain('16384');
    expect(server.requests.some((request) => request.path === '/api/chat')).toBe(false);
  });

  it('supports a tool call that the model wrote as text', async () => {
    server.play({
      parts: [{ say: ['<tool_call>\n{"name": "exec", ', '"arguments": {"command": "ls"}}\n</tool_call>'] }],
    });
    const events = await collect(open(server.url).stream(sampleRequest(), never));
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      stopReason: 'toolUse',
      content: [{ type: 'toolCall', name: 'exec', arguments: { command: 'ls' } }],
    });
  });

  it('works with an independent mock server', async () => {
    const mock = new LLMock({ port: 0 });
    mock.onMessage('Hello', { content: 'Good morning' });
    await mock.start();
    const events = await collect(open(mock.url).stream(sampleRequest(), never));
    await mock.stop();
    expect(events.at(-1)).toMatchObject({ type: 'done', content: [{ type: 'text', text: 'Good morning' }] });
  });
});

describe('a tool call written as text', () => {
  const tools = ['exec', 'read'];
  it.each([
    ['{"name":"exec","arguments":{"command":"ls"}}', 1],
    ['{"name":"exec","parameters":{"command":"ls"}}', 1],
    ['{"type":"function","function":{"name":"exec","arguments":"{\\"command\\":\\"ls\\"}"}}', 1],
    ['```json\n{"name":"exec","arguments":{}}\n```', 1],
    ['<tool_call>{"name":"exec","arguments":{}}</tool_call>\n<tool_call>{"name":"read","arguments":{}}</tool_call>', 2],
    ['<tool_call>{"name":"exec","arguments":{}}', 1],
    ['[{"name":"exec","arguments":{}},{"name":"read","arguments":{}}]', 2],
    ['{"name":"format_disk","arguments":{}}', 0],
    ['Use {"name":"exec","arguments":{}} to list files.', 0],
    ['```json\n{"name":"exec","arguments":{}}\n```\nThis would list the files.', 0],
    ['plain text', 0],
    ['[]', 0],
    ['', 0],
  ])('%s contains %i', (text, count) => {
    expect(writtenCalls(text, tools)).toHaveLength(count);
  });
});
