// The machine of a session: chosen once, and kept until a person changes it.
// Proves: EX-1
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMachineDirectory, type HostMachines } from '#adapters/machines/directory.ts';
import { dockerMachine } from '#adapters/machines/docker/docker.ts';
import { hostMachine } from '#adapters/machines/host/host.ts';
import { harness, KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { calls, says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

let folder: string;
let machines: HostMachines;
/** Whether this computer can confine commands. */
let canConfine: boolean;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-session-machine-'));
  canConfine = true;
  const confined = {
    ...hostMachine,
    id: 'confined',
    probe: async () => ({ isAvailable: canConfine }),
    open: async (...args: Parameters<typeof hostMachine.open>) => {
      const machine = await hostMachine.open(...args);
      return { ...machine, kind: 'confined' };
    },
  };
  machines = createMachineDirectory(
    {
      home: `${folder}-home`,
      environment: { PATH: process.env['PATH'], DOCKER_HOST: 'unix:///nonexistent/docker.sock' },
      log: QUIET,
      clock: new ManualClock(),
    },
    [hostMachine, confined, dockerMachine],
  );
});

afterEach(async () => {
  await machines.disposeAll();
  await rm(folder, { recursive: true, force: true });
});

const run = (command: string) => calls([{ id: command, name: 'exec', input: { command } }]);
const ended = (h: Harness, runId: string) => waitUntil('the end of the run', () => h.engine.runs.wait(runId, 0));
const results = (h: Harness) => h.events().flatMap((event) => (event.type === 'tool.finished' ? [event] : []));

function start(commands: readonly string[], machine = 'auto'): Harness {
  const script = commands.flatMap((command) => [run(command), says('done')]);
  return harness(script, { machines, agent: { workspace: folder, approvalMode: 'full', machine } });
}

async function send(h: Harness, runId: string): Promise<string | undefined> {
  await h.send('go', { runId });
  await ended(h, runId);
  return (await h.engine.sessions.get(KEY))?.machine;
}

it('chooses when a session first needs a machine, and keeps the choice after something else is available', async () => {
  const h = start(['echo one', 'echo two']);
  expect(await send(h, 'a')).toBe('confined');
  canConfine = false;
  machines.kinds.refresh();
  expect(await send(h, 'b')).toBe('confined');
  expect(results(h).map(({ isError }) => isError)).toEqual([false, false]);
  const { machine } = await h.engine.workspaces.openSession(KEY);
  expect(machine.kind).toBe('confined');
});

it('stays on the machine that it has used when the settings name another, until a person changes it', async () => {
  const h = start(['echo one', 'echo two', 'echo three'], 'host');
  expect(await send(h, 'a')).toBe('host');
  h.settings.agent = { ...h.settings.agent, machine: 'confined' };
  expect(await send(h, 'b')).toBe('host');
  expect((await h.engine.workspaces.openSession(KEY)).machine.kind).toBe('host');
  await h.engine.sessions.patch(KEY, { machine: 'confined' }, testPrincipal('me'));
  expect(await send(h, 'c')).toBe('confined');
  expect((await h.engine.workspaces.openSession(KEY)).machine.kind).toBe('confined');
  const [entry] = await h.store.audit.list({ limit: 1, action: 'session.machine' });
  expect(entry).toMatchObject({ subject: KEY, details: { from: 'host', to: 'confined' } });
  // Other sessions follow the setting.
  expect((await h.engine.workspaces.openAgent('main')).kind).toBe('confined');
});

it('requests no approval for a command without a machine, says what to do, and runs it once a person has chosen one', async () => {
  canConfine = false;
  const h = harness([run('touch x'), says('one'), run('touch x'), says('two')], {
    machines,
    agent: { workspace: folder, approvalMode: 'ask', machine: 'auto' },
  });
  expect(await send(h, 'a')).toBeUndefined();
  expect(await h.engine.approvals.pending()).toEqual([]);
  const [failed] = results(h);
  expect(failed).toMatchObject({ isError: true });
  expect(JSON.stringify(failed)).toContain('choose to run commands on this computer without isolation');
  h.settings.agent = { ...h.settings.agent, machine: 'host', approvalMode: 'full' };
  await send(h, 'b');
  expect(results(h).at(-1)).toMatchObject({ isError: false });
});

const pending = (h: Harness) => waitUntil('the approval', async () => (await h.engine.approvals.pending())[0]);

it('asks again on another machine for what was allowed for the session', async () => {
  // No rule can cover it, so it is allowed as it is.
  const loop = 'for i in a b; do echo $i; done';
  const h = harness([run(loop), says('one'), run(loop), says('two')], {
    machines,
    agent: { workspace: folder, approvalMode: 'ask', machine: 'confined' },
  });
  const by = testPrincipal('me');
  await h.send('go', { runId: 'a' });
  await h.engine.approvals.resolve({ id: (await pending(h)).id, decision: 'allow-session', by });
  await ended(h, 'a');
  await h.engine.sessions.patch(KEY, { machine: 'host' }, by);
  await h.send('go', { runId: 'b' });
  const again = await pending(h);
  expect(again.subject).toMatchObject({ command: loop, sandbox: 'host' });
  await h.engine.approvals.resolve({ id: again.id, decision: 'deny', by });
  await ended(h, 'b');
});

it('accepts an edited request only on the machine on which it was shown', async () => {
  const h = harness([run('touch x')], {
    machines,
    agent: { workspace: folder, approvalMode: 'ask', machine: 'confined' },
  });
  const by = testPrincipal('me');
  await h.send('go', { runId: 'a' });
  const { id } = await pending(h);
  const parts = { command: 'touch y' };
  const { fingerprint } = await h.engine.approvals.preview(id, parts);
  await h.engine.sessions.patch(KEY, { machine: 'host' }, by);
  const answer = h.engine.approvals.resolve({ id, decision: 'allow-once', by, edited: { parts, fingerprint } });
  await expect(answer).rejects.toMatchObject({ extras: { details: { code: 'EDIT_CHANGED' } } });
  await h.engine.runs.abort(KEY);
});
