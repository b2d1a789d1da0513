// A host in this process with a local model server, optionally with the sample day behind it.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { GatewayClient } from '#contract/wire/client-api.ts';
import { createHost } from '#host/create-host.ts';
import Database from 'better-sqlite3';

import { connectInProcess } from './connect-in-process.ts';
import { TEST_IMAGE, type TestEngine } from './docker-engine.ts';
import { startModelServer } from './model-server.ts';
import { PROMPTS, sampleReply, writeProject } from './sample-day.ts';
import type { SampleKeys } from './screenshot-list.ts';
import { waitUntil } from './wait-until.ts';

/** How it is started. `folder` is for home and project; the caller removes it. */
export interface SampleHostOptions {
  readonly folder: string;
  readonly pages: string;
  readonly day: boolean;
  /** An engine for two agents that work in containers; without one there are none. */
  readonly engine?: TestEngine | undefined;
}

/** A host to look at. */
export interface SampleHost {
  readonly origin: string;
  readonly keys: SampleKeys;
  readonly project: string;
  readonly client: GatewayClient;
  signInUrl(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts it; with `day` the sessions of the sample day are in their states when this resolves. */
export async function startSampleHost(options: SampleHostOptions): Promise<SampleHost> {
  const project = join(options.folder, 'harbor-notes');
  const home = join(options.folder, 'home');
  mkdirSync(project, { recursive: true });
  writeProject(project);
  const model = await startModelServer(sampleReply, ['claude-sonnet-4-6', 'claude-haiku-4-5']);
  const environment = {
    PATH: process.env['PATH'],
    HOME: options.folder,
    GATEHOUSE_TRUSTED_FOLDERS: options.folder,
    GATEHOUSE_MACHINE: 'host',
    DOCKER_HOST: 'unix:///nonexistent/docker.sock',
    ANTHROPIC_API_KEY: 'sk-ant-sample',
    ANTHROPIC_BASE_URL: model.url,
    OLLAMA_HOST: 'http://127.0.0.1:9',
    ...options.engine?.environment,
  };
  const open = async () => {
    const host = createHost({ home, version: '0.1.0', port: 0, bind: '127.0.0.1', pages: options.pages, environment });
    const { origin } = await host.start();
    return { host, origin, client: connectInProcess(host) };
  };
  let running = await open();
  let keys: SampleKeys = {};
  if (options.day) {
    keys = await playPast(running.client, project);
    running.client.stop();
    await running.host.stop('sample day');
    spreadUsage(home);
    running = await open();
    if (options.engine !== undefined) await useContainers(running.client, options.folder);
    await addProjects(running.client, project);
    keys = { ...keys, ...(await playPresent(running.client)) };
  }
  const { host, origin, client } = running;
  return {
    origin,
    keys,
    project,
    client,
    signInUrl: () => host.browserLink(),
    stop: async () => {
      client.stop();
      await host.stop('sample over');
      await model.close();
    },
  };
}

type PromptName = keyof typeof PROMPTS;

/** What is over: set-up, a finished session with an approved command, a short question, a failure. */
async function playPast(client: GatewayClient, project: string): Promise<SampleKeys> {
  await client.request('setup.choose', { model: 'anthropic/claude-sonnet-4-6', workspace: project, done: true });
  const short = await begin(client, 'short');
  await settled(client, short);
  const failed = await begin(client, 'failed');
  await settled(client, failed);
  const finished = await begin(client, 'finished', 'workspace');
  await answerNext(client, finished, 'allow-always');
  await settled(client, finished);
  const server = await begin(client, 'server', 'workspace');
  await answerNext(client, server, 'allow-once');
  await settled(client, server);
  await client.request('approvals.rules.add', { agentId: 'main', words: ['git', 'status'] });
  await client.request('approvals.rules.add', { agentId: 'main', words: ['git', 'push', '*'], effect: 'deny' });
  const { rule: revoked } = await client.request('approvals.rules.add', { agentId: 'main', words: ['npm', 'publish'] });
  await client.request('approvals.rules.remove', { id: revoked.id });
  return { short, failed, finished, server };
}

/** What goes on: two approvals wait, one session works, two are queued. */
async function playPresent(client: GatewayClient): Promise<SampleKeys> {
  const waitingForEdit = await begin(client, 'waitingForEdit');
  const waitingForCommand = await begin(client, 'waitingForCommand');
  const working = await begin(client, 'working');
  await waitUntil(
    'the sample day',
    async () => (await client.request('approvals.list', { status: 'pending' })).approvals.length >= 2,
  );
  await limitRuns(client, 1);
  const queuedFirst = await begin(client, 'queuedFirst');
  const queuedSecond = await begin(client, 'queuedSecond');
  return { waitingForEdit, waitingForCommand, working, queuedFirst, queuedSecond };
}

/** The project of the sessions, and two from templates. */
async function addProjects(client: GatewayClient, folder: string): Promise<void> {
  const { id } = await client.request('projects.register', { path: folder, name: 'Harbor Notes' });
  const variables = { LOG_LEVEL: 'debug' };
  await client.request('projects.defaults.set', { id, setup: 'npm ci', ports: 4, variables });
  const parent = dirname(folder);
  for (const [template, name] of [
    ['web-page', 'Landing page'],
    ['notes', 'Meeting notes'],
  ] as const)
    await client.request('projects.create', { source: { kind: 'template', template }, name, parent });
}

/** Two agents that work in a container each. */
async function useContainers(client: GatewayClient, folder: string): Promise<void> {
  const { hash } = await client.request('config.get', {});
  const machines = { docker: { image: TEST_IMAGE, pull: 'never', memoryMb: 512 } };
  await client.request('config.patch', { raw: JSON.stringify({ machines }), baseHash: hash ?? '' });
  for (const name of ['Docs', 'Importer']) {
    const agentId = name.toLowerCase();
    const workspace = join(folder, `harbor-${agentId}`);
    writeProject(workspace);
    await client.request('agents.create', { name, workspace });
    const { hash: baseHash } = await client.request('config.get', {});
    const agents = { entries: { [agentId]: { machine: 'docker' } } };
    await client.request('config.patch', { raw: JSON.stringify({ agents }), baseHash: baseHash ?? '' });
    const key = `agent:${agentId}:sample-container`;
    await client.request('sessions.create', { key, agentId });
    await client.request('chat.send', {
      sessionKey: key,
      message: PROMPTS.container,
      idempotencyKey: `run-${agentId}`,
    });
    await settled(client, key);
  }
}

async function limitRuns(client: GatewayClient, concurrentRuns: number): Promise<void> {
  const { hash } = await client.request('config.get', {});
  await client.request('config.patch', { raw: JSON.stringify({ limits: { concurrentRuns } }), baseHash: hash ?? '' });
}

async function begin(client: GatewayClient, name: PromptName, permissionMode?: 'workspace'): Promise<string> {
  const key = `agent:main:sample-${name.toLowerCase()}`;
  await client.request('sessions.create', {
    key,
    agentId: 'main',
    ...(permissionMode === undefined ? {} : { permissionMode }),
  });
  await client.request('chat.send', { sessionKey: key, message: PROMPTS[name], idempotencyKey: `run-${name}` });
  return key;
}

async function answerNext(
  client: GatewayClient,
  sessionKey: string,
  decision: 'allow-once' | 'allow-always',
): Promise<void> {
  await waitUntil('the sample day', async () => {
    const { approvals } = await client.request('approvals.list', { status: 'pending' });
    const found = approvals.find((approval) => approval.sessionKey === sessionKey);
    if (found !== undefined)
      await client.request('approvals.resolve', {
        id: found.id,
        decision,
        ...(decision === 'allow-always' && found.subject.suggestedRule !== undefined
          ? { rule: [...found.subject.suggestedRule] }
          : {}),
      });
    return found !== undefined;
  });
}

async function settled(client: GatewayClient, key: string): Promise<void> {
  await waitUntil('the sample day', async () => {
    const { session } = await client.request('sessions.describe', { key });
    return session !== null && session.status !== 'running' && session.status !== 'queued';
  });
}

/** Copies today's usage over the days before, so that the usage page has something to show. */
function spreadUsage(home: string): void {
  const file = new Database(join(home, 'gatehouse.db'));
  try {
    const columns =
      'session_key, run_id, agent_id, provider, model, input, output, cache_read, cache_write, cost, input_cost, output_cost, cache_read_cost, cache_write_cost';
    const copy = file.prepare(
      `INSERT INTO usage (ts, day, ${columns}) SELECT ts - ? * 86400000, date(day, ?), ${columns} FROM usage WHERE rowid <= ?`,
    );
    const { most } = file.prepare('SELECT max(rowid) AS most FROM usage').get() as { readonly most: number };
    for (let day = 1; day < 30; day++)
      for (let times = (day * 7) % 5; times > 0; times--) copy.run(day, `-${day} days`, most);
  } finally {
    file.close();
  }
}
