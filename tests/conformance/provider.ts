// Conformance suite of the provider port, with a server that misbehaves, for every provider that uses a server.
// Proves: MP-1, MP-2
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ModelEvent, ModelFailure, ModelRequest, Provider } from '#core/ports/provider.ts';
import {
  SCENE_USAGE,
  startWireServer,
  type Scene,
  type WireFormat,
  type WireServer,
} from '#tests/support/wire-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

/** Description of a provider for the suite. */
export interface ProviderUnderTest {
  readonly format: WireFormat;
  /** The key, which must be sent only to the server. */
  readonly key: string | undefined;
  readonly open: (baseUrl: string, idleMs: number) => Provider;
  /** Whether arguments of tool calls arrive as text, which can be invalid. */
  readonly textArguments: boolean;
  /** Whether its SDK exposes the headers of an error response. */
  readonly tellsRetryAfter: boolean;
}

/** Longest silence of a server, ms: not reached where the server is not silent on purpose, however busy the machine. */
const IDLE_MS = 60_000;
const SHORT_IDLE_MS = 1_500;

/** A request with everything that a conversation can contain. */
export function sampleRequest(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'test-model',
    system: ['You are helpful.', 'Today is Monday.'],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    tools: [
      {
        name: 'exec',
        description: 'Runs a command.',
        input: { type: 'object', properties: { command: { type: 'string' } }, required: ['command'] },
      },
    ],
    maxOutput: 1000,
    thinking: 'off',
    sessionKey: 'agent:main:test',
    ...change,
  };
}

/** All events of a call. */
export async function collect(events: AsyncIterable<ModelEvent>): Promise<readonly ModelEvent[]> {
  const all: ModelEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The error that a call ended with. */
export function failureOf(events: readonly ModelEvent[]): ModelFailure {
  const last = events.at(-1);
  if (last?.type !== 'failed') throw new Error(`expected a failure, got ${JSON.stringify(last)}`);
  return last.error;
}

/** Registers the suite. */
export function describeProvider(name: string, subject: ProviderUnderTest): void {
  describe(`provider ${name}`, () => {
    let server: WireServer;
    let provider: Provider;
    const never = new AbortController().signal;
    const play = async (
      scene: Scene,
      change: Partial<ModelRequest> = {},
      signal: AbortSignal = never,
    ): Promise<readonly ModelEvent[]> => {
      server.play(scene);
      return await collect(provider.stream(sampleRequest(change), signal));
    };

    beforeEach(async () => {
      server = await startWireServer(subject.format);
      provider = subject.open(server.url, IDLE_MS);
    });
    afterEach(() => server.close());

    describeAnswers(subject, play);
    describeFaults(play, (idleMs) => (provider = subject.open('http://127.0.0.1:1', idleMs)), subject);
    describeStops(
      play,
      () => server,
      () => (provider = subject.open(server.url, SHORT_IDLE_MS)),
      subject,
    );

    it('lists models and passes its own test', async () => {
      const models = await provider.models(never);
      expect(models.map((model) => model.id)).toEqual(['test-model']);
      expect(models[0]?.contextWindow).toBeGreaterThan(1000);
      expect(await provider.test(never)).toMatchObject({ ok: true, models: ['test-model'] });
    });

    it('makes no request when it prepares', async () => {
      await provider.prepare?.();
      expect(server.requests).toHaveLength(0);
    });

    it('reports a failed test as text without the key', async () => {
      server.play({ status: 401, message: `the key ${subject.key ?? ''} is wrong` });
      const result = await provider.test(never);
      expect(result).toMatchObject({ ok: false, error: { code: 'auth' } });
      if (subject.key !== undefined) expect(JSON.stringify(result)).not.toContain(subject.key);
    });
  });
}

type Play = (scene: Scene, change?: Partial<ModelRequest>, signal?: AbortSignal) => Promise<readonly ModelEvent[]>;

function describeAnswers(subject: ProviderUnderTest, play: Play): void {
  it('streams text in order and ends with the complete message and its usage', async () => {
    const events = await play({ parts: [{ say: ['Hel', 'lo ', 'wörld ', '🎉'] }] });
    // Deltas that arrive together may be one event.
    expect(events.map((event) => (event.type === 'text' ? event.text : '')).join('')).toBe('Hello wörld 🎉');
    const last = events.at(-1);
    expect(last).toMatchObject({
      type: 'done',
      stopReason: 'stop',
      content: [{ type: 'text', text: 'Hello wörld 🎉' }],
    });
    const usage = last?.type === 'done' ? last.usage : undefined;
    expect((usage?.input ?? 0) + (usage?.cacheRead ?? 0)).toBe(SCENE_USAGE.input + SCENE_USAGE.cacheRead);
    expect(usage?.output).toBe(SCENE_USAGE.output);
  });

  it('keeps every character if bytes arrive one at a time', async () => {
    const events = await play({ parts: [{ say: ['käse 🧀', ' 日本語'] }], bytesPerWrite: 3 });
    expect(events.at(-1)).toMatchObject({ type: 'done', content: [{ type: 'text', text: 'käse 🧀 日本語' }] });
  });

  it('returns thinking and text as two blocks with separate positions', async () => {
    const events = await play({ parts: [{ think: 'hm' }, { say: ['yes'] }] }, { thinking: 'low' });
    expect(events.find(({ type }) => type !== 'usage')).toMatchObject({ type: 'thinking', index: 0, text: 'hm' });
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'yes' },
      ],
    });
  });

  it('returns tool calls with their arguments', async () => {
    const events = await play({
      parts: [
        { say: ['ok'] },
        { call: 'exec', id: 'call_1', json: '{"command":"ls"}' },
        { call: 'exec', id: 'call_2', json: '{"command":"pwd"}' },
      ],
    });
    expect(events.at(-1)).toMatchObject({
      type: 'done',
      stopReason: 'toolUse',
      content: [
        { type: 'text', text: 'ok' },
        { type: 'toolCall', name: 'exec', arguments: { command: 'ls' } },
        { type: 'toolCall', name: 'exec', arguments: { command: 'pwd' } },
      ],
    });
    const begun = events.filter((event) => event.type === 'tool-call');
    expect(new Set(begun.map((event) => event.callId)).size).toBe(2);
  });

  if (subject.textArguments) {
    it('marks a tool call whose arguments are not a JSON object', async () => {
      const events = await play({ parts: [{ call: 'exec', id: 'call_1', json: '{"command": "ls' }] });
      expect(events.at(-1)).toMatchObject({
        type: 'done',
        invalidCalls: { call_1: '{"command": "ls' },
        content: [{ type: 'toolCall', id: 'call_1', arguments: {} }],
      });
    });
  }

  it('reports that the answer reached the length limit', async () => {
    const events = await play({ parts: [{ say: ['long'] }], stop: 'length' });
    expect(events.at(-1)).toMatchObject({ type: 'done', stopReason: 'length' });
  });
}

const BY_STATUS = [
  [401, 'auth'],
  [403, 'auth'],
  [404, 'model-missing'],
  [408, 'timeout'],
  [413, 'context-too-long'],
  [429, 'rate-limit'],
  [400, 'bad-request'],
  [500, 'overloaded'],
  [503, 'overloaded'],
  [529, 'overloaded'],
] as const;

function describeFaults(play: Play, openUnreachable: (idleMs: number) => Provider, subject: ProviderUnderTest): void {
  it.each(BY_STATUS)('maps status %i to %s, without a retry and without the key', async (status, code) => {
    const events = await play({ status, message: `no, ${subject.key ?? 'nobody'}` });
    expect(events).toHaveLength(1);
    const failure = failureOf(events);
    expect(failure).toMatchObject({ code, httpStatus: status, model: 'test-model' });
    expect(failure.hint).not.toBe('');
    if (subject.key !== undefined) expect(JSON.stringify(failure)).not.toContain(subject.key);
  });

  it('limits the size of an error response', async () => {
    const failure = failureOf(await play({ status: 500, message: 'no '.repeat(3 * 1024 * 1024) }));
    expect(failure).toMatchObject({ code: 'overloaded', httpStatus: 500 });
    expect(failure.message.length).toBeLessThan(1000);
  });

  it('detects a prompt that is too long', async () => {
    const failure = failureOf(
      await play({ status: 400, message: 'prompt is too long: 300000 tokens > 200000 maximum' }),
    );
    expect(failure.code).toBe('context-too-long');
  });

  it('distinguishes an unreachable server', async () => {
    const events = await collect(openUnreachable(IDLE_MS).stream(sampleRequest(), new AbortController().signal));
    const failure = failureOf(events);
    expect(failure.code).toBe('network');
    expect(failure.message).toContain('127.0.0.1:1');
  });

  it.each(['early', 'cut'] as const)('keeps the partial text of a stream that ends %s', async (end) => {
    const events = await play({ parts: [{ say: ['half'] }], end });
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      error: { code: 'network' },
      content: [{ type: 'text', text: 'half' }],
    });
  });

  it.each([
    ['a web page', '<html><body>Welcome</body></html>', 'text/html'],
    ['broken events', 'event: message_start\ndata: {"type": "mess\n\n', 'text/event-stream'],
    ['nothing', '', 'text/event-stream'],
  ])('reports %s as a bad response', async (_what, raw, contentType) => {
    expect(['bad-response', 'network']).toContain(failureOf(await play({ raw, contentType })).code);
  });

  it('stops an endless answer and keeps its start', async () => {
    const events = await play({ parts: [{ say: ['begin '] }], end: 'endless' }, { maxOutput: 100 });
    const last = events.at(-1);
    expect(last).toMatchObject({ type: 'done', stopReason: 'length' });
    expect(JSON.stringify(last).length).toBeLessThan(1024 * 1024);
  });
}

function describeStops(
  play: Play,
  server: () => WireServer,
  beImpatient: () => void,
  subject: ProviderUnderTest,
): void {
  it('gives up on a server that stops sending', async () => {
    beImpatient();
    const events = await play({ parts: [{ say: ['half'] }], end: 'hang' });
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      error: { code: 'timeout' },
      content: [{ type: 'text', text: 'half' }],
    });
  });

  it.each([
    ['before the answer', { silent: true }],
    ['in the middle of it', { parts: [{ say: ['half'] }], end: 'hang' }],
  ] as const)('stops if aborted %s', async (_when, scene) => {
    const abort = new AbortController();
    const events = play(scene, {}, abort.signal);
    await waitUntil('the request', () => server().open() > 0);
    abort.abort();
    expect(failureOf(await events).code).toBe('aborted');
    await waitUntil('the end of the request', () => server().open() === 0);
  });

  it('makes no request if already aborted', async () => {
    const events = await play({ parts: [{ say: ['x'] }] }, {}, AbortSignal.abort());
    expect(failureOf(events).code).toBe('aborted');
    expect(server().requests).toHaveLength(0);
  });

  if (!subject.tellsRetryAfter) return;
  it.each([
    ['seconds', () => '7', 6_900, 7_000],
    ['a date', () => new Date(Date.now() + 600_000).toUTCString(), 400_000, 601_000],
  ])('reads retry-after as %s', async (_form, value, least, most) => {
    const { retryAfterMs } = failureOf(
      await play({ status: 429, headers: { 'retry-after': value() }, message: 'slow down' }),
    );
    expect(retryAfterMs).toBeGreaterThanOrEqual(least);
    expect(retryAfterMs).toBeLessThanOrEqual(most);
  });
}
