// The container engine of the kill test: which containers existed at a kill, and which of them are still there afterward.
import { readdirSync } from 'node:fs';
import { errorMessage } from '#contract/wire/errors.ts';
import { openTestEngine, TEST_IMAGE } from '#tests/support/docker-engine.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

/** The engine, as the kill test uses it. */
export interface KillEngine {
  /** Variables that make a host use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The section `machines` of the configuration. */
  readonly machines: Readonly<Record<string, unknown>>;
  /** Remembers the containers that exist. Call it right after a kill, before the next host has removed any. */
  noteRunning(): Promise<void>;
  /** Containers of killed hosts that the host running now doesn't remove. */
  findStray(): Promise<readonly string[]>;
  /** What is left after the last host has stopped: containers, and placeholders in a workspace. */
  findLeft(workspace: string): Promise<readonly string[]>;
  /** Number of containers that existed at a kill. */
  orphaned(): number;
  stop(): Promise<void>;
}

const MEMORY_MB = 128;

/** Starts an engine, or returns why that is impossible. */
export async function openKillEngine(): Promise<KillEngine | string> {
  const engine = await openTestEngine();
  if (typeof engine === 'string') return engine;
  const orphans = new Set<string>();
  const list = async (): Promise<readonly string[]> =>
    (await engine.docker.listContainers({ all: true })).map(({ Id }) => Id);
  const without = async (gone: (id: string) => boolean): Promise<readonly string[]> => {
    try {
      await waitUntil('the end of the containers', async () => !(await list()).some(gone));
      return [];
    } catch (error) {
      const left = (await list()).filter(gone).map((id) => id.slice(0, 12));
      return [`stray containers: ${left.join(', ')} (${errorMessage(error)})`];
    }
  };
  return {
    environment: engine.environment,
    machines: { docker: { image: TEST_IMAGE, pull: 'never', memoryMb: MEMORY_MB } },
    noteRunning: async () => {
      for (const id of await list()) orphans.add(id);
    },
    findStray: () => without((id) => orphans.has(id)),
    findLeft: async (workspace) => {
      const known = new Set(['effects.log', 'notes']);
      const files = readdirSync(workspace).filter((name) => !known.has(name));
      return [
        ...(await without(() => true)),
        ...(files.length === 0 ? [] : [`left in the workspace: ${files.join(', ')}`]),
      ];
    },
    orphaned: () => orphans.size,
    stop: () => engine.stop(),
  };
}
