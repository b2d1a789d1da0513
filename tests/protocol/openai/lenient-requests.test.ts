// Conversations and requests as real programs send them, with their mistakes.
// Proves: GW-12
import { request as send, type IncomingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { openAiGateway, says } from '../support/openai-gateway.ts';
import { TOKEN } from '../support/protocol-host.ts';

const { gateway, answer, lastBody, lastText } = openAiGateway();

beforeEach(() => answer(() => says('Fine.')));

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function call(
  path: string,
  body?: string | Buffer | object,
  { headers = {}, method = body === undefined ? 'GET' : 'POST' }: { headers?: object; method?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, headers: { Authorization: `Bearer ${TOKEN}`, ...headers } };
    const request = send(`${gateway().address.origin}${path}`, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on('error', reject);
    request.end(body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
}

const CHAT = '/v1/chat/completions';
const chat = (messages: readonly object[], more: object = {}) => call(CHAT, { model: 'openclaw', messages, ...more });
const respond = (input: unknown, more: object = {}) => call('/v1/responses', { model: 'openclaw', input, ...more });
const roles = () => lastBody()?.messages.map(({ role }) => role);
const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown, more: object = {}) => ({ role: 'assistant', content, ...more });
const system = (content: unknown) => ({ role: 'system', content });
const called = (id: unknown, name: unknown, args: unknown) => ({
  tool_calls: [{ id, type: 'function', function: { name, arguments: args } }],
});

describe('a conversation', () => {
  it.each([
    ['an assistant prefix', [user('Count.'), assistant('One, two,')], ['user', 'assistant', 'user']],
    ['an assistant prefix alone', [assistant('Once upon')], ['user', 'assistant', 'user']],
    ['a note after an answer', [user('Hi'), assistant('Hello'), system('Say goodbye.')], ['user', 'assistant', 'user']],
    ['a note after a question', [user('Hi'), system('Answer in French.')], ['user']],
    ['system messages only', [system('Write a title.'), system('In French.')], ['user']],
    ['an empty answer at the end', [user('Hi'), assistant('')], ['user']],
    ['an answer without content', [user('Hi'), { role: 'assistant' }], ['user']],
    ['a greeting first', [assistant('How can I help?'), user('Hi')], ['user', 'assistant', 'user']],
  ])('can end or start with %s', async (_name, messages, expected) => {
    const { status, body } = await chat(messages);
    expect([status, JSON.parse(body).choices[0].message.content]).toEqual([200, 'Fine.']);
    expect(roles()).toEqual(expected);
    for (const { content = '' } of messages as readonly { content?: string }[]) expect(lastText()).toContain(content);
  });

  it('that ends with an answer is continued, also in an existing session', async () => {
    await chat([user('Count to four.'), assistant('One, two,')]);
    expect(lastText()).toContain('Continue your last message exactly where it ends');
    await chat([user('Hello')], { user: 'continues' });
    await chat([user('Count to four.'), assistant('One, two,')], { user: 'continues' });
    expect(lastText()).toContain('One, two,');
  });

  it('is continued in the same way through the Responses API', async () => {
    expect((await respond([user('Count.'), assistant('One, two,')])).status).toBe(200);
    expect(roles()).toEqual(['user', 'assistant', 'user']);
    expect((await respond([system('Write a title.')])).status).toBe(200);
    expect(lastText()).toContain('Write a title.');
  });

  it.each([
    ['broken', '{"bad'],
    ['no object', '[1]'],
    ['empty', ''],
    ['missing', undefined],
    ['an object', { path: 'x' }],
    ['encoded twice', JSON.stringify(JSON.stringify({ path: 'x' }))],
  ])('may contain tool arguments that are %s', async (_name, args) => {
    const messages = [
      user('Read it.'),
      assistant(null, called('c1', 'lookup', args)),
      { role: 'tool', tool_call_id: 'c1', content: 'It failed.' },
    ];
    expect((await chat(messages)).status).toBe(200);
    expect(lastText()).toContain('It failed.');
    expect((await chat([...messages, assistant('Sorry.'), user('Again.')])).status).toBe(200);
    const items = [
      user('Read it.'),
      { type: 'function_call', call_id: 'c1', name: 'lookup', arguments: args },
      { type: 'function_call_output', call_id: 'c1', output: 'It failed.' },
    ];
    expect((await respond(items)).status).toBe(200);
  });

  it('may contain calls without a name or ID', async () => {
    const nameless = [
      user('Read it.'),
      assistant(null, called('c1', '', '{}')),
      { role: 'tool', tool_call_id: 'c1', content: 'Unknown tool.' },
      user('Again.'),
    ];
    expect((await chat(nameless)).status).toBe(200);
    const withoutId = [
      user('Read it.'),
      assistant(null, called(undefined, 'lookup', '{}')),
      { role: 'tool', content: 'Found.' },
    ];
    expect((await chat(withoutId)).status).toBe(200);
    expect(lastText()).toContain('Found.');
  });

  it('may contain results that are late, repeated, or of unknown calls, and calls with the same ID', async () => {
    const result = (id: string, content: unknown) => ({ role: 'tool', tool_call_id: id, content });
    const calls = called('1', 'lookup', '{}').tool_calls;
    const call = assistant(null, { tool_calls: calls });
    const twice = assistant(null, { tool_calls: [...calls, ...calls] });
    for (const [messages, ...texts] of [
      [[user('a'), call, user('Wait.'), result('1', 'Late.')], 'Late.', 'Wait.'],
      [[user('a'), call, result('1', 'First.'), result('1', 'Again.')], 'First.'],
      [[user('a'), assistant('b'), result('x', 'Lost.')], 'Lost.'],
      [[result('x', 'Lost.')], 'Lost.'],
      [[user('a'), twice, result('1', 'One.'), result('1', 'Two.')], 'One.', 'Two.'],
      [[user('a'), call, result('1', 'One.'), assistant('b'), user('c'), call, result('1', 'Two.')], 'One.', 'Two.'],
      [[user('a'), call, result('1', { ok: true })], '{"ok":true}'],
      [[user('a'), call, result('1', [{ type: 'text', text: 'Part.' }])], 'Part.'],
    ] as readonly (readonly [readonly object[], ...string[]])[]) {
      expect((await chat(messages)).status, JSON.stringify(messages)).toBe(200);
      const sent = JSON.stringify(lastBody()?.messages);
      for (const text of texts) expect(sent).toContain(JSON.stringify(text).slice(1, -1));
    }
  });

  it.each([
    ['a call of a custom tool', { id: '1', type: 'custom', custom: { name: 'note', input: 'x' } }],
    ['a call without a type', { id: '1', function: { name: 'note', arguments: '{}' } }],
    ['a call without a function', { id: '1', name: 'note', arguments: '{}' }],
  ])('may contain %s', async (_name, call) => {
    const messages = [
      user('a'),
      assistant(null, { tool_calls: [null, call] }),
      { role: 'tool', tool_call_id: '1', content: 'x' },
    ];
    expect((await chat(messages)).status).toBe(200);
    expect(JSON.stringify(lastBody()?.messages)).toContain('"note"');
  });

  it('may contain earlier parts that are not supported; they are omitted', async () => {
    for (const part of [
      { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      { type: 'file', file: { file_id: 'f' } },
      { type: 'input_audio', input_audio: { data: '' } },
    ]) {
      const first = user([{ type: 'text', text: 'Look.' }, part]);
      expect((await chat([first, assistant('Hm.'), user('And?')])).status, part.type).toBe(200);
      expect(JSON.stringify(lastBody()?.messages)).toContain(`A part of type ${part.type} was omitted.`);
      expect((await chat([first])).status, part.type).toBe(400);
    }
  });

  it.each([
    ['a text as a part', ['Hi']],
    ['one part', { type: 'text', text: 'Hi' }],
    [
      'an empty part',
      [
        { type: 'text', text: null },
        { type: 'text', text: 'Hi' },
      ],
    ],
    ['half a surrogate pair', 'Hi \ud83d'],
  ])('may have %s as content', async (_name, content) => {
    expect((await chat([user(content)])).status).toBe(200);
    expect(lastText()).toContain('Hi');
  });

  it('may contain the role function, with and without its call', async () => {
    const result = { role: 'function', name: 'lookup', content: 'Rain.' };
    const request = assistant(null, { function_call: { name: 'lookup', arguments: '{"city":"Oslo"}' } });
    expect((await chat([user('Weather?'), request, result])).status).toBe(200);
    expect(lastText()).toContain('Rain.');
    expect((await chat([user('Weather?'), result])).status).toBe(200);
    expect(lastText()).toContain('Rain.');
  });

  it('may contain items and parts of other tools', async () => {
    const input = [
      user('Who won?'),
      { type: 'reasoning', id: 'rs_1', summary: [] },
      { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'winner' } },
      { type: 'mcp_call', id: 'm_1', name: 'x', arguments: '{}', output: 'y', server_label: 's' },
      assistant([{ type: 'output_text', text: 'Norway.' }]),
      { type: 'custom_tool_call', call_id: 'ct_1', name: 'note', input: 'Norway' },
      { type: 'custom_tool_call_output', call_id: 'ct_1', output: 'Noted.' },
      user('And second?'),
    ];
    expect((await respond(input)).status).toBe(200);
    expect(lastText()).toContain('Norway.');
    const parts = [
      { type: 'thinking', thinking: 'hm' },
      { type: 'text', text: 'Four.' },
      { type: 'refusal', refusal: 'No.' },
    ];
    expect(
      (await chat([user('2+2'), assistant(parts, { refusal: null }), user([{ type: 'text', text: 'Sure?' }])])).status,
    ).toBe(200);
    expect(lastText()).toContain('Four.');
  });
});

describe('a request', () => {
  const body = JSON.stringify({ model: 'openclaw', messages: [user('Hi')] });

  it.each([
    ['a slash at the end', `${CHAT}/`],
    ['a double slash', '/v1//chat/completions'],
    ['a double slash at the start', '//v1/chat/completions'],
  ])('may have %s of its path', async (_name, path) => {
    expect((await call(path, body)).status).toBe(200);
    expect((await call('/v1/models/')).status).toBe(200);
  });

  it('may be compressed, start with a byte order mark, or expect to continue', async () => {
    const gzip = { headers: { 'Content-Encoding': 'gzip' } };
    expect((await call(CHAT, gzipSync(body), gzip)).status).toBe(200);
    expect((await call(CHAT, `\uFEFF${body}`)).status).toBe(200);
    expect((await call(CHAT, body, { headers: { Expect: '100-continue' } })).status).toBe(200);
  });

  it.each([
    ['an unknown path', '/v1/completions', { prompt: 'x' }, 404],
    ['an unknown path', '/v1/embeddings', { input: 'x' }, 404],
    ['an unknown path', '/v1/nothing/at/all', undefined, 404],
    ['the root', '/v1', undefined, 404],
    ['the root with a slash', '/v1/', undefined, 404],
    ['another method', CHAT, undefined, 405],
    ['invalid JSON', CHAT, '{', 400],
    ['no body', CHAT, '', 400],
    ['a list', CHAT, '[]', 400],
    ['an unknown model', CHAT, { model: 'x', messages: [user('x')] }, 400],
    ['an unknown role', CHAT, { model: 'openclaw', messages: [{ role: 'root', content: 'x' }] }, 400],
  ])('with %s gets an error in the format of OpenAI', async (_name, path, sent, status) => {
    const response = await call(path, sent);
    expect(response.status).toBe(status);
    expect(response.headers['content-type']).toContain('application/json');
    expect(JSON.parse(response.body)).toEqual({
      error: {
        message: expect.any(String),
        type: expect.any(String),
        param: path === CHAT && status === 400 && typeof sent === 'object' ? expect.any(String) : null,
        code: status === 404 || status === 405 ? expect.any(String) : null,
      },
    });
  });

  it('gets such an error for any method, encoding, and credential', async () => {
    for (const method of ['OPTIONS', 'PUT', 'DELETE', 'PATCH']) {
      const response = await call(CHAT, undefined, { method });
      expect([response.status, JSON.parse(response.body).error.type]).toEqual([405, 'invalid_request_error']);
    }
    expect(await call(CHAT, undefined, { method: 'HEAD' })).toMatchObject({ status: 405, body: '' });
    const encoded = await call(CHAT, body, { headers: { 'Content-Encoding': 'compress' } });
    expect([encoded.status, JSON.parse(encoded.body).error.param]).toEqual([415, null]);
    const stranger = await call(CHAT, body, { headers: { Authorization: 'Bearer wrong' } });
    expect([stranger.status, JSON.parse(stranger.body).error.code]).toEqual([401, null]);
  });

  it('that reaches a rate limit of the provider is told when to retry', async () => {
    answer(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
    const limited = await call(CHAT, body);
    expect([limited.status, limited.headers['retry-after']]).toEqual([429, '3600']);
    expect(JSON.parse(limited.body).error.message).toContain('Retry in 1 h');
    const streamed = await call(CHAT, { model: 'openclaw', messages: [user('Hi')], stream: true });
    expect(streamed.body).toContain('Retry in 1 h');
  });
});
