// Proves: N-1
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import { harness, KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import { copyOf, type MemoryStore } from '#tests/support/core/memory-store.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { calls, says, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import type { MachineDirectory } from '../ports/machine.ts';

let folder: string;
let machines: MachineDirectory;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-plan-'));
  const options = { home: `${folder}-home`, environment: process.env, log: QUIET, clock: new ManualClock() };
  machines = createMachineDirectory(options);
});

afterEach(async () => {
  await machines.disposeAll();
  await rm(folder, { recursive: true, force: true });
});

const PLAN = '# Add a file\n\n1. Write `a.txt`.';
const me = testPrincipal('me');
const present = (id = 'p1', plan = PLAN) => calls([{ id, name: 'plan', input: { plan } }]);
const write = (id: string) => calls([{ id, name: 'write', input: { path: 'a.txt', content: 'x' } }]);

function start(script: readonly ScriptedCall[], approvalMode: ApprovalMode = 'plan', store?: MemoryStore): Harness {
  return harness(script, { machines, agent: { workspace: folder, approvalMode }, ...(store && { store }) });
}

const pending = (h: Harness) => waitUntil('the request', async () => (await h.engine.approvals.pending())[0]);
const ended = (h: Harness) => waitUntil('the end of the run', () => h.engine.runs.wait('a', 0));
const results = (h: Harness) => h.events().flatMap((event) => (event.type === 'tool.finished' ? [event.text] : []));
const mode = async (h: Harness) => (await h.engine.sessions.get(KEY))?.approvalMode;
const toolNames = (h: Harness, at: number) => (h.providers.requests[at]?.tools ?? []).map(({ name }) => name);

it.each([
  ['allow-once', 'ask', 'approval'],
  ['allow-session', 'accept-edits', 'done'],
] as const)('continues after "%s" in the mode %s', async (decision, next, state) => {
  const h = start([present(), write('w1'), says('done')]);
  await h.send('go', { runId: 'a' });
  const { id, subject } = await pending(h);
  expect(subject).toMatchObject({ tool: 'plan', command: PLAN, isPlan: true });
  expect(await mode(h)).toBeUndefined();
  await h.engine.approvals.resolve({ id, decision, by: me });
  expect(await mode(h)).toBe(next);
  if (state === 'approval')
    await h.engine.approvals.resolve({ id: (await pending(h)).id, decision: 'allow-once', by: me });
  await ended(h);
  expect(await readdir(folder)).toContain('a.txt');
  expect(h.notices).toContainEqual(expect.objectContaining({ kind: 'session', reason: 'patch' }));
  const [system] = h.providers.requests.map((request) => request.system.join('\n'));
  expect(system).toContain('You are in plan mode.');
  expect(h.providers.requests.at(-1)?.system.join('\n')).not.toContain('You are in plan mode.');
  expect(toolNames(h, 0)).toEqual(expect.arrayContaining(['plan', 'read', 'exec', 'ask']));
  expect(toolNames(h, 0)).not.toContain('write');
  expect(toolNames(h, 1)).toContain('write');
  expect(toolNames(h, 1)).not.toContain('plan');
});

it('keeps planning with the feedback of a denial, and asks about the next plan even if it is the same', async () => {
  const h = start([present(), present('p2'), says('done')]);
  await h.send('go', { runId: 'a' });
  await h.engine.approvals.resolve({ id: (await pending(h)).id, decision: 'deny', reason: 'Use b.txt.', by: me });
  const second = await pending(h);
  expect(results(h)[0]).toMatch(/Keep planning with this feedback.*\n\nUse b\.txt\./s);
  expect(await mode(h)).toBeUndefined();
  await h.engine.approvals.resolve({ id: second.id, decision: 'allow-session', by: me });
  await ended(h);
  await h.engine.sessions.patch(KEY, { approvalMode: 'plan' }, me);
  h.providers.add(present('p3'), says('done'));
  await h.send('again', { runId: 'b' });
  expect((await pending(h)).callId).toBe('p3');
  await h.engine.runs.abort(KEY);
});

it('cannot change anything before its plan is approved, and cannot approve it', async () => {
  const h = start([
    write('w1'),
    calls([{ id: 'e1', name: 'exec', input: { command: 'touch b.txt' } }]),
    calls([{ id: 'f1', name: 'fetch', input: { url: 'https://example.org/' } }]),
    says('done'),
  ]);
  await h.send('go', { runId: 'a' });
  await ended(h);
  expect(results(h)).toEqual([1, 2, 3].map(() => expect.stringMatching(/^Denied by policy: .* plan mode/)));
  expect(await readdir(folder)).toEqual([]);
  expect(await h.engine.approvals.pending()).toEqual([]);
});

it('does not end another mode: outside plan mode there is nothing to approve', async () => {
  for (const approvalMode of ['ask', 'auto', 'deny', 'accept-edits'] as const) {
    const h = start([present(), says('done')], approvalMode);
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(results(h)[0]).toContain("isn't in plan mode");
    expect(await mode(h)).toBeUndefined();
  }
});

it('keeps a mode that a person chose while the plan was pending', async () => {
  const h = start([present(), says('done')]);
  await h.send('go', { runId: 'a' });
  const { id } = await pending(h);
  await h.engine.sessions.patch(KEY, { approvalMode: 'deny' }, me);
  await h.engine.approvals.resolve({ id, decision: 'allow-session', by: me });
  await ended(h);
  expect(await mode(h)).toBe('deny');
});

it('is pending again after a kill, and the first of several answers wins', async () => {
  const before = start([present()]);
  await before.send('go', { runId: 'a' });
  const { id } = await pending(before);
  const h = start([says('done')], 'plan', copyOf(before.store));
  await h.engine.recover();
  expect((await pending(h)).id).toBe(id);
  const answers = await Promise.all(
    (['allow-once', 'allow-session', 'deny'] as const).map((decision) =>
      h.engine.approvals.resolve({ id, decision, by: me }),
    ),
  );
  expect(answers.map(({ applied }) => applied)).toEqual([true, false, false]);
  await ended(h);
  expect(await mode(h)).toBe('ask');
  expect(results(h)[0]).toContain('approved the plan');
});
