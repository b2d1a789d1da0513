// What an operator relies on: one id through all lines of a run, and a record of who changed what.
// Proves: MP-4, AG-1, AG-10, US-1, SC-5, OB-1, OB-2
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '#cli/run.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

/** What the model server says of each call. */
const USAGE = { input: 123, output: 7 };

let host: ProtocolHost;
let client: GatewayClient;

beforeAll(async () => {
  host = await startProtocolHost((request) => {
    const last = JSON.stringify(request.body.messages.at(-1));
    if (last.includes('tool_result')) return { steps: [{ say: 'done' }], usage: USAGE };
    if (last.includes('ask me'))
      return { steps: [{ call: 'exec', input: { command: 'touch seen.txt' } }], usage: USAGE };
    return { steps: [{ call: 'list', input: { path: '.' } }], usage: USAGE };
  });
  client = await connectTo(host.address.origin, TOKEN);
});
afterAll(async () => {
  client.stop();
  await host.stop();
});

interface Line {
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

const logLines = (): readonly Line[] =>
  readFileSync(join(host.home, 'logs/gatehouse.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line); // written by our own log

describe('the log', () => {
  it('has all lines of a run under one ID, from the frame to the last tool, without message text', async () => {
    await client.request('sessions.create', { key: 'agent:main:logged', cwd: host.workspace, model: MODEL });
    const runId = 'run-that-is-logged';
    await client.request('chat.send', {
      sessionKey: 'agent:main:logged',
      message: 'a private thought',
      idempotencyKey: runId,
    });
    await client.request('agent.wait', { runId });
    const lines = logLines().filter(({ fields }) => fields?.['runId'] === runId);
    expect(lines.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'Request answered.',
        'Run started.',
        'Model call completed.',
        'Tool started.',
        'Tool finished.',
        'Run ended.',
      ]),
    );
    expect(lines.find(({ message }) => message === 'Request answered.')?.fields).toMatchObject({
      method: 'chat.send',
      durationMs: expect.any(Number) as number,
    });
    expect(lines.filter(({ message }) => message === 'Model call completed.')).toHaveLength(2);
    expect(JSON.stringify(logLines())).not.toContain('private thought');
  });

  it('logs a rejected call with its reason, without its content', async () => {
    await expect(client.request('agents.settings.get', { agentId: 'sk-ant-api03-0123456789abcdef' })).rejects.toThrow();
    const refused = logLines().findLast(({ message }) => message === 'Request rejected.');
    expect(refused?.fields).toMatchObject({ method: 'agents.settings.get', reason: 'UNKNOWN_AGENT_ID' });
    expect(JSON.stringify(logLines())).not.toContain('0123456789abcdef');
  });
});

async function gatehouse(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: readonly string[] }> {
  const out: string[] = [];
  const code = await runCli(args, {
    environment: { GATEHOUSE_HOME: host.home, GATEHOUSE_TOKEN: TOKEN },
    pages: host.home,
    stdout: { write: (line) => out.push(line.trimEnd()) },
    stderr: { write: (line) => out.push(line.trimEnd()) },
  });
  return { code, out };
}

describe('the audit log', () => {
  it('records who changed agents and permissions and who opened a terminal', async () => {
    const { agentId } = await client.request('agents.duplicate', { agentId: 'main', name: 'Second' });
    await client.request('agents.settings.set', { agentId, approvalMode: 'deny', instructions: 'private words' });
    await client.request('sessions.create', { key: 'agent:main:audited', cwd: host.workspace });
    await client.request('sessions.patch', { key: 'agent:main:audited', permissionMode: 'full' });
    await client.request('sessions.reset', { key: 'agent:main:audited' });
    await client.request('sessions.delete', { key: 'agent:main:audited' });
    const terminal = await client.request('terminal.open', { cols: 80, rows: 24 });
    await client.request('terminal.close', { sessionId: terminal.sessionId });
    await client.request('agents.delete', { agentId });
    const { entries } = await client.request('audit.entries', { limit: 100 });
    const mine = entries.filter(({ actor }) => actor.startsWith('gateway-client'));
    expect(mine.toReversed().map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'agent.created second',
      'agent.changed second',
      'session.permissions agent:main:audited',
      'session.reset agent:main:audited',
      'session.deleted agent:main:audited',
      'terminal.opened main',
      'agent.deleted second',
    ]);
    expect(mine.find(({ action }) => action === 'session.permissions')?.details).toEqual({ from: 'agent', to: 'full' });
    expect(JSON.stringify(entries)).not.toContain('private words');
  });

  it('is exported completely, oldest first, and verified by the command', async () => {
    const { code, out } = await gatehouse('audit', 'export');
    expect(code).toBe(0);
    const seqs = out.map((line) => (JSON.parse(line) as { seq: number }).seq); // an exported entry
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(await gatehouse('audit', 'verify')).toEqual({
      code: 0,
      out: [`Verified ${seqs.length} entries. The audit log is intact.`],
    });
    expect((await gatehouse('audit', 'list', '--lines', '2', '--action', 'agent.deleted')).out).toHaveLength(1);
  });
});

describe('a copy of an agent', () => {
  it('has the same settings, its own folder, and the same defaults', async () => {
    const { agentId: made } = await client.request('agents.create', { name: 'Writer', model: MODEL });
    const id = String(made);
    await client.request('agents.settings.set', { agentId: id, instructions: 'Write well.', maxTurns: 7 });
    const copy = await client.request('agents.duplicate', { agentId: id });
    expect(copy).toMatchObject({
      agentId: 'writer-copy',
      name: 'Writer copy',
      model: MODEL,
      instructions: 'Write well.',
      maxTurns: 7,
    });
    const original = await client.request('agents.settings.get', { agentId: id });
    expect(copy.workspace).not.toBe(original.workspace);
    const { hash } = await client.request('config.get', {});
    const raw = JSON.stringify({ agents: { defaults: { approvalMode: 'accept-edits' } } });
    await client.request('config.patch', { raw, baseHash: hash });
    expect(await client.request('agents.settings.get', { agentId: copy.agentId })).toMatchObject({
      approvalMode: 'accept-edits',
    });
    await expect(client.request('agents.duplicate', { agentId: 'nobody' })).rejects.toThrow('Unknown agent: nobody.');
  });
});

describe('the log command', () => {
  it('filters by level, text, and run', async () => {
    await client.request('chat.send', {
      sessionKey: 'agent:main:logged',
      message: 'again',
      idempotencyKey: 'second-run',
    });
    await client.request('agent.wait', { runId: 'second-run' });
    const ofRun = await gatehouse('logs', '--run', 'second-run');
    expect(ofRun.out.length).toBeGreaterThan(3);
    expect(ofRun.out.every((line) => line.includes('second-run'))).toBe(true);
    const words = await gatehouse('logs', '--grep', 'TOOL STARTED', '--json');
    expect(words.out.map((line) => (JSON.parse(line) as Line).message)).toContain('Tool started.'); // our own log's line
    expect((await gatehouse('logs', '--level', 'error')).out).toEqual([]);
    expect((await gatehouse('logs', '--level', 'loud')).code).toBe(2);
  });
});

describe('usage', () => {
  it('is counted exactly as reported by the model server', async () => {
    const before = await client.request('usage.cost', { days: 1 });
    await client.request('chat.send', {
      sessionKey: 'agent:main:logged',
      message: 'more',
      idempotencyKey: 'third-run',
    });
    await client.request('agent.wait', { runId: 'third-run' });
    const after = await client.request('usage.cost', { days: 1 });
    const asked = host.model.requests.length;
    expect(after.totals.input - before.totals.input).toBe(2 * USAGE.input);
    expect(after.totals.output - before.totals.output).toBe(2 * USAGE.output);
    expect(after.totals.input).toBe(asked * USAGE.input);
    expect(after.totals.totalCost).toBeGreaterThan(before.totals.totalCost);
  });
});

describe('the model of a session', () => {
  it('is the session’s, the agent’s, or the default, and changes immediately', async () => {
    const modelOf = async (key: string): Promise<string | undefined> => {
      await client.request('chat.send', { sessionKey: key, message: 'hi', idempotencyKey: `${key} ${Math.random()}` });
      const { session } = await client.request('sessions.describe', { key });
      return session?.model;
    };
    const setDefault = async (model: string): Promise<void> => {
      const { hash } = await client.request('config.get', {});
      await client.request('config.patch', {
        raw: JSON.stringify({ agents: { defaults: { model } } }),
        baseHash: hash,
      });
    };
    await setDefault(MODEL);
    const { agentId } = await client.request('agents.create', { name: 'Chooser' });
    expect(await modelOf(`agent:${String(agentId)}:one`)).toBe('claude-sonnet-4-5');
    await setDefault('anthropic/claude-haiku-4-5');
    expect(await modelOf(`agent:${String(agentId)}:two`)).toBe('claude-haiku-4-5');
    await client.request('agents.settings.set', { agentId: String(agentId), model: 'anthropic/claude-opus-4-5' });
    expect(await modelOf(`agent:${String(agentId)}:three`)).toBe('claude-opus-4-5');
    await client.request('sessions.patch', { key: `agent:${String(agentId)}:three`, model: MODEL });
    expect(await modelOf(`agent:${String(agentId)}:three`)).toBe('claude-sonnet-4-5');
    await client.request('sessions.patch', { key: `agent:${String(agentId)}:three`, model: null });
    expect(await modelOf(`agent:${String(agentId)}:three`)).toBe('claude-opus-4-5');
  });
});

describe('sessions.create with the same key', () => {
  it('creates one session', async () => {
    const idempotencyKey = '0d9f2f9e-create-once-key';
    const { key } = await client.request('sessions.create', { idempotencyKey, label: 'Once' });
    expect(key).toContain(idempotencyKey);
    expect((await client.request('sessions.create', { idempotencyKey })).key).toBe(key);
  });
});

describe('health', () => {
  it('reports uptime, memory, CPU, and the number of sessions', async () => {
    const health = await client.request('health', {});
    expect(health).toMatchObject({
      ok: true,
      uptimeMs: expect.any(Number) as number,
      memoryBytes: expect.any(Number) as number,
      cpuMs: expect.any(Number) as number,
      activeRuns: expect.any(Number) as number,
      problems: [],
    });
    const { totalCount } = await client.request('sessions.list', {});
    expect(health['sessions']).toMatchObject({ count: totalCount });
  });
});

describe('an agent', () => {
  it('is reported as working, waiting for a person, and idle, with an event for each change', async () => {
    const { agentId } = await client.request('agents.create', { name: 'Seen', model: MODEL });
    const key = `agent:${String(agentId)}:seen`;
    await client.request('sessions.create', { key, cwd: host.workspace });
    await client.request('sessions.subscribe', {});
    const reasons: string[] = [];
    const waits = Promise.withResolvers<void>();
    const stop = client.on('sessions.changed', ({ sessionKey, reason }) => {
      if (sessionKey === key) reasons.push(reason ?? '');
      if (reason === 'agent.approval.requested') waits.resolve();
    });
    const stateOf = async () => (await client.request('agents.status', { agentId: String(agentId) })).agents[0];
    expect(await stateOf()).toEqual({ agentId, state: 'idle', runs: [] });
    await client.request('chat.send', { sessionKey: key, message: 'ask me', idempotencyKey: 'seen-run' });
    await waits.promise;
    expect(await stateOf()).toMatchObject({
      state: 'waiting',
      runs: [{ runId: 'seen-run', sessionKey: key, state: 'waiting', note: 'touch seen.txt' }],
    });
    const { approvals } = await client.request('approvals.list', {});
    await client.request('approvals.resolve', {
      id: approvals.find(({ runId }) => runId === 'seen-run')?.id ?? '',
      decision: 'deny',
    });
    await client.request('agent.wait', { runId: 'seen-run' });
    stop();
    expect(await stateOf()).toMatchObject({ state: 'idle' });
    const order = ['agent.run.started', 'agent.approval.requested', 'agent.approval.resolved'];
    expect(reasons.filter((reason) => order.includes(reason))).toEqual(order);
  });
});

describe('the status command', () => {
  it('shows process, memory, runs, and pending approvals', async () => {
    const { code, out } = await gatehouse('status');
    expect(code).toBe(0);
    expect(out.join('\n')).toMatch(/is running at http:[\s\S]*memory +\d+ MB\n +runs +0 active\n +approvals 0 pending/);
    const [json] = (await gatehouse('status', '--json')).out;
    expect(JSON.parse(json ?? '')).toMatchObject({ ok: true, health: { ok: true, activeRuns: 0, problems: [] } });
  });
});
