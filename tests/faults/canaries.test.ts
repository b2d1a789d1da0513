// Secrets are planted wherever secrets are kept, every feature is used and every error provoked, and no secret may appear.
// Proves: AU-8
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { METHODS } from '#contract/methods/registry.ts';
import { connected, connectParams, RawSocket } from '#tests/protocol/support/raw-socket.ts';
import {
  lastToolResults,
  lastUserText,
  startModelServer,
  type ModelRequestRecord,
  type Reply,
} from '#tests/support/model-server.ts';
import { BrowserKey } from '#tests/support/browser-key.ts';
import { HOST_ENTRY, startRunningHost, type RunningHost } from '#tests/support/running-host.ts';
import {
  descendants,
  findInFiles,
  findInProcesses,
  findInTexts,
  openToOthers,
  type Canary,
} from './support/canaries.ts';

const CONFIGURATION = 'gatehouse.json5';
/** Some look like keys of a known provider, others like plain text: both must be hidden. */
const PLANTED = {
  environmentKey: 'sk-ant-api03-canaryA1b2C3d4E5f6G7h8',
  plainEnvironmentKey: 'canary.environment.openai.9f8e7d6c',
  foreignVariable: 'canary/aws/secret/1q2w3e4r5t6y',
  passphrase: 'canary passphrase of the owner 4711',
  storedKey: 'canary_stored_compatible_key_55aa66bb',
  testedKey: 'canary-tested-but-never-stored-77cc',
  configuredKey: 'canary-literal-in-the-file-88dd99ee',
  referredKey: 'canary-referred-by-the-file-11ff22aa',
  addressPassword: 'canary-password-in-an-address-22ee',
  chatKey: 'sk-proj-canaryChat0123456789abcdefXYZ',
  reasonKey: 'ghp_canaryReason0123456789abcdefghijklm',
  projectSecret: 'canary-secret-of-a-project-55ff',
  machineCredential: 'canary-credential-of-a-machine-66dd',
  toolResultKey: 'ghp_canaryToolResult0123456789abcdefghi',
  guessedToken: 'canary-wrong-token-of-a-client-33bb',
  guessedCode: 'canary-wrong-code-of-a-browser-44cc',
} as const;

/** A file of the workspace that agents read. */
const KEYS = 'keys.txt';
/** Secrets that the owner wrote into a file. */
const IN_FILES: ReadonlyMap<string, string> = new Map([
  ['configuredKey', CONFIGURATION],
  ['addressPassword', CONFIGURATION],
  ['toolResultKey', KEYS],
]);

/** A model server whose errors repeat the key that it received, as real ones do. */
function leakyReply(request: ModelRequestRecord): Reply {
  const key = String(request.headers['x-api-key'] ?? request.headers.authorization);
  // Unanswered messages precede the newest one in the same turn.
  const said = lastUserText(request).split('\n').at(-1) ?? '';
  const body = JSON.stringify({
    type: 'error',
    error: { type: 'invalid_request_error', message: `key ${key} is wrong (${encodeURIComponent(key)})` },
  });
  if (said.includes('refuse'))
    return {
      status: Number(/\d+/.exec(said)?.[0] ?? 400),
      body,
      headers: { 'x-echo': key.replaceAll(/[^\x20-\x7e]/g, '') },
    };
  if (said.includes('break'))
    return {
      steps: [
        { say: 'So ' },
        { raw: `event: error\ndata: {"type":"error","error":{"type":"api_error","message":"${key}"}}\n\n` },
        { disconnect: true },
      ],
    };
  if (said.includes('garble'))
    return { status: 200, headers: { 'content-type': 'text/html' }, body: `<h1>${key}</h1>` };
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'Seen.' }] };
  if (said.includes('tools'))
    return {
      steps: [
        { call: 'exec', input: { command: 'env; sleep 0.2' } },
        { call: 'exec', input: { command: 'env', pty: true } },
        { call: 'exec', input: { command: 'sleep 600', background: true } },
        { call: 'exec', input: { command: 'env', env: { LD_PRELOAD: '/x' } } },
        { call: 'read', input: { path: '../home/token' } },
        { call: 'read', input: { path: KEYS } },
        { call: 'search', input: { pattern: 'canary' } },
        { call: 'nonsense', input: {} },
      ],
    };
  return { steps: [{ say: 'Well.' }] };
}

it('no secret appears in any file, log line, frame, command line, or environment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-canaries-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const model = await startModelServer(leakyReply);
  onTestFinished(() => model.close());
  const host = await startGuarded(folder, model.url);
  const seen = new Map<string, string>();
  const socket = await connected(host.origin.replace('http', 'ws'), { auth: { token: host.token } });
  const code = new URL(host.signInUrl).hash.replace('#code=', '');

  await useEverything(socket, host, folder, model.url);
  // Only Linux shows processes as files.
  if (process.platform === 'linux')
    expect(descendants(host.pid).length, 'a shell and a background command are running').toBeGreaterThan(1);
  const cookie = await signIn(host, code);
  await sendWrongCredentials(host, seen);
  await runCommands(host, seen);
  const { url } = (await call(socket, 'browsers.link')) as { readonly url: string };
  const secondCode = new URL(url).hash.replace('#code=', '');

  const canaries: readonly Canary[] = [
    ...Object.entries(PLANTED).map(([name, value]): Canary => {
      const file = IN_FILES.get(name);
      return file === undefined ? { name, value } : { name, value, allowedIn: [file] };
    }),
    { name: 'gateway token', value: host.token, allowedIn: ['home/token'] },
    { name: 'browser code', value: code },
    { name: 'browser cookie', value: cookie },
  ];
  const frames = socket.frames.map((frame) => JSON.stringify(frame)).filter((text) => !text.includes(secondCode));
  seen.set('frames', frames.join('\n'));
  seen.set('stderr', host.stderr());
  // The features were really used: each key reached its server, and tools, a terminal and failures are in the frames.
  const used = JSON.stringify(model.requests.map(({ headers }) => [headers['x-api-key'], headers.authorization]));
  for (const name of ['environmentKey', 'plainEnvironmentKey', 'storedKey', 'configuredKey', 'referredKey'] as const)
    expect(used).toContain(PLANTED[name]);
  for (const text of [
    'PATH=/',
    '\\[secret: GitHub token\\]',
    '"isBlocked":true',
    'the-42',
    'rejected the API key',
    'in an unknown format',
    'rate limit reached',
    'ended early|is overloaded',
  ])
    expect([text, frames.some((frame) => new RegExp(text).test(frame))]).toEqual([text, true]);
  expect(findInTexts(canaries, seen)).toEqual([]);
  if (process.platform === 'linux') expect(findInProcesses(canaries, host.pid)).toEqual([]);
  expect(findInFiles([...canaries, { name: 'second code', value: secondCode }], folder)).toEqual([]);
  expect(openToOthers(join(folder, 'home'))).toEqual([]);
  await host.stop();
  expect(findInFiles(canaries, folder), 'after the stop').toEqual([]);
  expect(findInTexts(canaries, new Map([['stderr after the stop', host.stderr()]]))).toEqual([]);
});

it('the search finds planted secrets', () => {
  const canary = { name: 'c', value: 'canary-in-a-coal-mine' };
  const texts = [
    'x canary-in-a-coal-mine x',
    Buffer.from('user:canary-in-a-coal-mine').toString('base64'),
    Buffer.from('canary-in-a-coal-mine').toString('hex'),
  ];
  for (const text of texts) expect(findInTexts([canary], new Map([['t', text]]))).toHaveLength(1);
  expect(findInTexts([canary], new Map([['t', 'canary']]))).toEqual([]);
});

async function startGuarded(folder: string, modelUrl: string): Promise<RunningHost> {
  const home = join(folder, 'home');
  for (const path of [home, join(folder, 'work'), join(folder, 'tmp')]) mkdirSync(path, { mode: 0o700 });
  const configuration = {
    workspaces: { trusted: [folder] },
    agents: {
      defaults: { model: 'anthropic/claude-sonnet-4-5', approvalMode: 'full' },
      entries: {
        main: { workspace: join(folder, 'work') },
        careful: { workspace: join(folder, 'work'), approvalMode: 'ask' },
      },
    },
    providers: {
      'compatible-file': { baseUrl: modelUrl, apiKey: PLANTED.configuredKey },
      'compatible-door': { baseUrl: `http://me:${PLANTED.addressPassword}@127.0.0.1:9/v1`, apiKey: 'none' },
      'compatible-env': { baseUrl: modelUrl, apiKey: '${LAB_ACCESS}' },
    },
    limits: { modelRetries: 0 },
    logs: { level: 'debug' },
  };
  writeFileSync(join(folder, 'work', KEYS), `token: ${PLANTED.toolResultKey}\n`);
  writeFileSync(join(home, CONFIGURATION), JSON.stringify(configuration), { mode: 0o600 });
  const host = await startRunningHost({
    home,
    args: ['--verbose'],
    env: {
      TMPDIR: join(folder, 'tmp'),
      OLLAMA_HOST: 'http://127.0.0.1:9',
      ANTHROPIC_API_KEY: PLANTED.environmentKey,
      ANTHROPIC_BASE_URL: modelUrl,
      OPENAI_API_KEY: PLANTED.plainEnvironmentKey,
      OPENAI_BASE_URL: modelUrl,
      AWS_SECRET_ACCESS_KEY: PLANTED.foreignVariable,
      GATEHOUSE_PASSPHRASE: PLANTED.passphrase,
      LAB_ACCESS: PLANTED.referredKey,
    },
  });
  onTestFinished(() => host.dispose());
  return host;
}

/** These start work, stop what must keep running, or return a secret on purpose. */
const SKIPPED =
  /^(agent|agent\.wait|models\.refresh|gateway\.token\.reveal|terminal\..*|browsers\.link|sessions\.(reset|delete|abort))$/;
let calls = 0;

/** Returns the result of a call, or its error. */
async function call(socket: RawSocket, method: string, params?: unknown): Promise<unknown> {
  const { payload, error } = await socket.request(`call-${(calls += 1)}`, method, params);
  return payload ?? error;
}

/** Sends a message and waits until its run has ended. */
async function say(socket: RawSocket, sessionKey: string, message: string): Promise<void> {
  const runId = `run-${(calls += 1)}`;
  const sent = await call(socket, 'chat.send', { sessionKey, message, idempotencyKey: runId });
  expect(sent).toMatchObject({ runId });
  await call(socket, 'agent.wait', { runId, timeoutMs: 60_000 });
}

async function useEverything(socket: RawSocket, host: RunningHost, folder: string, modelUrl: string): Promise<void> {
  const key = 'agent:main:canaries';
  await call(socket, 'sessions.create', { key });
  for (const subscribe of ['sessions.subscribe', 'sessions.messages.subscribe', 'sessions.watch'])
    await call(socket, subscribe, subscribe === 'sessions.subscribe' ? {} : { key });
  await call(socket, 'files.watch', { sessionKey: key });
  for (const said of [
    'hello',
    'use tools',
    'refuse 400',
    'refuse 401',
    'refuse 403',
    'refuse 404',
    'refuse 429',
    'refuse 500',
    'break',
    'garble',
  ])
    await say(socket, key, said);
  await call(socket, 'providers.set', { id: 'compatible', baseUrl: modelUrl, apiKey: PLANTED.storedKey });
  await call(socket, 'providers.test', { id: 'compatible', baseUrl: modelUrl, apiKey: PLANTED.testedKey });
  await call(socket, 'providers.test', { id: 'openai', baseUrl: `${modelUrl}/none`, apiKey: PLANTED.testedKey });
  expect(
    await call(socket, 'providers.set', { id: 'compatible', baseUrl: `http://x:${PLANTED.testedKey}@127.0.0.1:1` }),
  ).toMatchObject({ code: 'INVALID_REQUEST' });
  for (const model of ['compatible', 'compatible-file', 'compatible-env', 'openai'].map(
    (id) => `${id}/claude-sonnet-4-5`,
  )) {
    const own = `agent:main:${model.replace('/', '-')}`;
    await call(socket, 'sessions.create', { key: own });
    expect(await call(socket, 'sessions.patch', { key: own, model })).toMatchObject({ ok: true });
    for (const said of ['hello', 'refuse 401', 'refuse 500', 'garble']) await say(socket, own, said);
  }
  await useOutbound(socket);
  await useProjects(socket, folder);
  await pasteKeys(socket, key);
  const { sessionId } = (await call(socket, 'terminal.open', { agentId: 'main', cols: 80, rows: 24 })) as {
    readonly sessionId: string;
  };
  await call(socket, 'terminal.input', { sessionId, data: 'env; echo the-$((40 + 2))\n' });
  await socket.event('terminal.data', ({ data }) => String(data).includes('the-42'));
  await call(socket, 'sessions.files.set', { sessionKey: key, path: 'a.txt', content: 'a', expectedHash: '' });
  await call(socket, 'sessions.compact', { key });
  const hash = (await call(socket, 'config.get')) as { readonly hash?: string };
  await call(socket, 'config.patch', { raw: '{"limits":{"modelRetries":1}}', baseHash: hash.hash });
  await call(socket, 'config.patch', { raw: `{"providers":{"compatible-file":{"apiKey":7}}}`, baseHash: 'stale' });
  await call(socket, 'setup.choose', { workspace: join(folder, 'work') });
  for (const method of Object.keys(METHODS).filter((name) => !SKIPPED.test(name))) {
    await call(socket, method);
    await call(socket, method, { sessionKey: key });
    await call(socket, method, { key });
  }
  await call(socket, 'logs.tail', { limit: 5_000, maxBytes: 1_000_000 });
  await call(socket, 'models.list', { view: 'all' });
  expect(existsSync(join(host.home, 'gatehouse.db'))).toBe(true);
}

/** Stores a secret of a project, prints it in a setup script, and provokes errors with it. */
async function useProjects(socket: RawSocket, folder: string): Promise<void> {
  const { projectSecret: value } = PLANTED;
  const source = { kind: 'template', template: 'empty' };
  const parent = join(folder, 'projects');
  expect(await call(socket, 'projects.create', { source, name: 'Secret', parent })).toHaveProperty('project');
  const id = 'secret';
  await call(socket, 'projects.secrets.set', { id, name: 'CANARY', value, inCommands: true });
  await call(socket, 'projects.secrets.set', { id: 'unknown', name: 'CANARY', value });
  await call(socket, 'projects.defaults.set', { id, setup: 'echo "the secret is $CANARY"; exit 1' });
  const sessionKey = 'agent:main:secret-project';
  await call(socket, 'sessions.create', { key: sessionKey, projectId: id });
  await call(socket, 'trust.set', { sessionKey, trusted: true });
  await call(socket, 'chat.send', { sessionKey, message: 'hello', idempotencyKey: 'secret-project' });
  await call(socket, 'agent.wait', { runId: 'secret-project', timeoutMs: 60_000 });
  expect(JSON.stringify(await call(socket, 'projects.setup.get', { sessionKey }))).toContain(
    'the secret is [secret of this gateway]',
  );
}

/** Stores a credential for machines, and lists and blocks what was contacted. */
async function useOutbound(socket: RawSocket): Promise<void> {
  const credential = { use: 'git', host: 'git.example', user: 'me', secret: PLANTED.machineCredential };
  expect(await call(socket, 'outbound.credentials.set', credential)).toHaveProperty('credential');
  await call(socket, 'outbound.credentials.set', { ...credential, secret: `${PLANTED.machineCredential} x` });
  await call(socket, 'outbound.block', { host: '127.0.0.1', port: 9 });
  await call(socket, 'providers.list', { refresh: true });
  await call(socket, 'outbound.list', { period: 'all' });
}

/** Types a key wherever a person could do so by mistake: it is refused, and the error says where keys belong. */
async function pasteKeys(socket: RawSocket, key: string): Promise<void> {
  const refused = { details: { code: 'SECRET_IN_MESSAGE' }, message: expect.stringContaining('Settings → Providers') };
  const message = `please use ${PLANTED.chatKey} for this`;
  expect(await call(socket, 'chat.send', { sessionKey: key, message, idempotencyKey: 'pasted' })).toMatchObject(
    refused,
  );
  expect(await call(socket, 'agent', { agentId: 'main', message, idempotencyKey: 'pasted-2' })).toMatchObject(refused);
  const stored = `and ${PLANTED.storedKey}`;
  expect(
    await call(socket, 'chat.send', { sessionKey: key, message: stored, idempotencyKey: 'pasted-3' }),
  ).toMatchObject(refused);
  const careful = 'agent:careful:canaries';
  void call(socket, 'chat.send', { sessionKey: careful, message: 'use tools', idempotencyKey: 'careful' });
  const asked = await socket.event('exec.approval.requested');
  const deny = { id: asked.payload?.['id'], decision: 'deny', reason: `because ${PLANTED.reasonKey}` };
  expect(await call(socket, 'approvals.resolve', deny)).toMatchObject(refused);
  await call(socket, 'chat.abort', { sessionKey: careful });
}

async function signIn(host: RunningHost, code: string): Promise<string> {
  const response = await fetch(`${host.origin}/auth/session`, {
    method: 'POST',
    body: new BrowserKey().signInBody(code),
  });
  return /gatehouse_session=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? expect.fail('no cookie');
}

/** Sends wrong credentials everywhere and keeps the responses. */
async function sendWrongCredentials(host: RunningHost, seen: Map<string, string>): Promise<void> {
  const { guessedCode, guessedToken } = PLANTED;
  const answers = await Promise.all([
    fetch(`${host.origin}/auth/session`, { method: 'POST', body: JSON.stringify({ code: guessedCode }) }),
    fetch(`${host.origin}/metrics`, { headers: { Authorization: `Bearer ${guessedToken}` } }),
    fetch(`${host.origin}/auth/session?code=${guessedCode}&token=${guessedToken}`),
    fetch(`${host.origin}/api/${guessedToken}`, { headers: { Cookie: `gatehouse_session=${guessedCode}` } }),
  ]);
  seen.set(
    'HTTP answers',
    (await Promise.all(answers.map(async (one) => JSON.stringify([...one.headers]) + (await one.text())))).join('\n'),
  );
  const url = `${host.origin.replace('http', 'ws')}/?token=${guessedToken}`;
  const stranger = await RawSocket.open(url);
  const answer = await stranger.request('c', 'connect', connectParams({ auth: { token: guessedToken } }));
  expect(answer.ok).toBe(false);
  seen.set('refused handshake', JSON.stringify(stranger.frames));
}

/** Runs commands and keeps what they print. */
async function runCommands(host: RunningHost, seen: Map<string, string>): Promise<void> {
  const commands = [
    ['status'],
    ['sessions'],
    ['logs', '--lines', '500'],
    ['config', 'get'],
    ['audit'],
    ['version'],
    ['start', '--port', '0'],
  ];
  for (const command of commands) {
    const child = spawn(process.execPath, [HOST_ENTRY, ...command, '--json'], {
      env: { PATH: process.env['PATH'], HOME: host.home, GATEHOUSE_HOME: host.home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(child, 'close');
    seen.set(`gatehouse ${command.join(' ')}`, text);
  }
}
