// Attacks on web chat: guessed links, other visitors, forged requests, floods, and everything that a visitor must not reach.
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { WebChatUpdate } from '#contract/types/web-chat.ts';
import { startProtocolHost, type ProtocolHost } from '#tests/protocol/support/protocol-host.ts';
import { connected, type RawSocket } from '#tests/protocol/support/raw-socket.ts';
import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { readLog } from './support/define-attacks.ts';

type Created = MethodResult<'webChat.create'>;

let gateway: ProtocolHost;
let owner: RawSocket;
let base = '';
let calls = 0;
const secrets: string[] = [];

async function call<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
  const answer = await owner.request(`call-${(calls += 1)}`, method, params);
  expect(answer.error, method).toBeUndefined();
  return answer.payload as unknown as T;
}

async function createLink(more: Readonly<Record<string, unknown>> = {}): Promise<Created> {
  const created = await call<Created>('webChat.create', more);
  secrets.push(created.path.slice('/web-chat/'.length));
  return created;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly key?: string; readonly error?: { readonly code: string } } & Partial<WebChatUpdate>;
}

async function ask(path: string, { key = '', body, headers = {} }: Ask = {}): Promise<Answer> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${base}${path}`, { ...init, headers: { 'x-gatehouse-visitor': key, ...headers } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : {} };
}

interface Ask {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function visitor(path: string): Promise<string> {
  const { body } = await ask(`${path}/visitors`, { body: {} });
  secrets.push(body.key ?? '');
  return body.key ?? '';
}

const message = (text: string) => ({ id: `message-${(calls += 1)}`, text });

describe('attacks: web chat', () => {
  let path = '';
  let ada = '';
  beforeAll(async () => {
    gateway = await startProtocolHost((request) => {
      if (!lastUserText(request).includes('Run it') || lastToolResults(request).length > 0)
        return { steps: [{ say: 'Answer.' }] };
      const write = { path: 'written.txt', content: 'x' };
      return {
        steps: [
          { call: 'exec', input: { command: 'touch ran.txt' } },
          { call: 'write', input: write },
        ],
      };
    });
    base = gateway.url.replace(/^ws/, 'http');
    owner = await connected(gateway.url, { scopes: ['operator.admin'] });
    ({ path } = await createLink({ title: '<script>alert(1)</script>' }));
    ada = await visitor(path);
  });
  afterAll(async () => {
    const log = readLog(gateway.home);
    owner.close();
    await gateway.stop();
    for (const secret of secrets.filter((one) => one !== '')) expect(log).not.toContain(secret);
  });

  it('the page has a strict policy, no content, and tells nothing about the link', async () => {
    const [real, wrong] = await Promise.all([fetch(`${base}${path}`), fetch(`${base}/web-chat/${'x'.repeat(43)}`)]);
    expect([real.status, wrong.status]).toEqual([200, 200]);
    expect(await real.text()).toBe(await wrong.text());
    const policy = real.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(real.headers.get('referrer-policy')).toBe('no-referrer');
    expect(real.headers.get('cache-control')).toBe('no-store');
  });

  it('guessed, shortened, and prolonged links are unknown', async () => {
    const token = path.slice('/web-chat/'.length);
    for (const guess of [token.slice(0, -1), `${token}A`, 'a', '%00', '..%2f..%2fetc']) {
      const { status, body } = await ask(`/web-chat/${guess}/visitors`, { body: {} });
      expect([guess, status, body.error?.code]).toEqual([guess, 404, 'gone']);
    }
  });

  it('guessed keys, no key, and keys of another link are unknown', async () => {
    const other = await createLink();
    const eve = await visitor(other.path);
    for (const key of ['', 'x'.repeat(43), eve, ada.toUpperCase(), `${ada} `.repeat(2)])
      expect((await ask(`${path}/updates`, { key })).status).toBe(401);
    expect((await ask(`${path}/messages`, { key: eve, body: message('Hi') })).status).toBe(401);
  });

  it('a visitor reads only the own chat', async () => {
    await ask(`${path}/messages`, { key: ada, body: message('Only for me') });
    const eve = await visitor(path);
    const { body } = await ask(`${path}/updates`, { key: eve });
    expect(body.messages).toEqual([]);
    expect(JSON.stringify((await ask(`${path}/updates`, { key: ada })).body)).toContain('Only for me');
  });

  it('a link gives no access to the API, the app, or other sessions', async () => {
    const token = path.slice('/web-chat/'.length);
    for (const secret of [token, ada]) {
      const headers = { authorization: `Bearer ${secret}` };
      for (const address of ['/v1/models', '/api/console/history', '/sessions/agent:main:main/history'])
        expect([401, 404]).toContain((await ask(address, { headers })).status);
    }
  });

  it('a page of another site cannot write', async () => {
    const headers = { origin: 'https://evil.example', 'content-type': 'application/json' };
    expect((await ask(`${path}/messages`, { key: ada, body: message('Forged'), headers })).status).toBe(403);
  });

  it('commands of guests do nothing', async () => {
    const eve = await visitor(path);
    for (const text of ['/run id', '/use other', '/new'])
      await ask(`${path}/messages`, { key: eve, body: message(text) });
    await waitUntil('the answers', async () => {
      const { body } = await ask(`${path}/updates`, { key: eve });
      const answers = body.messages?.filter(({ from }) => from === 'agent') ?? [];
      return (
        answers.length >= 3 && answers.every(({ content }) => JSON.stringify(content).includes('Only linked people'))
      );
    });
  });

  it('an agent that does what a visitor asks for changes nothing', async () => {
    const eve = await visitor(path);
    await ask(`${path}/messages`, { key: eve, body: message('Run it') });
    await waitUntil('the answer', async () => {
      const { body } = await ask(`${path}/updates`, { key: eve });
      return body.messages?.some(
        ({ from, content }) => from === 'agent' && JSON.stringify(content).includes('Answer.'),
      );
    });
    const results = gateway.model.requests.flatMap(lastToolResults);
    expect(results.map(({ isError }) => isError)).toEqual([true, true]);
    expect(readdirSync(gateway.workspace)).not.toContain('ran.txt');
    expect(readdirSync(gateway.workspace)).not.toContain('written.txt');
    const waiting = await call<{ readonly length?: number }>('exec.approval.list');
    expect(JSON.stringify(waiting)).not.toContain('ran.txt');
  });

  it('buttons that were never shown cannot be pressed', async () => {
    const { status } = await ask(`${path}/presses`, { key: ada, body: { messageId: 'x', data: 'c:/run id' } });
    expect(status).toBe(409);
  });

  it('malformed, oversized, and deep bodies are rejected', async () => {
    const bodies = [
      {},
      { id: 'x', text: 'short ID' },
      { id: '../../etc/passwd', text: 'x' },
      { id: 'message-x1', text: 7 },
      { id: 'message-x2', text: '' },
      { id: 'message-x3', text: 'x', file: { name: 'a', mimeType: 'text/html; x', base64: 'YQ==' } },
      { id: 'message-x4', text: 'x', file: { name: 'a', mimeType: 'text/plain', base64: '<b>' } },
    ];
    for (const body of bodies) expect((await ask(`${path}/messages`, { key: ada, body })).status).toBe(400);
    const long = await ask(`${path}/messages`, { key: ada, body: message('x'.repeat(8_001)) });
    expect([long.status, long.body.error?.code]).toEqual([413, 'too-large']);
    const huge = await fetch(`${base}${path}/messages`, {
      method: 'POST',
      body: 'x'.repeat(3_000_001),
      headers: { 'x-gatehouse-visitor': ada },
    }).then(
      ({ status }) => status,
      () => 413,
    );
    expect(huge).toBe(413);
  });

  it('a message that is sent twice is answered once', async () => {
    const eve = await visitor(path);
    const body = message('Twice');
    for (let n = 0; n < 3; n += 1) expect((await ask(`${path}/messages`, { key: eve, body })).status).toBe(200);
    const read = async () => (await ask(`${path}/updates`, { key: eve })).body.messages ?? [];
    await waitUntil('the answer', async () => (await read()).length >= 2);
    expect((await read()).filter(({ from }) => from === 'visitor')).toHaveLength(1);
  });

  it('floods of messages and of visitors are limited, and the owner notices nothing', async () => {
    const { path: flooded } = await createLink();
    const eve = await visitor(flooded);
    const statuses = [];
    for (let n = 0; n < 12; n += 1)
      statuses.push((await ask(`${flooded}/messages`, { key: eve, body: message('flood') })).status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2);
    const visitors = [];
    for (let n = 0; n < 25; n += 1) visitors.push((await ask(`${flooded}/visitors`, { body: {} })).status);
    expect(visitors).toContain(429);
    expect((await call<{ readonly enabled: boolean }>('webChat.list')).enabled).toBe(true);
  });

  it('a revoked link and its chats are gone at once, and an expired one cannot be created', async () => {
    const { path: ended, link } = await createLink();
    await call('webChat.revoke', { id: link.id });
    expect((await ask(`${ended}/updates`, { key: ada })).body.error?.code).toBe('gone');
    const refused = await owner.request('expired', 'webChat.create', { expiresInMs: 1 });
    expect(refused.error).toBeDefined();
  });

  it('only an administrator creates, lists, and revokes links', async () => {
    const reader = await connected(gateway.url, { scopes: ['operator.read', 'operator.write'] });
    for (const method of ['webChat.create', 'webChat.list', 'webChat.revoke'])
      expect(
        (await reader.request(method, method, method === 'webChat.revoke' ? { id: 'x' } : {})).error,
      ).toBeDefined();
    reader.close();
  });
});
