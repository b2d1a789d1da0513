// Plain HTTP: probes, the OpenAI-compatible routes, tools, hooks, history, and what is not there.
import { TOKEN } from '../../support/protocol-host.ts';
import { httpObservation } from '../transcripts.ts';
import type { Replay, Stage } from '../replay.ts';
import { ASK } from './turns.ts';

const HOOK_TOKEN = 'recorded-hook-token-0123456789';
const OWNER = { authorization: `Bearer ${TOKEN}` };
const HOOK = { authorization: `Bearer ${HOOK_TOKEN}` };
const PROBES = ['/health', '/healthz', '/ready', '/readyz', '/startup', '/startupz', '/api', '/v1/models'];
const CHAT = { model: 'openclaw', messages: [{ role: 'user', content: ASK.text }] };
const STREAM = { ...CHAT, model: 'openclaw/main', stream: true, stream_options: { include_usage: true }, user: 'u1' };

interface Case {
  readonly name: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const CASES: readonly Case[] = [
  ...PROBES.map((path) => ({ name: `probe ${path}`, path })),
  { name: 'probe-head', path: '/healthz', method: 'HEAD' },
  { name: 'probe-post', path: '/healthz', body: {} },
  { name: 'readyz-auth', path: '/readyz', headers: OWNER },
  { name: 'models', path: '/v1/models', headers: OWNER },
  { name: 'model', path: '/v1/models/openclaw%2Fdefault', headers: OWNER },
  { name: 'chat', path: '/v1/chat/completions', headers: OWNER, body: CHAT },
  { name: 'chat-stream', path: '/v1/chat/completions', headers: OWNER, body: STREAM },
  { name: 'chat-noauth', path: '/v1/chat/completions', body: CHAT },
  { name: 'chat-badmodel', path: '/v1/chat/completions', headers: OWNER, body: { ...CHAT, model: 'gpt-4' } },
  { name: 'chat-empty', path: '/v1/chat/completions', headers: OWNER, body: { ...CHAT, messages: [] } },
  { name: 'chat-get', path: '/v1/chat/completions', headers: OWNER },
  { name: 'responses', path: '/v1/responses', headers: OWNER, body: { model: 'openclaw', input: ASK.text } },
  {
    name: 'responses-stream',
    path: '/v1/responses',
    headers: OWNER,
    body: { model: 'openclaw', input: ASK.text, stream: true },
  },
  { name: 'tools-invoke', path: '/tools/invoke', headers: OWNER, body: { tool: 'list', args: { path: '.' } } },
  { name: 'tools-invoke-unknown', path: '/tools/invoke', headers: OWNER, body: { tool: 'nope', args: {} } },
  { name: 'tools-invoke-noauth', path: '/tools/invoke', body: { tool: 'x' } },
  {
    name: 'tools-invoke-denied',
    path: '/tools/invoke',
    headers: OWNER,
    body: { tool: 'exec', args: { command: 'id' } },
  },
  { name: 'hook-wake', path: '/hooks/wake', headers: HOOK, body: { text: 'wake up', mode: 'next-heartbeat' } },
  {
    name: 'hook-agent',
    path: '/hooks/agent',
    headers: HOOK,
    body: { message: ASK.text, name: 'Test', deliver: false },
  },
  { name: 'hook-noauth', path: '/hooks/wake', body: { text: 'x' } },
  { name: 'hook-query-token', path: '/hooks/wake?token=x', body: { text: 'x' } },
  { name: 'hook-gateway-token', path: '/hooks/wake', headers: OWNER, body: { text: 'x' } },
  { name: 'hook-x-header', path: '/hooks/wake', headers: { 'x-openclaw-token': HOOK_TOKEN }, body: { text: 'x' } },
  { name: 'hook-unknown', path: '/hooks/nope', headers: HOOK, body: { a: 1 } },
  { name: 'hook-bad', path: '/hooks/agent', headers: HOOK, body: {} },
  { name: 'hook-get', path: '/hooks/wake', headers: HOOK },
  { name: 'history', path: '/sessions/agent%3Amain%3Arecorded-agent/history?limit=2', headers: OWNER },
  { name: 'cui-config', path: '/control-ui-config.json', headers: OWNER },
  { name: 'asset404', path: '/assets/nope.js' },
  { name: 'avatar', path: '/avatar/main?meta=1', headers: OWNER },
  { name: 'unknown-post', path: '/nope', headers: OWNER, body: {} },
];

export const HTTP_REPLAYS: readonly Replay[] = [{ file: 'http', run: replayHttp }];

async function replayHttp(stage: Stage): Promise<void> {
  const client = await stage.connect('configuration');
  const { hash } = await client.ask('config.get', {});
  const raw = JSON.stringify({ hooks: { enabled: true, token: HOOK_TOKEN } });
  await client.call('config.patch', { raw, baseHash: hash });
  for (const one of CASES) stage.note(await exchange(stage.gateway.address.origin, one));
}

async function exchange(origin: string, { name, path, method, headers, body }: Case) {
  const response = await fetch(`${origin}${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return httpObservation(name, {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  });
}
