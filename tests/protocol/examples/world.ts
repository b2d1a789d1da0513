// The sample host that examples run on, and the things that they need: sessions, approvals, devices, nodes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { Item } from '#contract/sessions/session-view.ts';
import { defineChannel, type ChannelKind } from '#adapters/channels/define-channel.ts';
import { WEB } from '#adapters/channels/web/kind.ts';
import { SampleChannel } from '#tests/support/core/sample-channel.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { BrowserKey } from '#tests/support/browser-key.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';

import { OPERATOR_SCOPES, type Scope } from '#contract/wire/scopes.ts';
import { TestDevice } from '../support/device.ts';
import type { Families } from '#host/families.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from '../support/protocol-host.ts';
import { connected, type RawSocket } from '../support/raw-socket.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

/** What a sample command-line node is. */
const NODE = { id: 'node-host', mode: 'node', version: '1.0.0', platform: 'linux', deviceFamily: 'Linux' };
const BEANS = {
  question: 'Which beans shall I plant?',
  header: 'Beans',
  options: [{ label: 'Runner beans', description: 'They climb.' }, { label: 'Broad beans' }],
};
/** Prints what a failed Go test does. */
const FAILED_TEST = "printf '%s\\n' '--- FAIL: TestBeans (0.00s)' '    beans_test.go:9: got 3 beans, want 4'";
const NODE_COMMANDS = ['system.which'];

/** A device of the sample world. */
export interface SampleDevice {
  readonly deviceId: string;
  /** Waits for a person; only while it is not paired. */
  readonly requestId: string;
}

/** A gateway with queued runs. */
export interface Crowd {
  /** An operator. */
  readonly socket: RawSocket;
  /** Queues a run with this id. */
  queue(runId: string): Promise<string>;
}

/** What an example may use. Names keep examples apart; a name used twice is the same thing. */
export interface ExampleWorld {
  readonly gateway: ProtocolHost;
  /** Folder that sample sessions work in; it has `notes.md`. */
  readonly workspace: string;
  /** For preparations. */
  readonly client: GatewayClient;
  /** The only network of the host, under the name of Telegram. */
  readonly channel: SampleChannel;
  /** A different text each time. */
  nextId(): string;
  /** For preparations that must come from the connection that the example is called on. */
  operator(method: string, params?: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** A session with one finished turn; its key. */
  session(name: string): Promise<string>;
  /** Sends a message into a session and waits for the end of its run; the run's id. */
  turn(key: string, message: string): Promise<string>;
  /** The items of a session, oldest first. */
  items(key: string): Promise<readonly Item[]>;
  /** A session whose run goes on until it is aborted; its key. */
  busySession(name: string): Promise<string>;
  /** A session whose agent wrote the file `plan-<name>.md`. */
  changedSession(name: string): Promise<string>;
  /** An approval that waits; its id. */
  approval(name: string): Promise<string>;
  /** Runs a command of the agent that prints a failed test; resolves when it has ended. */
  failedCommand(): Promise<string>;
  /** A question of the agent that waits; its id. */
  question(name: string): Promise<string>;
  /** A page's device that asks to be let in; default: with `operator.read`. */
  askingDevice(scope?: Scope): Promise<SampleDevice>;
  /** A device that was let in. */
  pairedDevice(): Promise<SampleDevice>;
  /** A node whose commands wait to be allowed. */
  askingNode(): Promise<{ readonly nodeId: string; readonly requestId: string; readonly socket: RawSocket }>;
  /** A node whose commands are allowed. */
  pairedNode(): Promise<{ readonly nodeId: string; readonly socket: RawSocket }>;
  /** A phone with all rights that came with a setup code; always the same one. */
  phone(): Promise<{ readonly device: TestDevice; readonly socket: RawSocket }>;
  /** A gateway of its own whose only slot is taken, so that further runs wait. */
  crowd(): Promise<Crowd>;
  /** A browser that is signed in; its id. */
  signedInBrowser(): Promise<string>;
}

/** No example calls a server on the internet: without https, the gateway refuses to. */
const NO_TABLE = 'http://tables.example.org/models.json';

/** A channel in memory that is shown as Telegram, so that examples look like those of people. */
function sampleTelegram(channel: SampleChannel): ChannelKind {
  return defineChannel({
    id: 'telegram',
    title: 'Telegram',
    summary: 'A bot of your own on Telegram.',
    steps: ['Write to @BotFather, send `/newbot`, and copy the token.'],
    fields: [{ name: 'botToken', title: 'Bot token', help: 'From @BotFather.', isSecret: true }],
    create: () => channel,
  });
}

/** The started world. */
export interface StartedWorld {
  readonly world: ExampleWorld;
  /** What examples are called on. */
  readonly operator: RawSocket;
  stop(): Promise<void>;
}

/** Starts the world. */
export async function startExampleWorld(families: Partial<Families> = {}): Promise<StartedWorld> {
  const channel = new SampleChannel();
  const gateway = await startProtocolHost(reply, {
    families: { channels: [sampleTelegram(channel), WEB], ...families },
    // No example waits for the run of another one.
    config: { models: { tableUrl: NO_TABLE }, limits: { concurrentRuns: 64 } },
  });
  const client = await connectTo(gateway.address.origin, TOKEN);
  const operator = await connected(gateway.url, { scopes: OPERATOR_SCOPES });
  const workspace = join(gateway.workspace, 'garden');
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'notes.md'), '# Garden\n\nWater the beans.\n');
  await client.request('setup.choose', { model: MODEL, workspace, done: true });
  const open: RawSocket[] = [operator];
  let calls = 0;
  let crowd: ReturnType<typeof openCrowd> | undefined;
  const world: ExampleWorld = {
    gateway,
    workspace,
    client,
    channel,
    nextId: () => String(1_000_000 + (calls += 1)),
    async operator(method, params) {
      const { payload, error } = await operator.request(`prepare-${(calls += 1)}`, method, params);
      if (error !== undefined) throw new Error(`${method}: ${error.message}`);
      return payload ?? {};
    },
    ...sessionsOf(client),
    ...devicesOf(gateway, client, open),
    crowd: () => (crowd ??= openCrowd(workspace, families, open)),
  };
  return {
    world,
    operator,
    async stop() {
      for (const socket of open) socket.close();
      client.stop();
      await gateway.stop();
      await (await crowd)?.stop();
    },
  };
}

async function openCrowd(
  workspace: string,
  families: Partial<Families>,
  open: RawSocket[],
): Promise<Crowd & { stop(): Promise<void> }> {
  const gateway = await startProtocolHost(reply, { families, config: { limits: { concurrentRuns: 1 } } });
  const client = await connectTo(gateway.address.origin, TOKEN);
  const socket = await connected(gateway.url, { scopes: OPERATOR_SCOPES });
  open.push(socket);
  await client.request('setup.choose', { model: MODEL, workspace, done: true });
  const send = async (runId: string) => {
    const key = `agent:main:${runId}`;
    await client.request('sessions.create', { key });
    await client.request('chat.send', {
      sessionKey: key,
      message: 'Plan the year, take your time.',
      idempotencyKey: runId,
    });
  };
  await send('active');
  return {
    socket,
    async queue(runId) {
      const list = () => client.request('runs.queue.list', {});
      if ((await list()).runs.some((run) => run.runId === runId)) return runId;
      await send(runId);
      await waitUntil('the queued run', async () => (await list()).runs.some((run) => run.runId === runId));
      return runId;
    },
    async stop() {
      client.stop();
      await gateway.stop();
    },
  };
}

function reply(request: ModelRequestRecord): Reply {
  const asked = lastUserText(request);
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
  if (asked.startsWith('Conversation:')) return { steps: [{ say: 'They spoke about beans.' }] };
  if (asked.includes('take your time')) return { steps: [{ say: 'Let me think.' }, { hang: true }] };
  if (asked.includes('busy day')) return { status: 429, headers: { 'retry-after': '3600' } };
  if (asked.includes('which bean')) return { steps: [{ call: 'ask', input: { questions: [BEANS] }, id: 'toolu_ask' }] };
  if (asked.includes('test the beans'))
    return { steps: [{ call: 'exec', input: { command: FAILED_TEST }, id: 'toolu_test' }] };
  const plan = /write (plan-\w+\.md)/.exec(asked)?.[1];
  if (plan !== undefined)
    return { steps: [{ call: 'write', input: { path: plan, content: 'Plant the beans.\n' }, id: 'toolu_write' }] };
  if (asked.includes('tidy up'))
    return { steps: [{ call: 'exec', input: { command: 'rm -r old-notes' }, id: 'toolu_tidy_up' }] };
  return { steps: [{ say: 'Every second morning.' }] };
}

type SessionPart = Pick<
  ExampleWorld,
  'session' | 'turn' | 'items' | 'busySession' | 'changedSession' | 'failedCommand' | 'approval' | 'question'
>;

function sessionsOf(client: GatewayClient): SessionPart {
  const made = new Map<string, Promise<string>>();
  let runs = 0;
  const send = async (sessionKey: string, message: string): Promise<string> => {
    const idempotencyKey = `example-run-${(runs += 1)}`;
    await client.request('chat.send', { sessionKey, message, idempotencyKey });
    return idempotencyKey;
  };
  const once = (name: string, make: (key: string) => Promise<void>): Promise<string> => {
    const key = `agent:main:${name}`;
    const found = made.get(key) ?? make(key).then(() => key);
    made.set(key, found);
    return found;
  };
  const turn = async (key: string, message: string): Promise<string> => {
    const runId = await send(key, message);
    await client.request('agent.wait', { runId });
    return runId;
  };
  return {
    turn,
    session: (name) => once(name, async (key) => void (await turn(key, 'How often do I water the beans?'))),
    busySession: (name) =>
      once(name, async (key) => {
        await send(key, 'Plan the year, take your time.');
        await waitUntil(
          'the run',
          async () => (await client.request('sessions.describe', { key })).session?.hasActiveRun === true,
        );
      }),
    changedSession: (name) =>
      once(name, async (key) => {
        await client.request('sessions.create', { key });
        await client.request('sessions.patch', { key, approvalMode: 'accept-edits' });
        await turn(key, `Please write plan-${name}.md.`);
      }),
    // The preset of read-only commands covers it.
    failedCommand: () => once('tester', async (key) => void (await turn(key, 'Please test the beans.'))),
    async items(key) {
      const { view } = await client.request('sessions.watch', { key, items: 100 });
      await client.request('sessions.unwatch', { key });
      return view?.items ?? [];
    },
    async question(name) {
      const sessionKey = await once(name, async (key) => void (await send(key, 'Ask me which bean you shall plant.')));
      let id: string | undefined;
      await waitUntil('the question', async () => {
        const { questions } = await client.request('question.list', {});
        id = questions.find((question) => question.sessionKey === sessionKey)?.id;
        return id !== undefined;
      });
      return id ?? '';
    },
    async approval(name) {
      const sessionKey = await once(name, async (key) => void (await send(key, 'Please tidy up.')));
      let id: string | undefined;
      await waitUntil('the approval', async () => {
        const { approvals } = await client.request('approvals.list', { status: 'pending' });
        id = approvals.find((approval) => approval.sessionKey === sessionKey)?.id;
        return id !== undefined;
      });
      return id ?? '';
    },
  };
}

async function pairPhone(gateway: ProtocolHost, client: GatewayClient, sockets: RawSocket[]) {
  const device = new TestDevice();
  const { setupCode } = await client.request('device.pair.setupCode', { includeQr: false });
  // What a setup code and a greeting hold is the protocol's (facts, section 6.5).
  const { bootstrapToken } = JSON.parse(Buffer.from(setupCode, 'base64url').toString()) as { bootstrapToken: string };
  const first = await device.connect(gateway.url, { role: 'node', scopes: [], auth: { bootstrapToken } });
  first.socket.close();
  const { auth } = first.answer.payload as { auth: { deviceTokens: readonly { role: string; deviceToken: string }[] } };
  const token = auth.deviceTokens.find(({ role }) => role === 'operator')?.deviceToken ?? '';
  const { socket } = await device.connect(gateway.url, { scopes: ['operator.admin'], auth: { token } });
  sockets.push(socket);
  return { device, socket };
}

async function signInBrowser(gateway: ProtocolHost, client: GatewayClient): Promise<string> {
  const { url } = await client.request('browsers.link', {});
  await fetch(`${gateway.address.origin}/auth/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: gateway.address.origin, 'User-Agent': 'Sample browser' },
    body: new BrowserKey().signInBody(url.split('#code=')[1] ?? ''),
  });
  const { browsers } = await client.request('browsers.list', {});
  return browsers.at(-1)?.id ?? '';
}

type DevicePart = Pick<
  ExampleWorld,
  'askingDevice' | 'pairedDevice' | 'askingNode' | 'pairedNode' | 'phone' | 'signedInBrowser'
>;

function devicesOf(gateway: ProtocolHost, client: GatewayClient, sockets: RawSocket[]): DevicePart {
  let phone: ReturnType<ExampleWorld['phone']> | undefined;
  /** A page of this gateway's own address is never let in silently. */
  const headers = { Origin: gateway.address.origin };
  const askingDevice: ExampleWorld['askingDevice'] = async (scope = 'operator.read') => {
    const device = new TestDevice();
    const { socket, answer } = await device.connect(gateway.url, { scopes: [scope], headers });
    sockets.push(socket);
    return { deviceId: device.id, requestId: String(answer.error?.details?.['requestId']) };
  };
  const askingNode: ExampleWorld['askingNode'] = async () => {
    const device = new TestDevice();
    const options = { client: NODE, role: 'node', scopes: [], caps: ['system'], commands: NODE_COMMANDS } as const;
    const { socket } = await device.connect(gateway.url, options);
    sockets.push(socket);
    const { pending } = await client.request('node.pair.list', {});
    return {
      nodeId: device.id,
      requestId: pending.find(({ nodeId }) => nodeId === device.id)?.requestId ?? '',
      socket,
    };
  };
  return {
    askingDevice,
    askingNode,
    phone: () => (phone ??= pairPhone(gateway, client, sockets)),
    signedInBrowser: () => signInBrowser(gateway, client),
    async pairedDevice() {
      const device = await askingDevice();
      await client.request('device.pair.approve', { requestId: device.requestId });
      return device;
    },
    async pairedNode() {
      const { nodeId, requestId, socket } = await askingNode();
      await client.request('node.pair.approve', { requestId });
      return { nodeId, socket };
    },
  };
}
