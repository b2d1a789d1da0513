// The reference client of the protocol, its own code, against a whole host.
// Proves: AG-8, AP-1
import { GatewayClient } from '@openclaw/gateway-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations } from './support/published-check.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { lastToolResults, lastUserText } from '../support/model-server.ts';

interface SeenEvent {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly seq?: number;
}

/** The reference client with what it heard. */
class Recorder {
  readonly events: SeenEvent[] = [];
  readonly gaps: unknown[] = [];
  readonly ready: Promise<unknown>;
  readonly #client: GatewayClient;
  readonly #waiting = new Set<() => void>();

  constructor(url: string, caps: string[] = []) {
    let hello: (value: unknown) => void = () => {};
    this.ready = new Promise((resolve) => (hello = resolve));
    this.#client = new GatewayClient({
      url,
      token: TOKEN,
      caps,
      scopes: ['operator.admin', 'operator.read', 'operator.write', 'operator.approvals', 'operator.questions'],
      deviceIdentity: null,
      onHelloOk: hello,
      onGap: (gap) => this.gaps.push(gap),
      onEvent: ({ event, payload, seq }) => {
        this.events.push({ event, payload: payload as SeenEvent['payload'], ...(seq === undefined ? {} : { seq }) });
        for (const check of this.#waiting) check();
      },
    });
    this.#client.start();
  }

  request(method: string, params: unknown): Promise<Readonly<Record<string, unknown>>> {
    return this.#client.request(method, params);
  }

  event(name: string, fits: (payload: SeenEvent['payload']) => boolean): Promise<SeenEvent> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = this.events.find(({ event, payload }) => event === name && fits(payload));
        if (found === undefined) return;
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }

  of(runId: string, name: string): readonly SeenEvent[] {
    return this.events.filter(({ event, payload }) => event === name && payload['runId'] === runId);
  }

  stop(): Promise<void> {
    return this.#client.stopAndWait({ timeoutMs: 2_000 });
  }
}

let gateway: ProtocolHost;
let client: Recorder;

beforeAll(async () => {
  gateway = await startProtocolHost((request) => {
    const asked = lastUserText(request);
    const [result] = lastToolResults(request);
    if (result !== undefined) return { steps: [{ say: `the tool said: ${result.text.trim()}` }] };
    if (asked.includes('choose'))
      return { steps: [{ call: 'ask', input: { questions: [{ question: 'Which?', options: [{ label: 'Left' }] }] } }] };
    if (asked.includes('run'))
      return {
        steps: [
          { say: 'I run it.' },
          { call: 'exec', input: { command: 'echo out-$((40+2))' }, id: `toolu_${asked.replaceAll(' ', '_')}` },
        ],
      };
    if (asked.includes('burst')) return { steps: [{ say: 'word '.repeat(400), chunks: 400 }] };
    if (asked.includes('long')) return { steps: [{ say: 'word '.repeat(2_000), chunks: 1_000, everyMs: 20 }] };
    if (asked.includes('fail'))
      return { status: 400, body: '{"type":"error","error":{"type":"invalid_request_error","message":"no"}}' };
    return { steps: [{ say: 'the quick brown fox jumps over the lazy dog', chunks: 9, everyMs: 20 }] };
  });
  client = new Recorder(gateway.url, ['tool-events']);
  await client.ready;
  await client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
  await client.request('sessions.subscribe', {});
});
afterAll(async () => {
  await client.stop();
  await gateway.stop();
});

/** Definition that an event's payload must satisfy. */
const EVENT_DEFINITIONS: Readonly<Record<string, string>> = {
  tick: 'TickEvent',
  shutdown: 'ShutdownEvent',
  chat: 'ChatEvent',
  agent: 'AgentEvent',
  'session.approval': 'SessionApprovalEvent',
  'question.requested': 'QuestionRecord',
  'question.resolved': 'QuestionResolvedEvent',
  'terminal.data': 'TerminalDataEvent',
  'terminal.exit': 'TerminalExitEvent',
};

/** The published schema of `agent` lacks the session's facts that the gateway of the protocol itself sends (recorded) and its clients read. */
function published({ event, payload }: SeenEvent): unknown {
  if (event !== 'agent') return payload;
  const { sessionKey: _key, agentId: _agent, ...rest } = payload;
  return rest;
}

function expectAllValid(): void {
  const violations = client.events.flatMap((seen) => {
    const frame = findViolations('EventFrame', { type: 'event', ...seen });
    const definition = EVENT_DEFINITIONS[seen.event];
    const own = definition === undefined ? [] : [...findViolations(definition, published(seen))];
    const entries = Array.isArray(seen.payload['presence']) ? seen.payload['presence'] : [];
    own.push(...entries.flatMap((entry) => findViolations('PresenceEntry', entry)));
    const row = 'session' in seen.payload ? findViolations('SessionRow', seen.payload['session']) : [];
    return [...frame, ...own, ...row].map((violation) => `${seen.event}: ${violation}`);
  });
  expect([...new Set(violations)]).toEqual([]);
  expect(client.gaps).toEqual([]);
}

describe('the reference client', () => {
  it('sends, streams, and reads the transcript', async () => {
    const key = 'agent:main:stream';
    await client.request('sessions.messages.subscribe', { key });
    expect(
      await client.request('chat.send', { sessionKey: key, message: 'hello', idempotencyKey: 'run-1' }),
    ).toMatchObject({ runId: 'run-1', status: 'started' });
    const final = await client.event('chat', (p) => p['runId'] === 'run-1' && p['state'] === 'final');
    const deltas = client.of('run-1', 'chat').filter(({ payload }) => payload['state'] === 'delta');
    expect(deltas.map(({ payload }) => payload['deltaText']).join('')).toBe(
      'the quick brown fox jumps over the lazy dog',
    );
    expect(final.payload['message']).toMatchObject({
      role: 'assistant',
      content: [{ type: 'text', text: 'the quick brown fox jumps over the lazy dog' }],
    });
    const phases = client
      .of('run-1', 'agent')
      .filter(({ payload }) => payload['stream'] === 'lifecycle')
      .map(({ payload }) => (payload['data'] as { readonly phase: string }).phase);
    expect(phases).toEqual(['start', 'model', 'finishing', 'end']);
    const numbers = [...client.of('run-1', 'chat'), ...client.of('run-1', 'agent')].map(({ payload }) =>
      Number(payload['seq']),
    );
    expect(Math.min(...numbers)).toBe(1);
    const messages = client.events.filter(
      ({ event, payload }) => event === 'session.message' && payload['sessionKey'] === key,
    );
    expect(messages.map(({ payload }) => (payload['message'] as { readonly role: string }).role)).toEqual([
      'user',
      'assistant',
    ]);
    const history = await client.request('chat.history', { sessionKey: key });
    expect(history).toMatchObject({
      totalMessages: 2,
      hasMore: false,
      messages: [
        { role: 'user', idempotencyKey: 'run-1:user' },
        { role: 'assistant', stopReason: 'stop' },
      ],
    });
    expect(
      await client.request('chat.send', { sessionKey: key, message: 'hello', idempotencyKey: 'run-1' }),
    ).toMatchObject({ runId: 'run-1', status: 'ok' });
    expectAllValid();
  });

  it('gets a fast answer in few frames, paced at 75 ms', async () => {
    await client.request('chat.send', { sessionKey: 'agent:main:burst', message: 'burst', idempotencyKey: 'burst' });
    await client.request('agent.wait', { runId: 'burst', timeoutMs: 60_000 });
    const deltas = client.of('burst', 'chat').filter(({ payload }) => payload['state'] === 'delta');
    expect(deltas.length).toBeGreaterThan(0);
    expect(deltas.length).toBeLessThan(100);
  });

  it('answers an approval and gets the tool call and the answer', async () => {
    const key = 'agent:main:approve';
    await client.request('sessions.messages.subscribe', { key, includeApprovals: true });
    await client.request('chat.send', { sessionKey: key, message: 'run it', idempotencyKey: 'run-2' });
    const asked = await client.event(
      'exec.approval.requested',
      (p) => (p['request'] as { readonly runId?: string }).runId === 'run-2',
    );
    const id = String(asked.payload['id']);
    expect(await client.request('exec.approval.list', {})).toEqual([asked.payload]);
    expect(await client.request('exec.approval.get', { id })).toMatchObject({ id, commandText: 'echo out-$((40+2))' });
    expect(await client.request('exec.approval.resolve', { id, decision: 'allow-once' })).toEqual({ ok: true });
    await expect(client.request('exec.approval.resolve', { id, decision: 'deny' })).rejects.toThrow(
      'approval already resolved',
    );
    const final = await client.event('chat', (p) => p['runId'] === 'run-2' && p['state'] === 'final');
    expect(JSON.stringify(final.payload)).toContain('out-42');
    await client.event('exec.approval.resolved', (p) => p['id'] === id && p['decision'] === 'allow-once');
    await client.event('session.approval', (p) => p['phase'] === 'terminal');
    const streams = client
      .of('run-2', 'agent')
      .map(({ payload }) =>
        `${String(payload['stream'])} ${String((payload['data'] as { readonly phase?: string }).phase ?? '')}`.trim(),
      );
    for (const expected of [
      'lifecycle waiting-approval',
      'lifecycle approval-resolved',
      'item start',
      'tool start',
      'tool result',
      'item end',
      'command_output end',
    ])
      expect(streams).toContain(expected);
    expectAllValid();
  });

  it('answers a question, and the agent continues', async () => {
    const key = 'agent:main:question';
    await client.request('chat.send', { sessionKey: key, message: 'choose', idempotencyKey: 'run-q' });
    const { payload: question } = await client.event('question.requested', (p) => p['runId'] === 'run-q');
    const id = String(question['id']);
    expect(await client.request('question.list', {})).toEqual({ questions: [question] });
    const waiting = client.request('question.waitAnswer', { id });
    await expect(client.request('question.resolve', { id, answers: { answers: { q9: ['?'] } } })).rejects.toThrow('q9');
    const answers = { answers: { q1: ['Neither'] } };
    expect(await client.request('question.resolve', { id, answers })).toEqual({ status: 'answered', answers });
    expect(await waiting).toEqual({ status: 'answered', answers });
    const found = await client.request('question.get', { id });
    expect(findViolations('QuestionGetResult', found)).toEqual([]);
    await client.event('question.resolved', (p) => p['id'] === id && p['status'] === 'answered');
    const final = await client.event('chat', (p) => p['runId'] === 'run-q' && p['state'] === 'final');
    expect(JSON.stringify(final.payload)).toContain('Answer: Neither');
    await expect(client.request('question.resolve', { id, cancel: true })).rejects.toThrow('No pending question');
    expectAllValid();
  });

  it('denies an approval, and the model gets the denial', async () => {
    const key = 'agent:main:deny';
    await client.request('chat.send', { sessionKey: key, message: 'run again', idempotencyKey: 'run-3' });
    const asked = await client.event(
      'exec.approval.requested',
      (p) => (p['request'] as { readonly runId?: string }).runId === 'run-3',
    );
    await client.request('approvals.resolve', {
      id: String(asked.payload['id']),
      decision: 'deny',
      reason: 'not on a Friday',
    });
    const final = await client.event('chat', (p) => p['runId'] === 'run-3' && p['state'] === 'final');
    expect(JSON.stringify(final.payload)).toContain('not on a Friday');
    expectAllValid();
  });

  it('aborts a run and keeps the streamed text', async () => {
    const key = 'agent:main:abort';
    await client.request('chat.send', { sessionKey: key, message: 'long one', idempotencyKey: 'run-4' });
    await client.event('chat', (p) => p['runId'] === 'run-4' && p['state'] === 'delta');
    expect(await client.request('chat.abort', { sessionKey: key })).toEqual({
      ok: true,
      aborted: true,
      runIds: ['run-4'],
    });
    const aborted = await client.event('chat', (p) => p['runId'] === 'run-4' && p['state'] === 'aborted');
    expect(JSON.stringify(aborted.payload['message'])).toContain('word');
    expect(await client.request('chat.abort', { sessionKey: key })).toEqual({ ok: true, aborted: false, runIds: [] });
    expectAllValid();
  });

  it('gets a model failure with its kind', async () => {
    await client.request('chat.send', {
      sessionKey: 'agent:main:fail',
      message: 'fail please',
      idempotencyKey: 'run-5',
    });
    const failed = await client.event('chat', (p) => p['runId'] === 'run-5' && p['state'] === 'error');
    expect(failed.payload).toMatchObject({
      errorKind: 'unknown',
      errorDetail: { provider: 'anthropic', httpStatus: 400 },
    });
    expectAllValid();
  });

  it('creates, patches, describes, resets, and deletes a session', async () => {
    const made = await client.request('sessions.create', { label: 'A plan', idempotencyKey: 'make-1' });
    expect(await client.request('sessions.create', { label: 'A plan', idempotencyKey: 'make-1' })).toEqual(made);
    const key = String(made['key']);
    expect(findViolations('SessionRow', made['entry'])).toEqual([]);
    expect(await client.request('sessions.patch', { key, label: 'Another', pinned: true })).toMatchObject({
      ok: true,
      entry: { label: 'Another', pinned: true },
    });
    expect(await client.request('sessions.describe', { key })).toMatchObject({ session: { key, label: 'Another' } });
    const reset = await client.request('sessions.reset', { key });
    expect((reset['entry'] as { readonly sessionId: string }).sessionId).not.toBe(made['sessionId']);
    await expect(
      client.request('sessions.patch', { key, pinned: false, expectedSessionId: String(made['sessionId']) }),
    ).rejects.toThrow('the session has changed');
    const deleted = await client.request('sessions.delete', { key });
    expect(findViolations('SessionsDeleteResult', deleted)).toEqual([]);
    expect(deleted).toMatchObject({ deleted: true });
    expect(await client.request('sessions.describe', { key })).toEqual({ session: null });
    expect(await client.request('sessions.restore', { key })).toEqual({ ok: true });
    const reasons = client.events
      .filter(({ event, payload }) => event === 'sessions.changed' && payload['sessionKey'] === key)
      .map(({ payload }) => payload['reason']);
    expect(reasons).toEqual(['create', 'patch', 'reset', 'delete', 'restore']);
    expectAllValid();
  });

  it('runs an agent with two responses and waits for it', async () => {
    const outcome = await client.request('agent', {
      message: 'hello',
      sessionKey: 'agent:main:two',
      idempotencyKey: 'run-6',
    });
    // The reference client ends at the first answer unless it is told otherwise.
    expect(outcome).toMatchObject({ runId: 'run-6', status: 'accepted' });
    expect(await client.request('agent.wait', { runId: 'run-6', timeoutMs: 5_000 })).toMatchObject({
      runId: 'run-6',
      status: 'ok',
    });
  });
});
