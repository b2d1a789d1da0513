// Streams as real servers send them, each with the answer that a person must see. Proves: MP-2
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ModelMessage } from '#core/ports/provider.ts';
import { collect, failureOf, sampleRequest } from '#tests/conformance/provider.ts';
import { openAiFormat } from '#tests/support/wire-formats.ts';
import { startWireServer, type WireServer } from '#tests/support/wire-server.ts';

import { fromModelList } from './models.ts';
import { compatibleProvider } from './provider.ts';

const never = new AbortController().signal;
const STOP = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
const delta = (fields: object) => ({ choices: [{ index: 0, delta: fields, finish_reason: null }] });
const call = (fields: object) => delta({ tool_calls: [fields] });
const read = (path: string) => ({ name: 'read', arguments: JSON.stringify({ path }) });

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer(openAiFormat);
});
afterEach(() => server.close());

const open = () =>
  compatibleProvider.create({
    id: 'compatible',
    apiKey: undefined,
    baseUrl: server.url,
    idleTimeoutMs: () => 60_000,
  });

async function play(chunks: readonly object[], end = 'data: [DONE]\n\n') {
  const lines = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
  return await playRaw(lines + end);
}

async function playRaw(raw: string, contentType = 'text/event-stream') {
  server.play({ raw, contentType });
  return await collect(open().stream(sampleRequest(), never));
}

async function content(chunks: readonly object[]) {
  const last = (await play(chunks)).at(-1);
  if (last?.type !== 'done') throw new Error(JSON.stringify(last));
  return last.content;
}

const text = (value: string) => ({ type: 'text', text: value });
const reads = (...paths: readonly string[]) =>
  paths.map((path) => expect.objectContaining({ type: 'toolCall', name: 'read', arguments: { path } }));

describe('text of a chat completion', () => {
  it('is kept beside an empty list of tool calls', async () => {
    const chunks = ['Hello ', 'you'].map((part) => delta({ content: part, tool_calls: [] }));
    expect(await content([...chunks, STOP])).toEqual([text('Hello you')]);
  });

  it('is kept beside a tool call in the same delta', async () => {
    const both = delta({
      content: 'I will read it.',
      tool_calls: [{ index: 0, id: 'c', function: read('one.txt') }],
    });
    expect(await content([both, STOP])).toEqual([text('I will read it.'), ...reads('one.txt')]);
  });

  it('is kept beside the last piece of reasoning', async () => {
    const chunks = [delta({ reasoning_content: 'done.', content: 'Answer: ' }), delta({ content: '42' }), STOP];
    expect(await content(chunks)).toMatchObject([{ type: 'thinking', thinking: 'done.' }, text('Answer: 42')]);
  });

  it('can be a list of typed parts', async () => {
    const thought = { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] };
    const chunks = [
      delta({ content: [thought] }),
      delta({ content: [text('The answer')] }),
      delta({ content: ' is 4.' }),
    ];
    expect(await content([...chunks, STOP])).toMatchObject([
      { type: 'thinking', thinking: 'hm' },
      text('The answer is 4.'),
    ]);
  });

  it('is a refusal if it arrives as one', async () => {
    const events = await play([delta({ content: null, refusal: 'I cannot help with that.' }), STOP]);
    expect(events.at(-1)).toMatchObject({ stopReason: 'refusal', content: [text('I cannot help with that.')] });
  });

  it.each([
    [['<think>plan</think>Hello'], 'plan', 'Hello'],
    [['<thi', 'nk>\npl', 'an</th', 'ink>\n\nHello'], 'plan', 'Hello'],
    [['plan', '</think>Hello'], 'plan', 'Hello'],
    [['<thought>plan</thought> Hello'], 'plan', 'Hello'],
  ])('has no think tags: %j', async (parts, thinking, answer) => {
    expect(await content([...parts.map((part) => delta({ content: part })), STOP])).toMatchObject([
      { type: 'thinking', thinking },
      text(answer),
    ]);
  });

  it('keeps tags that are part of the answer', async () => {
    for (const answer of ['Use `</think>` to close it.', '<thin', 'a <think> b'])
      expect(await content([delta({ content: answer }), STOP])).toEqual([text(answer)]);
  });

  it('is well-formed, however the server cuts its surrogate pairs', async () => {
    expect(await content([delta({ content: 'a\ud83d' }), delta({ content: '\ude00b\ud83d' }), STOP])).toEqual([
      text('a😀b\ufffd'),
    ]);
  });
});

describe('tool calls of a chat completion', () => {
  it('are separate if parallel calls share one index', async () => {
    const chunks = ['one', 'two', 'three'].map((name) => call({ index: 0, id: name, function: read(name) }));
    expect(await content([...chunks, STOP])).toEqual(reads('one', 'two', 'three'));
  });

  it('are separate if the index is null or missing', async () => {
    for (const index of [{ index: null }, {}]) {
      const chunks = ['one', 'two'].map((name) => call({ ...index, id: name, function: read(name) }));
      expect(await content([...chunks, STOP])).toEqual(reads('one', 'two'));
    }
  });

  it('are separate if neither ID nor index tells them apart', async () => {
    const chunks = ['one', 'two'].map((name) => call({ index: 0, function: read(name) }));
    expect(await content([...chunks, STOP])).toEqual(reads('one', 'two'));
  });

  it('have separate IDs even if the server repeats one', async () => {
    const chunks = ['one', 'two'].map((name, index) => call({ index, id: 'same', function: read(name) }));
    const blocks = await content([...chunks, STOP]);
    expect(blocks).toEqual(reads('one', 'two'));
    expect(new Set(blocks.map((block) => (block.type === 'toolCall' ? block.id : ''))).size).toBe(2);
  });

  it('run once if the server sends a call again at its end', async () => {
    const once = call({ index: 0, id: 'c', function: read('one') });
    expect(await content([once, once, STOP])).toEqual(reads('one'));
  });

  it('can have their arguments as an object', async () => {
    const whole = call({ index: 0, id: 'o', function: { name: 'read', arguments: { path: 'one' } } });
    expect(await content([whole, STOP])).toEqual(reads('one'));
  });

  it('can have a name that arrives late, or the same name in each fragment', async () => {
    const fragments = ['{"pa', 'th":"one"}'];
    const late = [
      call({ index: 0, id: 'n', type: 'function', function: {} }),
      call({ index: 0, function: { name: 'read' } }),
    ];
    const args = fragments.map((part) => call({ index: 0, function: { arguments: part } }));
    expect(await content([...late, ...args, STOP])).toEqual(reads('one'));
    const repeated = fragments.map((part) => call({ index: 0, id: 'n', function: { name: 'read', arguments: part } }));
    expect(await content([...repeated, STOP])).toEqual(reads('one'));
  });

  it('without a name have one that no tool has', async () => {
    expect(await content([call({ index: 0, id: 'n', function: { arguments: '{}' } }), STOP])).toMatchObject([
      { type: 'toolCall', name: 'unnamed_tool', arguments: {} },
    ]);
  });

  it('can arrive in the older form', async () => {
    expect(await content([delta({ function_call: read('one') }), STOP])).toEqual(reads('one'));
  });
});

describe('the end of a chat completion', () => {
  it('can be the closing mark alone', async () => {
    expect((await play([delta({ content: 'All of it.' })])).at(-1)).toMatchObject({
      type: 'done',
      stopReason: 'stop',
      content: [text('All of it.')],
    });
  });

  it('is missing if the connection closes without it', async () => {
    expect(failureOf(await play([delta({ content: 'Half' })], '')).code).toBe('network');
  });

  it('can be a failure of the server, inside or beside the choice', async () => {
    const error = { message: 'Provider overloaded', code: 502 };
    const choice = { index: 0, delta: { content: '' }, finish_reason: 'error' };
    for (const failure of [{ error, choices: [choice] }, { choices: [{ ...choice, error }] }, { choices: [choice] }]) {
      const events = await play([delta({ content: 'Partly ' }), failure]);
      expect(failureOf(events).code).toBe('overloaded');
      expect(events.at(-1)).toMatchObject({ content: [text('Partly ')] });
    }
  });

  it('can be a whole JSON answer', async () => {
    const answer = { choices: [{ message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }] };
    const events = await playRaw(JSON.stringify(answer), 'application/json');
    expect(events.at(-1)).toMatchObject({ type: 'done', content: [text('Hi')] });
  });

  it('can be an event without an empty line after it, with CRLF, comments, and a byte order mark', async () => {
    const raw = `\ufeff: hello\r\n\r\ndata:${JSON.stringify(delta({ content: 'Hi' }))}\r\n\r\ndata: [DONE]`;
    expect((await playRaw(raw)).at(-1)).toMatchObject({ type: 'done', content: [text('Hi')] });
  });
});

describe('a server', () => {
  it.each(['stream_options', 'max_tokens'])('can reject %s once; later calls go without it', async (field) => {
    const provider = open();
    const message = `Unrecognized request argument supplied: ${field}`;
    server.play((body) => (Object.hasOwn(body, field) ? { status: 400, message } : { parts: [{ say: ['Hi'] }] }));
    expect((await collect(provider.stream(sampleRequest(), never))).at(-1)).toMatchObject({ type: 'done' });
    await collect(provider.stream(sampleRequest(), never));
    expect(server.requests.map(({ body }) => Object.hasOwn(body, field))).toEqual([true, false, false]);
  });

  it('gets the reasoning of an answer with calls back under its name', async () => {
    const events = await play([
      delta({ reasoning_content: 'I must read.' }),
      call({ index: 0, id: 'c', function: read('one') }),
      STOP,
    ]);
    const last = events.at(-1);
    const turn: ModelMessage = {
      role: 'assistant',
      content: last?.type === 'done' ? last.content : [],
      provider: 'compatible',
      model: 'm',
    };
    const results: ModelMessage = { role: 'tool', results: [{ callId: 'c', name: 'read', text: 'x', isError: false }] };
    const messages = [...sampleRequest().messages, turn, results];
    server.play({ parts: [{ say: ['ok'] }] });
    await collect(open().stream(sampleRequest({ messages }), never));
    expect(server.requests.at(-1)?.body).toMatchObject({
      messages: [{}, {}, { role: 'assistant', reasoning_content: 'I must read.' }, { role: 'tool' }],
    });
  });

  it('with a small context window leaves room for the conversation', () => {
    const model = fromModelList('compatible', { id: 'tiny', max_model_len: 4096 });
    expect(model).toMatchObject({ contextWindow: 4096, maxOutput: 1024 });
  });
});
