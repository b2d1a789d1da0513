// Proves: GW-12
import { once } from 'node:events';
import { request } from 'node:http';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { ask, openAiGateway, refuses, says } from '../support/openai-gateway.ts';
import { TOKEN } from '../support/protocol-host.ts';
import { connected } from '../support/raw-socket.ts';

const { gateway, openai, answer, lastBody, lastText } = openAiGateway();

/** The field by which the protocol keeps a session per user; OpenAI's own types call it deprecated. */
const asUser = (name: string) => ({ user: name });

/** Sends a completion request and disconnects as soon as the system has taken it. */
async function sendAndLeave(body: object): Promise<void> {
  const sent = request(`${gateway().address.origin}/v1/chat/completions`, {
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
  const { origin } = gateway().address;
  const page = await fetch(`${origin}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  const lines = (await page.text()).matchAll(/^gatehouse_http_requests_total\{.*completions.*\} (\d+)$/gm);
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
}

describe('a chat completion', () => {
  it('returns a complete response with usage', async () => {
    answer(() => says('hello there'));
    const completion = await openai().chat.completions.create({ model: 'openclaw', messages: ask('hi') });
    expect(completion).toMatchObject({
      object: 'chat.completion',
      model: 'openclaw',
      choices: [{ message: { role: 'assistant', content: 'hello there' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 108, completion_tokens: 20, total_tokens: 128 },
    });
  });

  it('streams text and ends with usage', async () => {
    answer(() => ({ ...says(''), steps: [{ say: 'one two three four', chunks: 4, everyMs: 20 }] }));
    const stream = await openai().chat.completions.create({
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
    answer(() => says('blue'));
    await openai().chat.completions.create({
      model: 'openclaw',
      messages: [
        { role: 'system', content: 'Talk like a sailor.' },
        { role: 'user', content: 'My colour is blue.' },
        { role: 'assistant', content: 'Aye.' },
        { role: 'user', content: [{ type: 'text', text: 'Which colour?' }] },
      ],
    });
    const body = lastBody();
    expect(body?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(JSON.stringify(body?.system)).toContain('Talk like a sailor.');
    expect(lastText()).toContain('My colour is blue.');
  });

  it('is independent unless a user or session key identifies a conversation', async () => {
    answer(() => says('noted'));
    await openai().chat.completions.create({ model: 'openclaw', messages: ask('secret word: heron') });
    await openai().chat.completions.create({ model: 'openclaw', messages: ask('which word?') });
    expect(lastText()).not.toContain('heron');
    await openai().chat.completions.create({
      model: 'openclaw',
      messages: ask('secret word: stork'),
      ...asUser('ada'),
    });
    await openai().chat.completions.create({ model: 'openclaw', messages: ask('which word?'), ...asUser('ada') });
    expect(lastText()).toContain('stork');
    const headers = { 'x-openclaw-session-key': 'agent:main:program' };
    await openai().chat.completions.create({ model: 'openclaw', messages: ask('secret word: crane') }, { headers });
    await openai().chat.completions.create({ model: 'openclaw', messages: ask('which word?') }, { headers });
    expect(lastText()).toContain('crane');
  });

  it('rejects unknown agents, empty messages, and invalid requests with an explanation', async () => {
    const create = (body: object) =>
      openai().chat.completions.create({ model: 'openclaw', messages: ask('x'), ...body } as never);
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
    answer(refuses);
    await expect(openai().chat.completions.create({ model: 'openclaw', messages: ask('x') })).rejects.toBeInstanceOf(
      OpenAI.APIError,
    );
    const stream = await openai().chat.completions.create({ model: 'openclaw', messages: ask('x'), stream: true });
    await expect(
      (async () => {
        for await (const chunk of stream) void chunk;
      })(),
    ).rejects.toBeInstanceOf(OpenAI.APIError);
  });

  it('waits for the user’s previous one, and never runs if the client disconnects', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    answer(() => gate.then(() => says('in turn')));
    const create = (text: string) =>
      openai().chat.completions.create({ model: 'openclaw', messages: ask(text), ...asUser('bob') });
    const before = gateway().model.requests.length;
    const first = create('first of bob');
    await expect.poll(() => gateway().model.requests.length).toBe(before + 1);
    const ended = await endedCompletions();
    await sendAndLeave({ model: 'openclaw', messages: ask('second of bob'), ...asUser('bob') });
    const third = create('third of bob');
    await expect.poll(endedCompletions).toBe(ended + 1);
    open();
    expect((await first).choices[0]?.message.content).toBe('in turn');
    expect((await third).choices[0]?.message.content).toBe('in turn');
    expect(gateway().model.requests).toHaveLength(before + 2);
    expect(lastText()).not.toContain('second of bob');
  });

  it('waits for an approval in the app', async () => {
    let calls = 0;
    answer(() =>
      (calls += 1) === 1 ? { steps: [{ call: 'exec', input: { command: 'node -e 1' } }] } : says('It was denied.'),
    );
    const completion = openai().chat.completions.create({ model: 'openclaw', messages: ask('run it') });
    const socket = await connected(gateway().url);
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
    const socket = await connected(gateway().url);
    const patch = async (raw: string) => {
      const { payload } = await socket.request(crypto.randomUUID(), 'config.get');
      await socket.request(crypto.randomUUID(), 'config.patch', { raw, baseHash: payload?.['hash'] });
    };
    await patch('{"http":{"openai":{"enabled":false}}}');
    await expect(openai().models.list()).rejects.toMatchObject({ status: 404, code: 'not_enabled' });
    await expect(openai().chat.completions.create({ model: 'openclaw', messages: ask('x') })).rejects.toMatchObject({
      status: 404,
    });
    await patch('{"http":null}');
    await openai().models.list();
    socket.close();
  });

  it('stops when the client disconnects', async () => {
    answer(() => ({ steps: [{ say: 'first' }, { hang: true }] }));
    const stream = await openai().chat.completions.create({
      model: 'openclaw',
      messages: ask('talk forever'),
      stream: true,
    });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content !== undefined) break;
    await expect.poll(() => gateway().model.open()).toBe(0);
  });
});
