// What an operator relies on: one id through all lines of a run, and a record of who changed what.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
