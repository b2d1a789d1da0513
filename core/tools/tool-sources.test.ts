// Tools of other sources pass the same policy, approval, audit and limits as the built-in ones, and no source can hold up a turn.
// Proves: AG-6, AG-7, AP-1
import { AGREEING_GRAMMAR } from '#tests/support/core/agreeing-grammar.ts';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { toolSourceConformance } from '#tests/conformance/tool-source.ts';
import { harness, KEY, NO_OUTBOUND, type Harness, type HarnessOptions } from '#tests/support/core/engine-harness.ts';
import { ManualClock, settle } from '#tests/support/core/manual-clock.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { SampleToolSource } from '#tests/support/core/sample-tool-source.ts';
import { calls, says, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { hostRequest } from '#tests/support/host-request.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import type { MachineDirectory } from '../ports/machine.ts';
import type { ToolContext, ToolSource } from '../ports/tool-source.ts';
import { SecretGuard } from '../secrets/secret-guard.ts';
import { memoryJobs } from '#tests/support/core/memory-job-records.ts';
import { said } from './define-tool.ts';
import { BUILT_IN_TOOLS } from './registry.ts';
import { ToolSources } from './tool-sources.ts';

let folder: string;
let machines: MachineDirectory;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-sources-'));
  const clock = new ManualClock();
  machines = createMachineDirectory({ home: `${folder}-home`, environment: process.env, log: QUIET, clock });
});

afterEach(async () => {
  await machines.disposeAll();
  await rm(folder, { recursive: true, force: true });
});

async function context(): Promise<ToolContext> {
  return {
    sessionKey: KEY,
    machine: await machines.open(hostRequest(folder)),
    outbound: NO_OUTBOUND,
    knownHosts: [],
    signal: new AbortController().signal,
    clock: new ManualClock(),
    jobs: memoryJobs(),
    grammar: AGREEING_GRAMMAR,
    commandTimeoutMs: 10_000,
    output: () => undefined,
  };
}

toolSourceConformance('The built-in tools', async () => ({
  source: BUILT_IN_TOOLS,
  call: { tool: 'write', input: { path: 'made.txt', content: 'x' }, context: await context() },
  effects: () => (existsSync(path.join(folder, 'made.txt')) ? 1 : 0),
}));

toolSourceConformance('The sample in memory', async () => {
  const source = new SampleToolSource([{ name: 'echo' }, { name: 'other' }]);
  return {
    source,
    call: { tool: 'echo', input: { text: 'x' }, context: await context() },
    effects: () => source.ran.length,
    change: () => source.change([{ name: 'new' }]),
  };
});

function start(
  script: readonly ScriptedCall[],
  toolSources: readonly ToolSource[],
  agent: Partial<AgentSettings> = {},
  more: HarnessOptions = {},
): Harness {
  return harness(script, { machines, toolSources, agent: { workspace: folder, ...agent }, ...more });
}

const call = (id: string, name: string, input: Record<string, unknown> = {}) => calls([{ id, name, input }]);
const ended = (h: Harness, runId = 'a') => waitUntil('the end of the run', () => h.engine.runs.wait(runId, 0));
const pending = (h: Harness): Promise<ApprovalRecord> =>
  waitUntil('the approval', async () => (await h.engine.approvals.pending())[0]);
const results = (h: Harness) => h.events().flatMap((event) => (event.type === 'tool.finished' ? [event] : []));
const offered = (h: Harness, request: number) => h.providers.requests[request]?.tools.map(({ name }) => name) ?? [];
const resolve = (h: Harness, approval: ApprovalRecord, decision: 'allow-once' | 'deny') =>
  h.engine.approvals.resolve({ id: approval.id, decision, by: testPrincipal('me') });

describe('the tool of a source', () => {
  it('is offered, needs approval, runs once, and is audited, and changes take effect in the next request', async () => {
    const source = new SampleToolSource([{ name: 'send' }]);
    const h = start([call('c1', 'sample__send', { to: 'Ada' }), says('sent')], [source], {
      approvalMode: 'accept-edits',
    });
    expect(await h.engine.tools.list('main', KEY)).toContainEqual(
      expect.objectContaining({ name: 'sample__send', effect: 'unknown', source }),
    );
    await h.send('go', { runId: 'a' });
    const approval = await pending(h);
    expect(approval.subject).toMatchObject({ tool: 'sample__send', command: 'sample__send {"to":"Ada"}' });
    expect(source.ran).toEqual([]);
    source.change([{ name: 'send' }, { name: 'receive' }]);
    await resolve(h, approval, 'allow-once');
    expect(await ended(h)).toMatchObject({ status: 'done', text: 'sent' });
    expect(source.ran).toEqual([['send', { to: 'Ada' }]]);
    expect(results(h)[0]).toMatchObject({ isError: false, text: 'send: {"to":"Ada"}' });
    expect(h.store.tables.audit).toContainEqual(
      expect.objectContaining({ action: 'tool.started', details: expect.objectContaining({ tool: 'sample__send' }) }),
    );
    expect(offered(h, 0)).toContain('sample__send');
    expect(offered(h, 0)).not.toContain('sample__receive');
    expect(offered(h, 1)).toContain('sample__receive');
  });

  it('does not run when it is denied', async () => {
    const source = new SampleToolSource([{ name: 'send' }]);
    const h = start([call('c1', 'sample__send'), says('ok')], [source]);
    await h.send('go', { runId: 'a' });
    await resolve(h, await pending(h), 'deny');
    await ended(h);
    expect(source.ran).toEqual([]);
  });

  it.each(['edit', 'network', 'exec', 'ask', undefined] as const)(
    'needs approval when its effect is %s, whatever it calls itself',
    async (effect) => {
      const source = new SampleToolSource([{ name: 'read', ...(effect === undefined ? {} : { effect }) }]);
      const h = start([call('c1', 'sample__read')], [source], { approvalMode: 'accept-edits' });
      await h.send('go', { runId: 'a' });
      expect((await pending(h)).subject.tool).toBe('sample__read');
      expect(source.ran).toEqual([]);
      await h.engine.stop();
    },
  );

  it('runs without approval when it only reads, and never in plan mode when it can do more', async () => {
    const source = new SampleToolSource([{ name: 'look', effect: 'read' }, { name: 'send' }]);
    const script = [
      calls([
        { id: 'c1', name: 'sample__look', input: {} },
        { id: 'c2', name: 'sample__send', input: {} },
      ]),
    ];
    const h = start(script, [source], { approvalMode: 'plan' });
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(source.ran).toEqual([['look', {}]]);
    expect(results(h)[1]).toMatchObject({ isError: true, text: expect.stringContaining('plan mode') });
  });

  it('is subject to the allowlist and denylist of the agent', async () => {
    const source = new SampleToolSource([{ name: 'a', effect: 'read' }, { name: 'b' }]);
    const h = start([call('c1', 'sample__b'), says('ok')], [source], { tools: { allow: [], deny: ['sample__b'] } });
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(offered(h, 0)).toContain('sample__a');
    expect(offered(h, 0)).not.toContain('sample__b');
    expect(results(h)[0]?.text).toContain('Unknown tool');
    expect(source.ran).toEqual([]);
  });

  it('is not run again and again with the same input', async () => {
    const source = new SampleToolSource([{ name: 'look', effect: 'read' }]);
    const h = start(
      ['c1', 'c2', 'c3'].map((id) => call(id, 'sample__look')),
      [source],
    );
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(source.ran).toHaveLength(2);
    expect(results(h)[2]?.text).toContain('identical');
  });

  it('is called only if the model was offered it', async () => {
    const source = new SampleToolSource([{ name: 'one', effect: 'read' }]);
    const answer: ScriptedCall = (request, signal) => {
      source.change([{ name: 'two', effect: 'read' }]);
      return call('c1', 'sample__two')(request, signal);
    };
    const h = start([answer, call('c2', 'sample__two'), says('ok')], [source]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(results(h).map(({ isError }) => isError)).toEqual([true, false]);
    expect(source.ran).toHaveLength(1);
  });

  it('cannot show a secret of this gateway to the model', async () => {
    const secretGuard = new SecretGuard();
    secretGuard.know('token-of-this-gateway-1');
    const source = new SampleToolSource([
      {
        name: 'look',
        effect: 'read',
        run: async () => said('It is token-of-this-gateway-1.', { path: ['token-of-this-gateway-1'] }),
      },
    ]);
    const h = start([call('c1', 'sample__look'), says('ok')], [source], {}, { secretGuard });
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(results(h)[0]?.text).toBe('It is [secret of this gateway].');
    expect(JSON.stringify([h.events(), h.providers.requests])).not.toContain('token-of-this-gateway-1');
  });

  it('is stopped at the time limit for commands', async () => {
    const aborted: boolean[] = [];
    const run = (own: ToolContext) =>
      new Promise<never>(() => own.signal.addEventListener('abort', () => aborted.push(true)));
    const source = new SampleToolSource([{ name: 'hang', effect: 'read', run }]);
    const h = start([call('c1', 'sample__hang'), says('went on')], [source]);
    await h.send('go', { runId: 'a' });
    await waitUntil('the call', async () => (source.ran.length > 0 ? true : undefined));
    await h.clock.advance(h.settings.limits.commandTimeoutMs);
    expect(await ended(h)).toMatchObject({ status: 'done', text: 'went on' });
    expect(results(h)[0]).toMatchObject({ isError: true, text: expect.stringContaining('No response within 10 s') });
    expect(aborted).toEqual([true]);
  });
});

describe('a source that misbehaves', () => {
  const broken: readonly (readonly [string, () => Promise<never>])[] = [
    ['rejects', () => Promise.reject(new Error('broken'))],
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
  ];
  it.each(broken)(
    'and %s does not break a turn: its tools are missing until it reports a change',
    async (_how, fail) => {
      const source = new SampleToolSource([{ name: 'send' }]);
      source.onList = fail;
      const h = start([says('one'), says('two'), says('three')], [source]);
      expect(await h.ask('go')).toMatchObject({ status: 'done', text: 'one' });
      expect(offered(h, 0)).toContain('exec');
      expect(offered(h, 0)).not.toContain('sample__send');
      source.onList = undefined;
      await h.ask('again');
      expect(offered(h, 1)).not.toContain('sample__send');
      source.change([{ name: 'send' }]);
      await h.ask('once more');
      expect(offered(h, 2)).toContain('sample__send');
    },
  );

  it('and never answers delays one turn by at most 2 s and other turns not at all', async () => {
    const source = new SampleToolSource([{ name: 'send' }]);
    let lists = 0;
    source.onList = () => new Promise(() => (lists += 1));
    const h = start([says('one'), says('two')], [source]);
    await h.send('go', { runId: 'a' });
    await settle();
    expect(h.providers.requests).toEqual([]);
    await h.clock.advance(2_000);
    expect(await ended(h)).toMatchObject({ status: 'done', text: 'one' });
    expect(await h.ask('again')).toMatchObject({ status: 'done', text: 'two' });
    expect(lists).toBe(1);
  });

  it('and never answers can be stopped at once', async () => {
    const source = new SampleToolSource([]);
    source.onList = () => new Promise(() => undefined);
    const h = start([says('one')], [source]);
    await h.send('go', { runId: 'a' });
    await settle();
    await h.engine.runs.abort(KEY, 'a');
    expect(await ended(h)).toMatchObject({ status: 'aborted' });
  });

  it('cannot replace another tool, flood the model, or hide characters in what it declares', async () => {
    const source = new SampleToolSource([
      { name: 'exec', description: `Run\u202e this ${'x'.repeat(10_000)}` },
      { name: 'exec', description: 'The second of this name.' },
      { name: 'bad name' },
      { name: 'x'.repeat(64) },
      { name: 'wrong', input: { type: 'string' } },
      { name: 'large', input: { type: 'object', description: 'x'.repeat(30_000) } },
      { name: 'hidden', input: { type: 'object', description: 'a\u200bb' } },
      ...Array.from({ length: 200 }, (_, index) => ({ name: `many-${index}` })),
    ]);
    const warnings: unknown[] = [];
    const log = { ...QUIET, warn: (_message: string, fields: unknown) => void warnings.push(fields) };
    const sources = new ToolSources({ toolSources: [BUILT_IN_TOOLS, source], clock: new ManualClock(), log });
    const tools = await sources.list({ agentId: 'main', tools: { allow: [], deny: [] } });
    const own = tools.filter((tool) => tool.source === source);
    expect(own).toHaveLength(123);
    expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
    expect(tools.find(({ name }) => name === 'exec')?.source).toBe(BUILT_IN_TOOLS);
    expect(own[0]).toMatchObject({
      name: 'sample__exec',
      description: expect.stringMatching(/^Run\\u\{202e\} this x+…$/),
    });
    expect(own[0]?.description.length).toBe(2_000);
    expect(own[1]).toMatchObject({ name: 'sample__hidden', input: { description: 'a\\u{200b}b' } });
    expect(warnings).toEqual([{ source: 'sample', ignored: 84 }]);
  });

  it('cannot change a schema after it was checked', async () => {
    const input = { type: 'object', properties: {} };
    const source = new SampleToolSource([{ name: 'send', input }]);
    const sources = new ToolSources({ toolSources: [source], clock: new ManualClock(), log: QUIET });
    const [tool] = await sources.list({ agentId: 'main', tools: { allow: [], deny: [] } });
    input.type = 'changed';
    expect(tool?.input['type']).toBe('object');
  });

  it('cannot take the ID of another one', () => {
    const two = [new SampleToolSource([]), new SampleToolSource([])];
    expect(() => new ToolSources({ toolSources: two, clock: new ManualClock(), log: QUIET })).toThrow('used twice');
    const invalid = [new SampleToolSource([], 'a__b')];
    expect(() => new ToolSources({ toolSources: invalid, clock: new ManualClock(), log: QUIET })).toThrow('invalid');
  });

  it('cannot keep the engine from stopping, and others are closed', async () => {
    const bad = new SampleToolSource([], 'bad');
    bad.dispose = () => Promise.reject(new Error('broken'));
    const good = new SampleToolSource([]);
    const h = start([], [bad, good]);
    expect(good.listeners).toBe(1);
    await h.engine.stop();
    expect([good.disposed, good.listeners, bad.listeners]).toEqual([1, 0, 0]);
  });
});
