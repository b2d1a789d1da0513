// The OpenAI-compatible routes: a program that wants another agent, another session or other tools.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { lastUserText } from '#tests/support/model-server.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { type HttpResponse, type HttpRequest, type Target } from './support/target.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

/** The file that the built-in tool would make. */
const MARKER = 'made-by-exec';

let writer: Promise<string> | undefined;

async function complete(
  target: Target,
  body: unknown,
  headers: HttpRequest['headers'] = {},
  path = '/v1/chat/completions',
): Promise<HttpResponse> {
  writer ??= target.key(['operator.write'], { perMinute: 10_000 });
  return target.http(path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${await writer}`, 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const said = (content: unknown, more: object = {}) => ({
  model: 'gatehouse',
  messages: [{ role: 'user', content }],
  ...more,
});

defineAttacks(
  'openai',
  {
    async 'rejects unknown agents and malformed model names'(target) {
      for (const model of [
        'gatehouse/ghost',
        'gatehouse/../main',
        'gatehouse/__proto__',
        'gatehouse/constructor',
        'anthropic/claude',
        'openclaw/',
        '/main',
        '',
        null,
        5,
        ['gatehouse'],
        'GATEHOUSE',
        'gatehouse/main\u0000',
      ])
        expect([400, 404]).toContain((await complete(target, { ...said('x'), model })).status);
      for (const agent of ['ghost', '__proto__', '../main'])
        expect((await complete(target, said('x'), { 'x-openclaw-agent-id': agent })).status).toBe(400);
    },
    async 'rejects a model in the header that is not offered'(target) {
      for (const model of ['ghost/model', '__proto__', 'x'.repeat(4_000)])
        expect((await complete(target, said('x'), { 'x-openclaw-model': model })).status).toBe(400);
    },
    async 'rejects malformed session keys and keys of unknown agents'(target) {
      for (const key of [
        'agent:ghost:main',
        'agent:main:../../x',
        'agent::x',
        'agent:main:',
        '../../etc/passwd',
        '%2e%2e%2fetc%2fpasswd',
        'agent:main:a\u00ad',
        `agent:main:${'x'.repeat(3_000)}`,
      ])
        expect((await complete(target, said('x'), { 'x-openclaw-session-key': key })).status, key).toBe(400);
      const { sessions } = await target.call<{ sessions: { key: string }[] }>('sessions.list', { limit: 1_000 });
      for (const { key } of sessions) expect(key).toMatch(/^agent:main:[^/\\]*$/);
    },
    async 'rejects a session key of another agent'(target) {
      const { agentId } = await target.call<{ agentId: string }>('agents.create', { name: 'Second' });
      const answer = await complete(target, said('x'), {
        'x-openclaw-agent-id': agentId,
        'x-openclaw-session-key': 'agent:main:main',
      });
      expect(answer.status).toBe(400);
    },
    async 'rejects a previous_response_id that does not exist'(target) {
      const input = { model: 'gatehouse', input: 'x' };
      for (const previous_response_id of ['resp_none', '../main', 'main', 'agent:main:main', '', 'x'.repeat(2_000), 5])
        expect([400, 404]).toContain(
          (await complete(target, { ...input, previous_response_id }, {}, '/v1/responses')).status,
        );
    },
    async 'fetches no images from URLs'(target) {
      for (const url of [
        'http://169.254.169.254/latest/meta-data',
        'file:///etc/passwd',
        'http://127.0.0.1:22',
        '//evil.example/x.png',
        'gopher://x',
        'data:text/html;base64,PHNjcmlwdD4=',
      ]) {
        const content = [{ type: 'image_url', image_url: { url } }];
        expect((await complete(target, said(content))).status, url).toBe(400);
      }
    },
    async 'rejects malformed messages and tools'(target) {
      const bodies = [
        { model: 'gatehouse' },
        { model: 'gatehouse', messages: [] },
        { model: 'gatehouse', messages: {} },
        { model: 'gatehouse', messages: [null] },
        { model: 'gatehouse', messages: [{ role: 'root', content: 'x' }] },
        { model: 'gatehouse', messages: [{ role: 'user' }] },
        { model: 'gatehouse', messages: [{ role: 'user', content: { toString: 'x' } }] },
        said('x', { tools: 'all' }),
        said('x', { tools: [{ type: 'function', function: { name: '../x' } }] }),
        said('x', {
          tools: Array.from({ length: 5_000 }, (_unused, index) => ({
            type: 'function',
            function: { name: `t${index}` },
          })),
        }),
      ];
      for (const body of bodies)
        expect((await complete(target, body)).status, JSON.stringify(body).slice(0, 80)).toBe(400);
    },
    async 'rejects bodies that are malformed, too deep, too large, or contain __proto__'(target) {
      const valid = JSON.stringify(said('x'));
      /** A valid body with one field more. */
      const withField = (field: string): string => `${valid.slice(0, -1)},${field}}`;
      expect((await complete(target, withField('"metadata":{}'))).status).toBe(200);
      for (const body of [
        '',
        valid.slice(0, -1),
        'null',
        `[${valid}]`,
        withField(`"metadata":${'['.repeat(5_000)}${']'.repeat(5_000)}`),
        withField('"__proto__":{"model":"gatehouse"}'),
        withField('"metadata":1e999'),
      ])
        expect((await complete(target, body)).status, body.slice(0, 120)).toBe(400);
      const huge = await complete(target, withField(`"metadata":"${'x'.repeat(30_000_000)}"`)).catch(() => undefined);
      // The connection may be closed before the response has been read.
      if (huge !== undefined) expect(huge.status).toBe(413);
    },
    async 'does not use the user field as part of a session key'(target) {
      for (const user of ['../../x', 'agent:main:main', '__proto__', '\u202e', 'a:b:c'])
        expect((await complete(target, said('x', { user }))).status).toBe(200);
      const { sessions } = await target.call<{ sessions: { key: string }[] }>('sessions.list', { limit: 1_000 });
      for (const { key } of sessions) expect(key).not.toMatch(/\.\.|__proto__|\u202e/);
    },
    async 'does not run a built-in tool when the caller declares one with the same name'(target) {
      const tools = [{ type: 'function', function: { name: 'exec', parameters: { type: 'object' } } }];
      const answer = await complete(target, said('call exec', { tools }));
      expect(JSON.parse(answer.body)).toMatchObject({
        choices: [{ finish_reason: 'tool_calls', message: { tool_calls: [{ function: { name: 'exec' } }] } }],
      });
      expect(existsSync(join(target.gateway.workspace, MARKER))).toBe(false);
      expect(await target.call('approvals.list')).toMatchObject({ approvals: [] });
    },
    async 'passes on no tool call arguments that are not an object'(target) {
      for (const args of ['[', '[]', '5', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, '{"__proto__":1}']) {
        const messages = [
          { role: 'user', content: 'x' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'c', type: 'function', function: { name: 't', arguments: args } }],
          },
          { role: 'tool', tool_call_id: 'c', content: 'r' },
        ];
        expect((await complete(target, { model: 'gatehouse', messages })).status, args.slice(0, 20)).toBe(200);
        const sent = target.gateway.model.requests.at(-1)?.body.messages.find(({ role }) => role === 'assistant');
        expect(sent?.content, args.slice(0, 20)).toEqual([expect.objectContaining({ type: 'tool_use', input: {} })]);
      }
    },
    async 'stops the runs of thirty clients that disconnect mid-stream'(target) {
      const key = await (writer ?? Promise.reject(new Error('no key')));
      const disconnected = Array.from({ length: 30 }, async () => {
        const abort = new AbortController();
        const response = await fetch(`${target.origin}/v1/chat/completions`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
          body: JSON.stringify(said('hang', { stream: true })),
          signal: abort.signal,
        });
        expect(response.status).toBe(200);
        abort.abort();
      });
      await Promise.all(disconnected);
      await waitUntil('the end of the runs', async () => {
        const { body } = await target.http('/metrics', { headers: { Authorization: `Bearer ${key}` } });
        return body.includes('gatehouse_active_runs 0');
      });
    },
  },
  {
    reply: (modelRequest) => {
      const text = lastUserText(modelRequest);
      if (text === 'hang') return { steps: [{ say: 'Well' }, { hang: true }] };
      if (text === 'call exec') return { steps: [{ call: 'exec', input: { command: `touch ${MARKER}` } }] };
      return { steps: [{ say: 'Yes.' }] };
    },
  },
);
