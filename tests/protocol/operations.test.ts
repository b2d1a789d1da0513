// What an operator relies on: one id through all lines of a run, and a record of who changed what.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '#cli/run.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/client-api.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

let host: ProtocolHost;
let client: GatewayClient;

beforeAll(async () => {
  host = await startProtocolHost((request) =>
    JSON.stringify(request.body).includes('tool_result')
      ? { steps: [{ say: 'done' }] }
      : { steps: [{ call: 'list', input: { path: '.' } }] },
  );
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
  it('holds a whole run under one id, from the frame to the last tool, and nothing that was said', async () => {
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
        'answered',
        'run started',
        'model answered',
        'tool started',
        'tool finished',
        'run ended',
      ]),
    );
    expect(lines.find(({ message }) => message === 'answered')?.fields).toMatchObject({
      method: 'chat.send',
      durationMs: expect.any(Number) as number,
    });
    expect(lines.filter(({ message }) => message === 'model answered')).toHaveLength(2);
    expect(JSON.stringify(logLines())).not.toContain('private thought');
  });

  it('names a refused call with its reason, without its contents', async () => {
    await expect(client.request('agents.settings.get', { agentId: 'sk-ant-api03-0123456789abcdef' })).rejects.toThrow();
    const refused = logLines().findLast(({ message }) => message === 'refused');
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
    print: (line) => out.push(line),
    complain: (line) => out.push(line),
  });
  return { code, out };
}

describe('the audit log', () => {
  it('names who changed agents, what a session may do, and who opened a shell', async () => {
    const { agentId } = await client.request('agents.duplicate', { agentId: 'main', name: 'Second' });
    await client.request('agents.settings.set', { agentId, approvalMode: 'read-only', instructions: 'private words' });
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

  it('is exported whole, oldest first, and verified by the command', async () => {
    const { code, out } = await gatehouse('audit', 'export');
    expect(code).toBe(0);
    const seqs = out.map((line) => (JSON.parse(line) as { seq: number }).seq); // an exported entry
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(await gatehouse('audit', 'verify')).toEqual({ code: 0, out: [`${seqs.length} entries, none was changed.`] });
    expect((await gatehouse('audit', 'list', '--lines', '2', '--action', 'agent.deleted')).out).toHaveLength(1);
  });
});

describe('a copy of an agent', () => {
  it('has its settings, a folder of its own, and follows the defaults where the original does', async () => {
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
    await expect(client.request('agents.duplicate', { agentId: 'nobody' })).rejects.toThrow(/unknown agent/);
  });
});
