// A workspace and its container, for tests.
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMachineDirectory, type HostMachines } from '#adapters/machines/directory.ts';
import type { EgressProxies } from '#adapters/outbound/egress-proxy/open-egress-proxy.ts';
import type { MachineSettings } from '#adapters/machines/define-machine.ts';
import type { Machine, MachineRequest } from '#core/ports/machine.ts';
import type { Clock } from '#core/ports/clock.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { DEFAULT_SETTINGS } from './default-settings.ts';
import { TEST_IMAGE, type TestEngine } from './docker-engine.ts';
import { QUIET } from './quiet-log.ts';

/** Settings of containers that a test changes. */
export type DockerChange = Partial<MachineSettings['docker']>;

/** A folder with a workspace, a home, and the machines of a host. */
export interface DockerStage {
  readonly machine: Machine;
  readonly directory: HostMachines;
  readonly workspace: string;
  /** The folder that contains the workspace. */
  readonly base: string;
  /** Settings in effect from now on. */
  change(settings: DockerChange): void;
  open(change?: Partial<MachineRequest>): Promise<Machine>;
  /** ID of the container of a workspace; the only one if none is named. */
  containerId(workspace?: string): Promise<string>;
  isAlive(pid: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Parts of the host that a test replaces. */
export interface StageOptions {
  readonly clock?: Clock;
  readonly egress?: EgressProxies;
  readonly isTrusted?: () => Promise<boolean>;
}

/** Opens a machine in a container of the engine. */
export async function openDockerStage(
  engine: TestEngine,
  first: DockerChange = {},
  { clock = SYSTEM_CLOCK, ...more }: StageOptions = {},
): Promise<DockerStage> {
  const base = await fs.realpath(await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-container-')));
  const workspace = path.join(base, 'workspace');
  await fs.mkdir(workspace);
  let docker = {
    ...DEFAULT_SETTINGS.machines.docker,
    image: TEST_IMAGE,
    pull: 'never' as const,
    memoryMb: 256,
    ...first,
  };
  const directory = createMachineDirectory({
    home: path.join(base, 'home'),
    log: QUIET,
    clock,
    environment: { ...process.env, ...engine.environment },
    isTrusted: async () => true,
    settings: () => ({ ...DEFAULT_SETTINGS.machines, docker }),
    ...more,
  });
  const open = (change: Partial<MachineRequest> = {}): Promise<Machine> =>
    directory.open({ agentId: 'main', workspace, kind: 'docker', ...change });
  const containerId = async (of = workspace): Promise<string> => {
    const found = await engine.docker.listContainers({
      filters: JSON.stringify({ label: [`gatehouse.workspace=${of}`] }),
    });
    return found[0]?.Id ?? '';
  };
  return {
    machine: await open(),
    directory,
    workspace,
    base,
    change: (settings) => void (docker = { ...docker, ...settings }),
    open,
    containerId,
    isAlive: async (pid) => {
      const id = await containerId();
      return id !== '' && engine.isAlive(id, pid);
    },
    close: async () => {
      await directory.disposeAll();
      await fs.rm(base, { recursive: true, force: true });
    },
  };
}
