// Proves: GW-12
import { once } from 'node:events';
import { request } from 'node:http';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelRequestRecord, Reply } from '../support/model-server.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { connected } from './support/raw-socket.ts';

let gateway: ProtocolHost;
let openai: OpenAI;
let answer: (request: ModelRequestRecord) => Reply | Promise<Reply>;

beforeAll(async () => {
  gateway = await startProtocolHost((request) => answer(request));
  openai = new OpenAI({ apiKey: TOKEN, baseURL: `${gateway.address.origin}/v1`, maxRetries: 0 });
  const socket = await connected(gateway.url);
  const chosen = await socket.request('m', 'setup.choose', { model: 'anthropic/claude-sonnet-4-5', done: true });
  if (chosen.ok !== true) throw new Error(chosen.error?.message);
  socket.close();
});
afterAll(() => gateway.stop());

const says = (say: string, chunks = 1): Reply => ({
  steps: [{ say, chunks }],
  usage: { input: 100, output: 20, cacheRead: 8 },
});
const weather: OpenAI.ChatCompletionFunctionTool = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'Weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
};
/** The field by which the protocol keeps a session per user; OpenAI's own types call it deprecated. */
const asUser = (name: string) => ({ user: name });
const ask = (content: string): OpenAI.ChatCompletionMessageParam[] => [{ role: 'user', content }];
const lastBody = () => JSON.stringify(gateway.model.requests.at(-1)?.body);

/** Sends a completion request and disconnects as soon as the system has taken it. */
async function sendAndLeave(body: object): Promise<void> {
  const sent = request(`${gateway.address.origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
  });
  sent.on('error', () => undefined);
  sent.end(JSON.stringify(body));
  await once(sent, 'finish');
  sent.destroy();
}

/** Number of completion requests that the gateway has finished. */
async function endedCompletions(): Promise<number> {
  const { origin } = gateway.address;
  const page = await fetch(`${origin}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  const lines = (await page.text()).matchAll(/^gatehouse_http_requests_total\{.*completions.*\} (\d+)$/gm);
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
}

describe('the models list', () => {
  it('lists the agents under both names', async () => {
    const ids = [];
    for await (const { id } of openai.models.list()) ids.push(id);
    expect(ids).toEqual(expect.arrayContaining(['openclaw', 'openclaw/default', 'openclaw/main', 'gatehouse/main']));
    expect((await openai.models.retrieve('openclaw/main')).owned_by).toBe('openclaw');
    await expect(openai.models.retrieve('gpt-4')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  });

  it('requires the token', async () => {
    const stranger = new OpenAI({ apiKey: 'wrong', baseURL: `${gateway.address.origin}/v1`, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, type: 'unauthorized' });
  });
});

describe('a chat completion', () => {
  it('returns a complete response with usage', async () => {
    answer = () => says('hello there');
    const completion = await openai.chat.completions.create({ model: 'openclaw', messages: ask('hi') });
    expect(completion).toMatchObject({
      object: 'chat.completion',
      model: 'openclaw',
      choices: [{ message: { role: 'assistant', content: 'hello there' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 108, completion_tokens: 20, total_tokens: 128 },
    });
  });

  it('streams text and ends with usage', async () => {
    answer = () => says('one two three four', 4);
    const stream = await openai.chat.completions.create({
      model: 'gatehouse/main',
      messages: ask('count'),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant' });
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('one two three four');
    expect(chunks.filter((chunk) => chunk.choices[0]?.delta.content).length).toBeGreaterThan(1);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 128 } });
  });

  it('sends the whole conversation, including instructions, to the model', async () => {
    answer = () => says('blue');
    await openai.chat.completions.create({
      model: 'openclaw',
      messages: [
        { role: 'system', content: 'Talk like a sailor.' },
        { role: 'user', content: 'My colour is blue.' },
        { role: 'assistant', content: 'Aye.' },
        { role: 'user', content: [{ type: 'text', text: 'Which colour?' }] },
      ],
    });
    const body = gateway.model.requests.at(-1)?.body;
    expect(body?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(JSON.stringify(body?.system)).toContain('Talk like a sailor.');
    expect(lastBody()).toContain('My colour is blue.');
  });

  it('is independent unless a user or session key identifies a conversation', async () => {
    answer = () => says('noted');
    await openai.chat.completions.create({ model: 'openclaw', messages: ask('secret word: heron') });
    await openai.chat.completions.create({ model: 'openclaw', messages: ask('which word?') });
    expect(lastBody()).not.toContain('heron');
    await openai.chat.completions.create({ model: 'openclaw', messages: ask('secret word: stork'), ...asUser('ada') });
    await openai.chat.completions.create({ model: 'openclaw', messages: ask('which word?'), ...asUser('ada') });
    expect(lastBody()).toContain('stork');
    const headers = { 'x-openclaw-session-key': 'agent:main:program' };
    await openai.chat.completions.create({ model: 'openclaw', messages: ask('secret word: crane') }, { headers });
    await openai.chat.completions.create({ model: 'openclaw', messages: ask('which word?') }, { headers });
    expect(lastBody()).toContain('crane');
  });

  it('rejects unknown agents, empty messages, and invalid requests with an explanation', async () => {
    const create = (body: object) =>
      openai.chat.completions.create({ model: 'openclaw', messages: ask('x'), ...body } as never);
    await expect(create({ model: 'gpt-4' })).rejects.toMatchObject({ status: 400, type: 'invalid_request_error' });
    await expect(create({ messages: [] })).rejects.toThrow('Missing user message');
    await expect(create({ messages: 'x' })).rejects.toThrow('must be a list');
    await expect(create({ n: 2 })).rejects.toMatchObject({ param: 'n' });
    await expect(
      create({
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'http://169.254.169.254/' } }] }],
      }),
    ).rejects.toThrow('not fetched');
    await expect(
      create({
        messages: [
          ...ask('x'),
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'c', type: 'function', function: { name: 'exec', arguments: '{}' } }],
          },
        ],
      }),
    ).rejects.toMatchObject({ status: 400 });
  });

  it('reports model errors, complete and streamed', async () => {
    answer = () => ({
      status: 400,
      body: JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: 'nope' } }),
    });
    await expect(openai.chat.completions.create({ model: 'openclaw', messages: ask('x') })).rejects.toBeInstanceOf(
      OpenAI.APIError,
    );
    const stream = await openai.chat.completions.create({ model: 'openclaw', messages: ask('x'), stream: true });
    await expect(
      (async () => {
        for await (const chunk of stream) void chunk;
      })(),
    ).rejects.toBeInstanceOf(OpenAI.APIError);
  });

  it('waits for the user’s previous one, and never runs if the client disconnects', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    answer = () => gate.then(() => says('in turn'));
    const create = (text: string) =>
      openai.chat.completions.create({ model: 'openclaw', messages: ask(text), ...asUser('bob') });
    const before = gateway.model.requests.length;
    const first = create('first of bob');
    await expect.poll(() => gateway.model.requests.length).toBe(before + 1);
    const ended = await endedCompletions();
    await sendAndLeave({ model: 'openclaw', messages: ask('second of bob'), ...asUser('bob') });
    const third = create('third of bob');
    await expect.poll(endedCompletions).toBe(ended + 1);
    open();
    expect((await first).choices[0]?.message.content).toBe('in turn');
    expect((await third).choices[0]?.message.content).toBe('in turn');
    expect(gateway.model.requests).toHaveLength(before + 2);
    expect(lastBody()).not.toContain('second of bob');
  });

  it('waits for an approval in the app', async () => {
    let calls = 0;
    answer = () =>
      (calls += 1) === 1 ? { steps: [{ call: 'exec', input: { command: 'node -e 1' } }] } : says('It was denied.');
    const completion = openai.chat.completions.create({ model: 'openclaw', messages: ask('run it') });
    const socket = await connected(gateway.url);
    const pending = async () =>
      ((await socket.request(crypto.randomUUID(), 'exec.approval.list')).payload ?? []) as readonly {
        readonly id: string;
      }[];
    await expect.poll(async () => (await pending()).length).toBe(1);
    const [approval] = await pending();
    await socket.request('deny', 'exec.approval.resolve', { id: approval?.id, decision: 'deny' });
    expect((await completion).choices[0]?.message.content).toBe('It was denied.');
    socket.close();
  });

  it('can be disabled', async () => {
    const socket = await connected(gateway.url);
    const patch = async (raw: string) => {
      const { payload } = await socket.request(crypto.randomUUID(), 'config.get');
      await socket.request(crypto.randomUUID(), 'config.patch', { raw, baseHash: payload?.['hash'] });
    };
    await patch('{"http":{"openai":{"enabled":false}}}');
    await expect(openai.models.list()).rejects.toMatchObject({ status: 404, code: 'not_enabled' });
    await expect(openai.chat.completions.create({ model: 'openclaw', messages: ask('x') })).rejects.toMatchObject({
      status: 404,
    });
    await patch('{"http":null}');
    await openai.models.list();
    socket.close();
  });

  it('stops when the client disconnects', async () => {
    answer = () => ({ steps: [{ say: 'first' }, { hang: true }] });
    const stream = await openai.chat.completions.create({
      model: 'openclaw',
      messages: ask('talk for ever'),
      stream: true,
    });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content !== undefined) break;
    await expect.poll(() => gateway.model.open()).toBe(0);
  });
});

describe('tools of the caller', () => {
  it('are returned as calls, and their results continue the conversation', async () => {
    answer = () => ({ steps: [{ say: 'Looking.' }, { call: 'weather', input: { city: 'Oslo' }, id: 'toolu_1' }] });
    const messages = ask('Weather in Oslo?');
    const first = await openai.chat.completions.create({ model: 'openclaw', messages, tools: [weather] });
    const choice = first.choices[0];
    expect(choice?.finish_reason).toBe('tool_calls');
    expect(choice?.message.tool_calls).toEqual([
      { id: 'toolu_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
    ]);
    expect(gateway.model.requests.at(-1)?.body.tools?.map(({ name }) => name)).toContain('weather');
    answer = () => says('Rain.');
    if (choice === undefined) throw new Error('no choice');
    const second = await openai.chat.completions.create({
      model: 'openclaw',
      messages: [...messages, choice.message, { role: 'tool', tool_call_id: 'toolu_1', content: 'rain, 4 degrees' }],
      tools: [weather],
    });
    expect(second.choices[0]?.message.content).toBe('Rain.');
    expect(lastBody()).toContain('rain, 4 degrees');
  });

  it('are also returned in a stream', async () => {
    answer = () => ({ steps: [{ call: 'weather', input: { city: 'Bergen' }, id: 'toolu_2' }] });
    const runner = openai.chat.completions.stream({ model: 'openclaw', messages: ask('Weather?'), tools: [weather] });
    const completion = await runner.finalChatCompletion();
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { tool_calls: [{ id: 'toolu_2', function: { name: 'weather', arguments: '{"city":"Bergen"}' } }] },
    });
  });

  it('are not offered if tool_choice is none', async () => {
    answer = () => says('no tools');
    await openai.chat.completions.create({
      model: 'openclaw',
      messages: ask('x'),
      tools: [weather],
      tool_choice: 'none',
    });
    expect(gateway.model.requests.at(-1)?.body.tools?.map(({ name }) => name)).not.toContain('weather');
  });
});

describe('tools of the agent', () => {
  it('are run by the agent before it answers', async () => {
    let calls = 0;
    answer = () =>
      (calls += 1) === 1 ? { steps: [{ call: 'list', input: { path: '.' } }] } : says('An empty folder.');
    const completion = await openai.chat.completions.create({ model: 'openclaw', messages: ask('What is here?') });
    expect(completion.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'An empty folder.' } });
    expect(calls).toBe(2);
  });
});

describe('a response', () => {
  const tool = {
    type: 'function' as const,
    name: 'weather',
    description: 'Weather',
    strict: false,
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  };

  it('returns a complete response with usage', async () => {
    answer = () => says('hello there');
    const response = await openai.responses.create({ model: 'openclaw', input: 'hi', instructions: 'Be kind.' });
    expect(response).toMatchObject({
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'hello there' }] }],
      usage: { input_tokens: 108, output_tokens: 20, total_tokens: 128 },
    });
    expect(response.output_text).toBe('hello there');
    expect(JSON.stringify(gateway.model.requests.at(-1)?.body.system)).toContain('Be kind.');
  });

  it('streams events in order', async () => {
    answer = () => says('one two', 2);
    const types: string[] = [];
    let text = '';
    for await (const event of await openai.responses.create({ model: 'openclaw', input: 'count', stream: true })) {
      if (event.type === 'response.output_text.delta') text += event.delta;
      if (event.type !== types.at(-1)) types.push(event.type);
    }
    expect(types).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(text).toBe('one two');
  });

  it('can be continued by its ID, but not by an unknown ID', async () => {
    answer = () => says('noted');
    const first = await openai.responses.create({ model: 'openclaw', input: 'secret word: egret' });
    const second = await openai.responses.create({
      model: 'openclaw',
      input: 'which word?',
      previous_response_id: first.id,
    });
    expect(lastBody()).toContain('egret');
    expect(second.id).not.toBe(first.id);
    await openai.responses.create({ model: 'openclaw', input: 'once more', previous_response_id: second.id });
    expect(lastBody()).toContain('egret');
    for (const id of ['resp_1', `resp_${'0'.repeat(32)}_00000000`])
      await expect(
        openai.responses.create({ model: 'openclaw', input: 'x', previous_response_id: id }),
      ).rejects.toMatchObject({ status: 400, param: 'previous_response_id' });
    await expect(
      openai.responses.create({ model: 'openclaw', input: 'x', background: true }),
      'not supported',
    ).rejects.toMatchObject({ status: 400, param: 'background' });
  });

  it('returns calls of caller tools and accepts their outputs', async () => {
    answer = () => ({
      steps: [
        { call: 'weather', input: { city: 'Oslo' }, id: 'toolu_3' },
        { call: 'weather', input: { city: 'Rome' }, id: 'toolu_4' },
      ],
    });
    const input: OpenAI.Responses.ResponseInputItem[] = [{ role: 'user', content: 'Weather in Oslo and Rome?' }];
    const stream = openai.responses.stream({ model: 'openclaw', input, tools: [tool] });
    const first = await stream.finalResponse();
    const calls = first.output.filter((item) => item.type === 'function_call');
    expect(calls.map(({ call_id: id, arguments: text }) => [id, text])).toEqual([
      ['toolu_3', '{"city":"Oslo"}'],
      ['toolu_4', '{"city":"Rome"}'],
    ]);
    answer = () => says('Rain and sun.');
    const outputs = calls.map(({ call_id: id }, index) => ({
      type: 'function_call_output' as const,
      call_id: id,
      output: ['rain', 'sun'][index] ?? '',
    }));
    const again = calls.map(({ call_id: id, name, arguments: text }) => ({
      type: 'function_call' as const,
      call_id: id,
      name,
      arguments: text,
    }));
    const second = await openai.responses.create({
      model: 'openclaw',
      input: [...input, ...again, ...outputs],
      tools: [tool],
    });
    expect(second.output_text).toBe('Rain and sun.');
    const sent = gateway.model.requests.at(-1)?.body.messages ?? [];
    expect(sent.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    const third = await openai.responses.create({
      model: 'openclaw',
      input: outputs,
      previous_response_id: first.id,
      tools: [tool],
    });
    expect(third.status).toBe('completed');
    expect(lastBody()).toContain('Result of the tool');
  });

  it('ends with an error event on failure', async () => {
    answer = () => ({
      status: 400,
      body: JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: 'nope' } }),
    });
    const types: string[] = [];
    for await (const event of await openai.responses.create({ model: 'openclaw', input: 'x', stream: true }))
      types.push(event.type);
    expect(types.at(-1)).toBe('response.failed');
    await expect(openai.responses.create({ model: 'openclaw', input: 'x' })).rejects.toBeInstanceOf(OpenAI.APIError);
  });
});
