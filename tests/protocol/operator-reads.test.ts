// What clients ask right after they connected: each answer has the published or recorded shape.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations } from './support/published-check.ts';
import { MODEL, startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, type RawSocket } from './support/raw-socket.ts';

let gateway: ProtocolHost;
let socket: RawSocket;

beforeAll(async () => {
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }));
  socket = await connected(gateway.url);
});
afterAll(async () => {
  socket.close();
  await gateway.stop();
});

let calls = 0;
async function call(method: string, params: unknown = {}): Promise<unknown> {
  calls += 1;
  const answer = await socket.request(`call-${calls}`, method, params);
  expect(answer.error).toBeUndefined();
  return answer.payload;
}

describe('empty lists', () => {
  it.each(['plugin.approval.list', 'openclaw.approval.list'])('%s is a bare array', async (method) => {
    expect(await call(method)).toEqual([]);
  });

  it('question.list and update.status have the published shape', async () => {
    const questions = await call('question.list');
    expect(findViolations('QuestionListResult', questions)).toEqual([]);
    expect(questions).toEqual({ questions: [] });
    expect(findViolations('UpdateStatusResult', await call('update.status'))).toEqual([]);
  });
});

describe('models.authStatus', () => {
  it('returns the provider of the current model and the origin of its key, but never the key', async () => {
    const status = await call('models.authStatus', { refresh: false });
    expect(status).toMatchObject({ ts: expect.any(Number) as number });
    const { providers, providerCapabilities } = status as {
      providers: readonly Readonly<Record<string, unknown>>[];
      providerCapabilities: readonly Readonly<Record<string, unknown>>[];
    };
    expect(providers.find(({ provider }) => provider === MODEL.split('/')[0])).toEqual({
      provider: 'anthropic',
      authProvider: 'anthropic',
      displayName: expect.any(String) as string,
      status: 'static',
      profiles: [],
      apiKey: { source: 'env' },
    });
    expect(providerCapabilities).toContainEqual({
      provider: 'anthropic',
      apiKeySupported: true,
      quickApiKeySetup: true,
    });
    expect(JSON.stringify(status)).not.toContain('sk-ant');
  });
});

describe('audit.list', () => {
  it('lists runs and tool calls in pages, in the published shape, without message text', async () => {
    await call('sessions.create', { key: 'agent:main:audited', cwd: gateway.workspace, model: MODEL });
    const params = { sessionKey: 'agent:main:audited', message: 'a secret plan', idempotencyKey: 'audited' };
    await call('chat.send', params);
    await call('agent.wait', { runId: 'audited' });
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await call('audit.list', {
        runId: 'audited',
        limit: 1,
        ...(cursor === undefined ? {} : { cursor }),
      });
      expect(findViolations('AuditListResult', page)).toEqual([]);
      expect(JSON.stringify(page)).not.toContain('secret plan');
      const { events, nextCursor } = page as { events: { action: string; status: string }[]; nextCursor?: string };
      seen.push(...events.map(({ action, status }) => `${action} ${status}`));
      cursor = nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(['agent.run.finished succeeded', 'agent.run.started started']);
    expect(await call('audit.list', { status: 'blocked' })).toEqual({ events: [] });
    expect(await call('audit.list', { kind: 'tool_action', runId: 'audited' })).toEqual({ events: [] });
    const idOf = async () => {
      const { events } = (await call('audit.list', { runId: 'audited' })) as { events: { sessionId: string }[] };
      return events[0]?.sessionId;
    };
    const before = await idOf();
    await call('sessions.reset', { key: 'agent:main:audited' });
    expect(await idOf()).toBe(before);
    const refused = await socket.request('bad-cursor', 'audit.list', { cursor: '../x' });
    expect(refused.error?.details).toMatchObject({ code: 'INVALID_CURSOR' });
  });
});

describe('diagnostics.stability', () => {
  it('reports the start of the gateway and ended runs, without message text', async () => {
    await call('sessions.create', { key: 'agent:main:stable', cwd: gateway.workspace, model: MODEL });
    await call('chat.send', { sessionKey: 'agent:main:stable', message: 'a private thought', idempotencyKey: 'run-1' });
    await call('agent.wait', { runId: 'run-1' });
    const report = await call('diagnostics.stability', {});
    expect(report).toMatchObject({
      capacity: 1_000,
      dropped: 0,
      events: expect.arrayContaining([
        expect.objectContaining({ type: 'gateway.started', seq: 1 }),
        expect.objectContaining({ type: 'run.started', provider: 'anthropic' }),
        expect.objectContaining({ type: 'run.ended', outcome: 'done' }),
      ]) as unknown,
      summary: {
        byType: { 'run.ended': expect.any(Number) as number },
        memory: { latest: { rssBytes: expect.any(Number) as number } },
      },
    });
    expect(JSON.stringify(report)).not.toContain('private thought');
    const ended = (await call('diagnostics.stability', { type: 'run.ended', limit: 1 })) as { events: unknown[] };
    expect(ended.events).toEqual([expect.objectContaining({ type: 'run.ended' })]);
  });
});
