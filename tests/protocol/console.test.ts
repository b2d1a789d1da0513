// The console over the wire: subscribers get the output of their project, in the same bytes, and nobody else does.
// Proves: EX-7
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleOutput } from '#contract/types/console.ts';
import { lastToolResults, lastUserText } from '../support/model-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startOwnClient, type OwnClient } from './support/own-client.ts';
import { connected } from './support/raw-socket.ts';
import { MODEL, startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';

const KEY = 'agent:main:printer';
const COMMAND = 'echo one; echo two; touch printed';

let gateway: ProtocolHost;
const clients: OwnClient[] = [];

beforeAll(async () => {
  gateway = await startProtocolHost((request) => {
    const isTask = lastUserText(request).includes('print') && lastToolResults(request).length === 0;
    return { steps: [isTask ? { call: 'exec', input: { command: COMMAND } } : { say: 'Done.' }] };
  });
  await start().client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
});
afterEach(() => clients.splice(0).forEach((client) => client.stop()));
afterAll(() => gateway.stop());

function start(): OwnClient {
  const client = startOwnClient(gateway.url);
  clients.push(client);
  return client;
}

/** A client that collects the console events it gets. */
function listen() {
  const { client } = start();
  const outputs: ConsoleOutput[] = [];
  client.on('console.output', (output) => outputs.push(output));
  const texts = () => outputs.flatMap(({ lines }) => lines.map(({ kind, text }) => `${kind} ${text}`));
  return { client, outputs, texts };
}

/** Runs the command once. */
async function print(): Promise<void> {
  const { client } = start();
  const idempotencyKey = crypto.randomUUID();
  await client.request('chat.send', { sessionKey: KEY, message: 'Please print.', idempotencyKey });
  const id = await waitUntil('the approval', async () => {
    const { approvals } = await client.request('approvals.list', { status: 'pending' });
    return approvals.find(({ sessionKey }) => sessionKey === KEY)?.id;
  });
  await client.request('approvals.resolve', { id, decision: 'allow-once' });
  await client.request('agent.wait', { runId: idempotencyKey });
}

describe('console.output', () => {
  it('reaches every subscriber of the project in the same form, and no one else', async () => {
    const [first, second, other, none] = [listen(), listen(), listen(), listen()];
    const { project } = await first.client.request('console.subscribe', { project: gateway.workspace });
    expect(project).toBe(gateway.workspace);
    await second.client.request('console.subscribe', { sessionKey: KEY });
    await other.client.request('console.subscribe', { project: '/somewhere/else' });
    await print();
    await waitUntil('the end of the command', () => first.texts().includes('end 0'));
    expect(first.texts()).toEqual([`start ${COMMAND}`, 'output one', 'output two', 'end 0']);
    await waitUntil('the same output', () => second.outputs.length === first.outputs.length);
    expect(second.outputs).toEqual(first.outputs);
    const { lines } = await first.client.request('console.list', { project: gateway.workspace });
    expect(first.outputs.flatMap((output) => output.lines)).toEqual(lines);
    await first.client.request('console.unsubscribe', { project: gateway.workspace });
    await first.client.request('console.clear', { project: gateway.workspace });
    await waitUntil('the notice', () => second.outputs.at(-1)?.isCleared === true);
    expect(first.outputs.at(-1)?.isCleared).toBeUndefined();
    expect([...other.outputs, ...none.outputs]).toEqual([]);
  });
});

describe('methods of the console', () => {
  it('need a project or a session, not both', async () => {
    const { client } = start();
    for (const place of [{}, { project: '/a', sessionKey: KEY }])
      await expect(client.request('console.list', place)).rejects.toMatchObject({
        details: { code: 'PROJECT_REQUIRED' },
      });
  });

  it('that change something need more than the right to read', async () => {
    const reader = await connected(gateway.url, { scopes: ['operator.read'] });
    const ask = async (method: string, params: unknown) => (await reader.request(method, method, params)).error?.code;
    const place = { project: gateway.workspace };
    expect(await ask('console.list', place)).toBeUndefined();
    expect(await ask('console.clear', place)).toBe('FORBIDDEN');
    expect(await ask('console.autoFix', { ...place, enabled: true })).toBe('FORBIDDEN');
    expect(await ask('console.fix', { errorId: 'x' })).toBe('FORBIDDEN');
    reader.close();
  });
});
