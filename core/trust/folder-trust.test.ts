// Proves: AP-1
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import { harness, KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import type { MemoryStore } from '#tests/support/core/memory-store.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { calls, says, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import type { MachineDirectory } from '../ports/machine.ts';

let folder: string;
let machines: MachineDirectory;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-trust-'));
  const options = { home: `${folder}-home`, environment: process.env, log: QUIET, clock: new ManualClock() };
  machines = createMachineDirectory(options);
});

afterEach(async () => {
  await machines.disposeAll();
  await rm(folder, { recursive: true, force: true });
});

const me = testPrincipal('me');
const exec = (id: string, command: string) => calls([{ id, name: 'exec', input: { command } }]);

interface Options {
  readonly agent?: Partial<AgentSettings>;
  readonly trusted?: readonly string[];
  readonly store?: MemoryStore;
}

function start(script: readonly ScriptedCall[], { agent, trusted = [], store }: Options = {}): Harness {
  return harness(script, {
    machines,
    trusted,
    readOnlyCommands: true,
    agent: { workspace: folder, approvalMode: 'full', ...agent },
    ...(store && { store }),
  });
}

const target = async (h: Harness) => ({
  folder,
  agent: { workspace: folder },
  machine: await h.engine.workspaces.openAgent('main'),
});
const pending = (h: Harness) => waitUntil('the request', async () => (await h.engine.approvals.pending())[0]);
const ended = (h: Harness, runId = 'a') => waitUntil('the end of the run', () => h.engine.runs.wait(runId, 0));
const results = (h: Harness) => h.events().flatMap((event) => (event.type === 'tool.finished' ? [event] : []));

it('requires approval for each command beyond the read-only preset, in every mode and despite rules', async () => {
  for (const approvalMode of ['ask', 'accept-edits', 'auto', 'full'] as const) {
    const h = start([exec('e0', 'ls'), exec('e1', 'touch x'), says('done')], { agent: { approvalMode } });
    await h.engine.rules.add({ agentId: 'main', words: ['touch', 'x'] }, me);
    await h.send('go', { runId: 'a' });
    const { subject } = await pending(h);
    expect(subject).toMatchObject({ command: 'touch x', reason: expect.stringMatching(/isn't trusted/) });
    expect(results(h)).toMatchObject([{ isError: false }]);
    await h.engine.runs.abort(KEY);
  }
  const h = start([exec('e1', 'touch x'), says('done')], { agent: { approvalMode: 'ask' } });
  await h.engine.rules.add({ agentId: 'main', words: ['touch', 'x'] }, me);
  await h.engine.trust.set(await target(h), { trusted: true, by: me });
  await h.send('go', { runId: 'a' });
  await ended(h);
  expect(results(h)).toMatchObject([{ isError: false }]);
});

it('lists what would take effect, and rejects a decision about other content', async () => {
  await mkdir(path.join(folder, '.git/hooks'), { recursive: true });
  await writeFile(path.join(folder, '.git/hooks/pre-commit'), 'echo hi');
  await writeFile(path.join(folder, '.git/hooks/pre-push.sample'), 'echo hi');
  await writeFile(path.join(folder, 'AGENTS.md'), 'Be nice.');
  await writeFile(path.join(folder, '.env'), 'A=1');
  const h = start([]);
  const before = await h.engine.trust.describe(await target(h));
  expect(before).toMatchObject({ state: 'unknown', changed: [] });
  expect(before.files.map((file) => [file.path, file.effect])).toEqual([
    ['AGENTS.md', 'instructions'],
    ['.env', 'environment'],
    ['.git/hooks/pre-commit', 'hooks'],
  ]);
  await writeFile(path.join(folder, 'AGENTS.md'), 'Be evil.');
  const files = before.files.map((file) => ({ path: file.path, hash: file.hash }));
  const decision = { trusted: true, files, by: me };
  await expect(h.engine.trust.set(await target(h), decision)).rejects.toThrow(/has changed since you saw it/);
  expect((await h.engine.trust.describe(await target(h))).state).toBe('unknown');
});

it('puts agent files into effect as they were when the folder was trusted, and no later content', async () => {
  await writeFile(path.join(folder, 'AGENTS.md'), 'Say TROUBADOUR.');
  const h = start([says('one'), says('two'), says('three'), says('four')]);
  const ask = async (runId: string) => {
    await h.send('hello', { runId });
    await ended(h, runId);
    return h.providers.requests.at(-1)?.system.join('\n') ?? '';
  };
  expect(await ask('a')).not.toContain('TROUBADOUR');
  await h.engine.trust.set(await target(h), { trusted: true, by: me });
  expect(await ask('b')).toContain('Say TROUBADOUR.');
  await writeFile(path.join(folder, 'AGENTS.md'), 'Say MINSTREL.');
  expect(await ask('c')).not.toMatch(/TROUBADOUR|MINSTREL/);
  expect((await h.engine.trust.describe(await target(h))).changed).toEqual(['AGENTS.md']);
  await h.engine.trust.set(await target(h), { trusted: true, by: me });
  expect(await ask('d')).toContain('Say MINSTREL.');
});

it('remembers decisions after a restart, forgets them on request, and records both', async () => {
  const before = start([]);
  await before.engine.trust.set(await target(before), { trusted: false, by: me });
  const h = start([], { store: before.store });
  expect(await h.engine.trust.list()).toMatchObject([{ folder, trusted: false, decidedBy: 'me' }]);
  expect((await h.engine.trust.describe(await target(h))).state).toBe('untrusted');
  expect(await h.engine.trust.remove(folder, me)).toBe(true);
  expect(await h.engine.trust.remove(folder, me)).toBe(false);
  expect(await h.engine.trust.list()).toEqual([]);
  const actions = h.store.tables.audit.map(({ action }) => action);
  expect(actions.filter((action) => action.startsWith('folder.'))).toEqual(['folder.distrusted', 'folder.forgotten']);
});

it('trusts the own folder of an agent and folders in the settings, and a refusal wins over the settings', async () => {
  const own = start([]);
  const agent = { workspace: folder, ownFolder: true as const };
  expect((await own.engine.trust.describe({ ...(await target(own)), agent })).state).toBe('own');
  const listed = start([], { trusted: [path.dirname(folder)] });
  expect((await listed.engine.trust.describe(await target(listed))).state).toBe('setting');
  const sibling = start([], { trusted: [folder.slice(0, -1)] });
  expect((await sibling.engine.trust.describe(await target(sibling))).state).toBe('unknown');
  await listed.engine.trust.set(await target(listed), { trusted: false, by: me });
  expect((await listed.engine.trust.describe(await target(listed))).state).toBe('untrusted');
});
