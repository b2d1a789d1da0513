// Approvals that programs ask for: shown to others, answered once, ended in time, kept over a restart.
// Proves: AP-1
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations } from './support/published-check.ts';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, type RawFrame, type RawSocket } from './support/raw-socket.ts';

let gateway: ProtocolHost;
let person: RawSocket;
let program: RawSocket;
let calls = 0;

beforeAll(async () => {
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }));
  person = await connected(gateway.url);
  program = await connected(gateway.url, { scopes: ['operator.approvals'] });
});
afterAll(async () => {
  person.close();
  program.close();
  await gateway.stop();
});

const nextId = (): string => `call-${(calls += 1)}`;
const ask = (socket: RawSocket, method: string, params: unknown = {}): Promise<RawFrame> =>
  socket.request(nextId(), method, params);
const COMMAND = { command: 'rm -rf build', commandArgv: ['rm', '-rf', 'build'], cwd: '/home/user', host: 'gateway' };

/** Asks as a program does; gives the frame id, and the approval once a person is told of it. */
async function request(id: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const frame = nextId();
  program.send({ type: 'req', id: frame, method: 'exec.approval.request', params: { id, ...COMMAND, ...more } });
  await person.event('exec.approval.requested', (payload) => payload['id'] === id);
  return frame;
}

/** The last answer under a frame id: the second one of two. */
const decision = (frame: string): Promise<RawFrame> =>
  program.frame(
    ({ type, id, payload, ok }) =>
      type === 'res' && id === frame && (ok === false || payload?.['decision'] !== undefined),
  );

describe('a program that requests approval', () => {
  it('gets an acknowledgment and then the decision, while only approvers see the request', async () => {
    const frame = await request('one', { twoPhase: true, agentId: 'main', sessionKey: 'main', timeoutMs: 600_000 });
    const accepted = await program.answer(frame);
    expect(accepted.payload).toMatchObject({ status: 'accepted', id: 'one', deliveryRoute: 'approval-client' });
    const { payload } = await person.event('exec.approval.requested', (event) => event['id'] === 'one');
    expect(payload).toMatchObject({
      approvalKind: 'exec',
      request: {
        ...COMMAND,
        agentId: 'main',
        sessionKey: 'agent:main:main',
        runId: null,
        allowedDecisions: ['allow-once', 'deny'],
      },
    });
    expect(program.frames.some(({ event }) => event === 'exec.approval.requested')).toBe(false);
    expect((await ask(person, 'exec.approval.list')).payload).toMatchObject([{ id: 'one' }]);
    const pending = await ask(person, 'approval.get', { id: 'one' });
    expect(findViolations('ApprovalGetResult', pending.payload)).toEqual([]);
    expect(pending.payload).toMatchObject({ approval: { status: 'pending' } });
    expect((await ask(person, 'exec.approval.resolve', { id: 'one', decision: 'allow-once' })).payload).toEqual({
      ok: true,
    });
    expect((await decision(frame)).payload).toEqual({
      id: 'one',
      decision: 'allow-once',
      createdAtMs: accepted.payload?.['createdAtMs'],
      expiresAtMs: accepted.payload?.['expiresAtMs'],
    });
    const second = await ask(person, 'exec.approval.resolve', { id: 'one', decision: 'deny' });
    expect(second.error).toMatchObject({ message: 'approval already resolved' });
    expect((await ask(program, 'exec.approval.waitDecision', { id: 'one' })).payload).toMatchObject({
      decision: 'allow-once',
      terminalReason: 'user',
    });
  });

  it('gets a denial, and a late answer gets the decision in effect', async () => {
    const frame = await request('two');
    const both = await Promise.all(
      ['deny', 'allow-once'].map((choice) =>
        ask(person, 'approval.resolve', { id: 'two', kind: 'exec', decision: choice }),
      ),
    );
    for (const { payload } of both) expect(findViolations('ApprovalResolveResult', payload)).toEqual([]);
    expect(both.filter(({ payload }) => payload?.['applied'] === true)).toHaveLength(1);
    expect(both.map(({ payload }) => (payload?.['approval'] as { decision?: string } | undefined)?.decision)).toEqual([
      'deny',
      'deny',
    ]);
    expect((await decision(frame)).payload).toMatchObject({ decision: 'deny' });
  });

  it('gets null if nobody answers in time', async () => {
    const frame = await request('three', { timeoutMs: 30 });
    expect((await decision(frame)).payload).toMatchObject({ id: 'three', decision: null });
    const { payload } = await ask(person, 'approval.get', { id: 'three' });
    expect(payload).toMatchObject({ approval: { status: 'expired', reason: 'timeout' } });
    expect(findViolations('ApprovalGetResult', payload)).toEqual([]);
  });

  it('shows the actual arguments if they differ from the text', async () => {
    const frame = await request('five-words', {
      command: 'ls',
      commandArgv: ['rm', '-rf', '/'],
      env: { PATH: '/tmp' },
    });
    const shown = await ask(person, 'approval.get', { id: 'five-words' });
    const { warningText } = (shown.payload as { approval: { presentation: { warningText: string } } }).approval
      .presentation;
    expect(warningText).toContain('["rm","-rf","/"]');
    expect(warningText).toContain('Sets environment variables: PATH.');
    await ask(person, 'exec.approval.resolve', { id: 'five-words', decision: 'deny' });
    expect((await decision(frame)).payload).toMatchObject({ decision: 'deny' });
  });

  it('cannot be always allowed, because rules do not apply where it runs', async () => {
    const frame = await request('four');
    const answer = await ask(person, 'exec.approval.resolve', { id: 'four', decision: 'allow-always' });
    expect(answer.error?.details).toMatchObject({ code: 'RULE_NOT_STORABLE' });
    await ask(person, 'exec.approvals.resolve', { id: 'four', decision: 'allow_once' });
    expect((await decision(frame)).payload).toMatchObject({ decision: 'allow-once' });
  });

  it.each([
    ['no command', { command: '  ' }, 'INVALID_PARAMS'],
    ['a command that cannot be shown', { command: 'x'.repeat(20_000) }, 'COMMAND_TOO_LONG'],
    ['an id that is no name', { id: '..', command: 'ls' }, 'INVALID_PARAMS'],
    ['an id that was used', { id: 'one', command: 'ls' }, 'APPROVAL_ID_USED'],
    ['an unknown agent', { command: 'ls', agentId: 'nobody' }, 'UNKNOWN_AGENT_ID'],
  ])('is rejected with %s', async (_, params, code) => {
    expect((await ask(program, 'exec.approval.request', params)).error?.details).toMatchObject({ code });
  });
});

describe('without a client that can answer', () => {
  it('returns null immediately', async () => {
    const alone = await startProtocolHost(() => ({ steps: [] }));
    const asking = await connected(alone.url, { scopes: ['operator.approvals'] });
    const reader = await connected(alone.url, { scopes: ['operator.read'] });
    expect((await ask(asking, 'exec.approval.request', COMMAND)).payload).toMatchObject({ decision: null });
    asking.close();
    reader.close();
    await alone.stop();
  });
});

describe('approval.history', () => {
  it('returns pages without gaps, newest first, in the published shape', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { payload } = await ask(person, 'approval.history', {
        limit: 1,
        ...(cursor === undefined ? {} : { cursor }),
      });
      expect(findViolations('ApprovalHistoryResult', payload)).toEqual([]);
      const { items, nextCursor } = payload as { items: { id: string }[]; nextCursor?: string }; // checked just before
      seen.push(...items.map(({ id }) => id));
      cursor = nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(['four', 'five-words', 'three', 'two', 'one']);
    expect((await ask(person, 'approval.history', { kind: 'plugin' })).payload).toEqual({ items: [] });
    expect((await ask(person, 'approval.history', { cursor: 'x' })).error?.details).toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });

  it('does not find an unknown approval', async () => {
    for (const [method, params] of [
      ['approval.get', { id: 'none' }],
      ['approval.resolve', { id: 'none', kind: 'exec', decision: 'deny' }],
      ['approval.resolve', { id: 'one', kind: 'plugin', decision: 'deny' }],
      ['exec.approval.waitDecision', { id: 'none' }],
    ] as const)
      expect((await ask(person, method, params)).error?.details).toMatchObject({ reason: 'APPROVAL_NOT_FOUND' });
    expect((await ask(person, 'exec.approval.grants.list')).payload).toEqual({ grants: [] });
    expect((await ask(person, 'exec.approval.grants.revoke', { grantId: 'x' })).payload).toEqual({
      outcome: 'not-found',
    });
  });
});

describe('aliases', () => {
  it('respond like the current methods and require the same proof', async () => {
    const frame = await request('five');
    expect((await ask(person, 'exec.approvals.list')).payload).toEqual(
      (await ask(person, 'exec.approval.list')).payload,
    );
    await ask(person, 'exec.approvals.resolve', { id: 'five', decision: 'deny' });
    expect((await decision(frame)).payload).toMatchObject({ decision: 'deny' });
    const current = await ask(person, 'exec.approvals.get');
    expect((await ask(person, 'exec.approvals.overrides')).payload).toEqual(current.payload);
    const params = { file: current.payload?.['file'], baseHash: current.payload?.['hash'] };
    const [set, old] = [
      await ask(person, 'exec.approvals.set', params),
      await ask(person, 'exec.approvals.overrides.set', params),
    ];
    expect([old?.ok, old?.error?.code]).toEqual([set?.ok, set?.error?.code]);
  });
});
