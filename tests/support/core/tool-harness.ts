// Engines whose tools work in a folder of the test, with real machines.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import type { MachineDirectory } from '#core/ports/machine.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { harness, type Harness } from './engine-harness.ts';
import { ManualClock } from './manual-clock.ts';
import type { MemoryStore } from './memory-store.ts';
import { calls, type ScriptedCall } from './scripted-provider.ts';

/** Starts engines in a new folder for each test. */
export function useToolFolder() {
  let folder = '';
  let machines: MachineDirectory;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-tools-'));
    machines = createMachineDirectory({
      home: path.join(folder, '..', `${path.basename(folder)}-trash`),
      environment: process.env,
      log: QUIET,
      clock: new ManualClock(),
    });
  });
  afterEach(async () => {
    await machines.disposeAll();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    /** Absolute path in the workspace. */
    at: (name = '.') => path.join(folder, name),
    /** Options of a harness whose agent works in the folder. */
    options: () => ({ machines, agent: { workspace: folder } }),
    start: (script: readonly ScriptedCall[], agent: Partial<AgentSettings> = {}, store?: MemoryStore): Harness =>
      harness(script, {
        machines,
        agent: { workspace: folder, approvalMode: 'full', ...agent },
        ...(store === undefined ? {} : { store }),
      }),
  };
}

/** The first pending approval. */
export const waitForPending = (h: Harness): Promise<ApprovalRecord> =>
  waitUntil('the approval', async () => (await h.engine.approvals.pending())[0]);
/** The end of a run. */
export const ended = (h: Harness, runId = 'a') => waitUntil('the end of the run', () => h.engine.runs.wait(runId, 0));
/** The results of tools in the transcript. */
export const results = (h: Harness) => h.events().flatMap((event) => (event.type === 'tool.finished' ? [event] : []));
/** A call of `exec`. */
export const exec = (id: string, command: string, more: Record<string, unknown> = {}) => ({
  id,
  name: 'exec',
  input: { command, ...more },
});
/** A reply with one call. */
export const call = (id: string, name: string, input: Record<string, unknown>) => calls([{ id, name, input }]);
