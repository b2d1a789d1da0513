// Model servers that fail in every way: the run ends with a code and a hint, and the session can continue.
// Proves: MP-1
import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { startFaultHost, only } from './support/fault-host.ts';

const SSE = { 'content-type': 'text/event-stream' };
const PARTIAL = 'Half of a sentence that';
/** Upper bound of one model message, characters. */
const MAX_MESSAGE = 2_000_000;

/** How the server fails, by the first word of the message. */
const FAULTS: Readonly<Record<string, (request: ModelRequestRecord) => Reply | Promise<Reply>>> = {
  'answers-401': () => ({ status: 401 }),
  'answers-403': () => ({ status: 403 }),
  'answers-500': () => ({ status: 500 }),
  'answers-529': () => ({ status: 529 }),
  'answers-nothing': () => new Promise<Reply>(() => {}),
  'answers-garbage': () => ({ status: 200, headers: SSE, body: '\u0000\u0001 ]}> data: {"type": nonsense\n\n' }),
  'answers-html': () => ({
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<h1>Log in to the Wi-Fi</h1>',
  }),
  'answers-empty': () => ({ status: 200, headers: SSE, body: '' }),
  'stops-halfway': () => ({ steps: [{ say: PARTIAL, chunks: 4 }, { pauseMs: 60 }, { disconnect: true }] }),
  'falls-silent': () => ({ steps: [{ say: PARTIAL }, { hang: true }] }),
};

/** The error that a person gets, and whether the partial text is kept. */
const ERRORS: readonly (readonly [fault: string, code: string, hint: RegExp, kept: boolean])[] = [
  ['answers-401', 'auth', /valid key in Settings/, false],
  ['answers-403', 'auth', /another model, or enter a key/, false],
  ['answers-500', 'overloaded', /Retry/, false],
  ['answers-529', 'overloaded', /Retry/, false],
  ['answers-nothing', 'timeout', /Retry/, false],
  ['answers-garbage', 'bad-response', /address in Settings/, false],
  ['answers-html', 'bad-response', /address in Settings/, false],
  ['answers-empty', 'bad-response', /address in Settings/, false],
  ['stops-halfway', 'network', /Retry/, true],
  ['falls-silent', 'timeout', /Retry/, true],
];

function play(request: ModelRequestRecord): Reply | Promise<Reply> {
  const said = lastUserText(request).split('\n').at(-1) ?? '';
  const fault = FAULTS[said.split(' ')[0] ?? ''];
  return fault === undefined ? { steps: [{ say: 'Here again.' }] } : fault(request);
}

const textOf = (events: readonly SessionEvent[]): string =>
  events
    .flatMap((event) => (event.type === 'message.completed' ? event.content : []))
    .map((block) => (block.type === 'text' ? block.text : ''))
    .join('');

describe('a model server', () => {
  it('that fails ends the run with an error code and a hint, and the session can continue', async () => {
    // Long enough for a busy machine; only the two servers that stop responding wait this long.
    const fixture = await startFaultHost({ model: play, limits: { modelIdleTimeoutMs: 5_000, modelRetries: 1 } });
    const checks = ERRORS.map(async ([fault, code, hint, kept]) => {
      const key = `agent:main:${fault}`;
      const bad = await fixture.say(key, `${fault} please`);
      const { status, error } = only(bad, 'run.ended');
      expect([fault, status, error?.code], error?.message).toEqual([fault, 'failed', code]);
      expect(error?.hint, fault).toMatch(hint);
      expect(textOf(bad), fault).toBe(kept ? PARTIAL : '');
      const good = await fixture.say(key, 'are you there?');
      expect([fault, only(good, 'run.ended').status, textOf(good)]).toEqual([fault, 'done', 'Here again.']);
    });
    // One healthy conversation runs next to the others.
    const healthy = async (): Promise<void> => {
      for (let turn = 0; turn < 10; turn += 1)
        expect(textOf(await fixture.say('agent:main:healthy', `hello ${turn}`))).toBe('Here again.');
    };
    await Promise.all([...checks, healthy()]);
    const asked = (fault: string) =>
      fixture.model.requests.filter((request) => lastUserText(request) === `${fault} please`).length;
    expect(asked('answers-401'), 'a rejected key is not retried').toBe(1);
    expect(asked('answers-529'), 'retried as configured').toBe(2);
    expect(fixture.host.stderr()).toBe('');
  });

  it('that requests a delay is retried once after it, without repeated text', async () => {
    const times: number[] = [];
    const fixture = await startFaultHost({
      model: () => {
        times.push(performance.now());
        if (times.length === 1) return { status: 429, headers: { 'retry-after': '1' } };
        return { steps: [{ say: 'Now.' }] };
      },
    });
    const events = await fixture.say('agent:main:waits', 'hello');
    expect([only(events, 'run.ended').status, textOf(events), times.length]).toEqual(['done', 'Now.', 2]);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(fixture.events('agent:main:waits').filter(({ type }) => type === 'message.accepted')).toHaveLength(1);
  });

  it('that never ends is stopped, and the conversation can continue', async () => {
    const endless = 'on and on '.repeat(400_000);
    const fixture = await startFaultHost({
      model: (request) =>
        lastUserText(request).endsWith('talk')
          ? { steps: [{ say: endless, chunks: 2_000 }, { hang: true }] }
          : { steps: [{ say: 'Short.' }] },
    });
    const events = await fixture.say('agent:main:endless', 'talk');
    const { stopReason, content } = only(events, 'message.completed');
    expect([only(events, 'run.ended').status, stopReason]).toEqual(['done', 'length']);
    const length = content.reduce((sum, block) => sum + (block.type === 'text' ? block.text.length : 0), 0);
    expect(length).toBeGreaterThan(100_000);
    expect(length).toBeLessThan(MAX_MESSAGE);
    await expect.poll(() => fixture.model.open(), { message: 'the connection is closed' }).toBe(0);
    expect(textOf(await fixture.say('agent:main:endless', 'and now?'))).toBe('Short.');
  });
});

describe('a tool call', () => {
  it.each([
    ['broken JSON', { call: 'exec', json: '{"command": "touch made' }, /not a JSON object, so nothing was executed/],
    [
      'JSON that is not an object',
      { call: 'exec', json: '["touch made"]' },
      /not a JSON object, so nothing was executed/,
    ],
    ['an unknown tool', { call: 'launch_missiles', input: { now: true } }, /Unknown tool "launch_missiles".*exec/],
    ['a wrong input', { call: 'exec', input: { command: 7 } }, /command/],
    ['a name that is a property of every object', { call: 'constructor', input: {} }, /Unknown tool "constructor"/],
  ] as const)('with %s runs nothing, is reported to the model, and the run continues', async (_case, step, told) => {
    const fixture = await startFaultHost({
      model: (request) => (lastToolResults(request).length > 0 ? { steps: [{ say: 'I see.' }] } : { steps: [step] }),
    });
    const events = await fixture.say('agent:main:tool', 'go');
    expect(only(events, 'run.ended').status).toBe('done');
    expect(textOf(events)).toBe('I see.');
    expect(only(events, 'tool.finished')).toMatchObject({ isError: true, text: expect.stringMatching(told) });
    expect(events.filter(({ type }) => type === 'tool.started' || type === 'approval.requested')).toEqual([]);
    const told2 = lastToolResults(fixture.model.requests[1] ?? expect.fail('the model got no result'));
    expect(told2).toMatchObject([{ isError: true, text: expect.stringMatching(told) }]);
  });
});
