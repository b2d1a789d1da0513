// Proves: SC-8
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '#core/ports/secrets.ts';
import type { HostCredential } from '#core/outbound/host-credential.ts';
import { serveGit } from '#tests/support/outbound/git-backend.ts';
import { startTlsServer } from '#tests/support/outbound/tls-server.ts';
import { UNRECORDED } from '#tests/support/outbound/unrecorded.ts';
import { createEgressProxies, type EgressProxy } from './open-egress-proxy.ts';

const CANARY = 'canary-credential-4711-egress';
const BASIC = `Basic ${Buffer.from(`tester:${CANARY}`).toString('base64')}`;
const run = promisify(execFile);

/** Sent as a password, as for git. */
const WITH_USER = { user: 'tester' } as const;

/** A server that needs a credential, and a proxy that has it. */
async function setUp(answer: RequestListener, given: Partial<HostCredential> = {}) {
  const server = await startTlsServer(answer);
  const { host, port } = server;
  const credential: HostCredential = {
    host,
    port,
    path: '/team',
    use: 'git',
    access: 'read',
    secret: new Secret(CANARY),
    ...given,
  };
  const proxies = createEgressProxies({
    ledger: UNRECORDED,
    credentials: async (agentId) => (agentId === 'main' ? [credential] : []),
    resolve: async () => ['127.0.0.1'],
  });
  const open = (agentId: string) =>
    proxies.open({
      level: 'hosts',
      hosts: [`${host}:${port}`],
      setting: 'machines.docker.hosts',
      listen: 'loopback',
      owner: { machine: 'docker', agentId },
      signal: new AbortController().signal,
    });
  const proxy = await open('main');
  onTestFinished(() => proxy.close());
  return { ...server, proxy, open, origin: `http://${host}:${port}` };
}

async function call(
  { address }: EgressProxy,
  url: string,
  {
    method = 'GET',
    headers = {},
  }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
) {
  const { port, username, password } = new URL(address.kind === 'loopback' ? address.url : '');
  const login = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const options = { host: '127.0.0.1', port, method, path: url, agent: false } as const;
  const message = await new Promise<IncomingMessage>((resolve, reject) =>
    httpRequest({ ...options, headers: { 'proxy-authorization': login, ...headers } })
      .on('response', resolve)
      .on('error', reject)
      .end(),
  );
  let text = '';
  try {
    for await (const chunk of message) text += String(chunk);
  } catch {
    return { status: message.statusCode, headers: message.headers, text, isCut: true };
  }
  return { status: message.statusCode, headers: message.headers, text, isCut: false };
}

function makeRepository() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-git-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const bare = join(folder, 'served/team/app.git');
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { stdio: 'pipe' });
  git('init', '-q', '-b', 'main', join(folder, 'seed'));
  writeFileSync(join(folder, 'seed/notes.md'), 'hello\n');
  git('-C', join(folder, 'seed'), 'add', '.');
  git('-C', join(folder, 'seed'), 'commit', '-qm', 'Add notes');
  git('clone', '-q', '--bare', join(folder, 'seed'), bare);
  git('-C', bare, 'config', 'http.receivepack', 'true');
  return { folder, served: join(folder, 'served'), clone: join(folder, 'clone') };
}

/** Runs git as a machine without any credential would. */
async function gitIn(proxy: EgressProxy, home: string, ...args: readonly string[]) {
  const variables = await proxy.environment();
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  const env = { PATH: process.env['PATH'], HOME: home, GIT_TERMINAL_PROMPT: '0', ...variables };
  expect(JSON.stringify(env)).not.toContain(CANARY);
  return await run('git', [...identity, ...args], { env, timeout: 60_000 });
}

describe('a credential for git', () => {
  it('lets git clone over HTTPS without knowing it, and not push', async () => {
    const { folder, served, clone } = makeRepository();
    const { proxy, host, port, seen } = await setUp(serveGit(served, BASIC), WITH_USER);
    await gitIn(proxy, folder, 'clone', '-q', `https://${host}:${port}/team/app.git`, clone);
    expect(readFileSync(join(clone, 'notes.md'), 'utf8')).toBe('hello\n');
    expect(readFileSync(join(clone, '.git/config'), 'utf8')).not.toContain(CANARY);
    expect(seen.length).toBeGreaterThan(1);
    writeFileSync(join(clone, 'notes.md'), 'changed\n');
    await gitIn(proxy, folder, '-C', clone, 'commit', '-qam', 'Change notes');
    const push = gitIn(proxy, folder, '-C', clone, 'push', '-q');
    await expect(push).rejects.toThrow('403');
    expect(seen.filter(({ url }) => url?.includes('receive-pack'))).toEqual([]);
  });

  it('lets git push if it allows changes', async () => {
    const { folder, served, clone } = makeRepository();
    const { proxy, host, port } = await setUp(serveGit(served, BASIC), { ...WITH_USER, access: 'write' });
    await gitIn(proxy, folder, 'clone', '-q', `https://${host}:${port}/team/app.git`, clone);
    writeFileSync(join(clone, 'notes.md'), 'changed\n');
    await gitIn(proxy, folder, '-C', clone, 'commit', '-qam', 'Change notes');
    await gitIn(proxy, folder, '-C', clone, 'push', '-q');
    const log = execFileSync('git', ['-C', join(served, 'team/app.git'), 'log', '-1', '--format=%s', 'main']);
    expect(String(log)).toBe('Change notes\n');
  });

  it('is not used for another agent, path, or endpoint', async () => {
    const { proxy, open, origin, seen } = await setUp((_request, response) => response.end(), WITH_USER);
    const refs = `${origin}/team/app.git/info/refs?service=git-upload-pack`;
    await call(proxy, refs);
    const other = await open('other');
    onTestFinished(() => other.close());
    for (const url of [
      `${origin}/other/app.git/info/refs?service=git-upload-pack`,
      `${origin}/team-2/app.git/info/refs?service=git-upload-pack`,
      `${origin}/team/%2e%2e%2fother/app.git/info/refs?service=git-upload-pack`,
      `${origin}/team/..%5cother/info/refs?service=git-upload-pack`,
      `${origin}/team/%252e%252e%252fother/info/refs?service=git-upload-pack`,
      `${origin}/team/app.git/info/refs?service=git-upload-pack&service=git-receive-pack`,
      `${origin}/team/app.git/settings`,
    ])
      await call(proxy, url);
    const [first, ...rest] = seen.map(({ headers }) => headers.authorization);
    expect(first).toBe(BASIC);
    expect(rest).toEqual([undefined, undefined, undefined, undefined, undefined, undefined, undefined]);
    // Without a credential for the host, the proxy doesn't turn http into https, so this server can't answer.
    expect((await call(other, refs)).status).toBe(502);
  });
});

describe('a credential for npm', () => {
  const use = { use: 'npm', path: '/', access: 'read' } as const;
  const registry: RequestListener = ({ headers, url = '' }, response) => {
    if (headers.authorization !== `Bearer ${CANARY}`) return void response.writeHead(401).end();
    const tarball = `https://${headers.host ?? ''}/pkg/-/pkg-1.0.0.tgz`;
    response.end(url === '/pkg' ? JSON.stringify({ name: 'pkg', dist: { tarball } }) : `content of ${url}`);
  };

  it('reaches the registry for packages and their archives', async () => {
    const { proxy, origin, host, port } = await setUp(registry, use);
    expect(await proxy.environment()).toMatchObject({
      npm_config_registry: `${origin}/`,
      npm_config_replace_registry_host: `${host}:${port}`,
    });
    expect(await call(proxy, `${origin}/pkg`)).toMatchObject({ status: 200, text: expect.stringContaining('tarball') });
    expect(await call(proxy, `${origin}/@team%2fpkg`)).toMatchObject({ status: 200 });
    expect(await call(proxy, `${origin}/pkg/-/pkg-1.0.0.tgz`)).toMatchObject({ status: 200 });
  });

  it('is not used to publish, or for accounts and tokens', async () => {
    const { proxy, origin } = await setUp(registry, use);
    expect((await call(proxy, `${origin}/pkg`, { method: 'PUT' })).headers['x-gatehouse-error']).toBe(
      'read-only-credential',
    );
    expect((await call(proxy, `${origin}/-/npm/v1/tokens`)).status).toBe(401);
  });
});

describe('a credential', () => {
  const use = { use: 'http', path: '/', access: 'write' } as const;

  it.each([
    ['the body', (value: string) => ({ body: `you sent ${value}!`, headers: {} })],
    ['a header', (value: string) => ({ body: 'ok', headers: { 'x-echo': value } })],
    ['a cookie', () => ({ body: 'ok', headers: { 'set-cookie': 'session=another-credential' } })],
  ])('never comes back in %s of the response', async (_place, respond) => {
    const { proxy, origin } = await setUp(({ headers }, response) => {
      const { body, headers: extra } = respond(headers.authorization ?? '');
      response.writeHead(200, extra);
      // In pieces, so that the credential is in none of them as a whole.
      for (const piece of body.match(/.{1,7}/g) ?? []) response.write(piece);
      response.end();
    }, use);
    const answer = await call(proxy, `${origin}/`);
    expect(JSON.stringify(answer)).not.toContain(CANARY);
    expect(JSON.stringify(answer)).not.toContain('another-credential');
  });

  it.each([
    ['gzip', gzipSync, 200],
    ['br', brotliCompressSync, 200],
    ['zstd', (data: string) => Buffer.from(data), 502],
  ])('never comes back in a response with encoding %s, which nobody asked for', async (encoding, pack, status) => {
    const { proxy, origin, seen } = await setUp(({ url, headers }, response) => {
      const body = pack(url === '/echo' ? `you sent ${headers.authorization ?? ''}` : 'hello');
      response.setHeader('content-encoding', encoding).end(body);
    }, use);
    expect(JSON.stringify(await call(proxy, `${origin}/echo`))).not.toContain(CANARY);
    const harmless = await call(proxy, `${origin}/`);
    expect([harmless.status, harmless.text === 'hello']).toEqual([status, status === 200]);
    expect(harmless.headers).not.toHaveProperty('content-encoding');
    expect(seen[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('replaces what the client sent in its place', async () => {
    const { proxy, origin, seen } = await setUp((_request, response) => response.end(), use);
    const headers = { authorization: 'Bearer own', cookie: 'a=b', 'x-http-method-override': 'DELETE' };
    await call(proxy, `${origin}/`, { headers });
    expect(seen[0]?.headers).toMatchObject({ authorization: `Bearer ${CANARY}` });
    expect(seen[0]?.headers).not.toHaveProperty('cookie');
    expect(seen[0]?.headers).not.toHaveProperty('x-http-method-override');
  });

  it('stays at its host when that redirects, and returns to the proxy within the host', async () => {
    const { proxy, origin, host, port } = await setUp(({ url }, response) => {
      const location = url === '/out' ? 'https://evil.example/' : `https://${host}:${port}/in`;
      response.writeHead(302, { location }).end();
    }, use);
    expect((await call(proxy, `${origin}/out`)).headers.location).toBe('https://evil.example/');
    expect((await call(proxy, `${origin}/here`)).headers.location).toBe(`${origin}/in`);
  });

  it('is never sent without TLS, or to a server whose certificate is for another name', async () => {
    const { port, seen } = await startTlsServer((_request, response) => response.end());
    const credential: HostCredential = {
      host: 'other.example',
      port,
      path: '/',
      use: 'http',
      access: 'read',
      secret: new Secret(CANARY),
    };
    const proxies = createEgressProxies({
      ledger: UNRECORDED,
      credentials: async () => [credential],
      resolve: async () => ['127.0.0.1'],
    });
    const proxy = await proxies.open({
      level: 'hosts',
      hosts: [`other.example:${port}`],
      setting: 'machines.docker.hosts',
      listen: 'loopback',
      owner: { machine: 'docker', agentId: 'main' },
      signal: new AbortController().signal,
    });
    onTestFinished(() => proxy.close());
    const answer = await call(proxy, `http://other.example:${port}/`);
    expect(answer).toMatchObject({ status: 502, text: expect.stringContaining('secure connection') });
    expect(seen).toEqual([]);
  });
});
