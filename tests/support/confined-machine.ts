// Opens confined machines for tests, and says what is missing on systems that can't confine commands.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { confinedMachine } from '#adapters/machines/confined/confined.ts';
import { createMachineDirectory, type MachineDirectoryOptions } from '#adapters/machines/directory.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { defined } from '#contract/types/defined.ts';
import { QUIET } from './quiet-log.ts';

/** Why commands can't be confined here, or undefined if they can. */
export function findMissingConfinement(): string | undefined {
  if (process.platform !== 'linux') return 'confinement is tested on Linux only';
  const tried = spawnSync('bwrap', [
    '--unshare-user',
    '--unshare-pid',
    '--ro-bind',
    '/',
    '/',
    '--proc',
    '/proc',
    'true',
  ]);
  if (tried.error !== undefined) return 'bubblewrap is not installed';
  return tried.status === 0 ? undefined : `bubblewrap can't run here: ${tried.stderr.toString().trim()}`;
}

/** What differs from the default. */
export interface ConfinedOptions {
  readonly environment?: MachineDirectoryOptions['environment'];
  readonly settings?: MachineDirectoryOptions['settings'];
  readonly egress?: MachineDirectoryOptions['egress'];
  /** Prepares the workspace. */
  readonly prepare?: (workspace: string) => Promise<void>;
}

/** Opens a confined machine on an empty workspace, beside a folder that is outside. */
export async function openConfined({ environment, settings, egress, prepare }: ConfinedOptions = {}) {
  const base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-confined-')));
  const workspace = path.join(base, 'workspace');
  const outside = path.join(base, 'outside');
  const home = path.join(base, 'home');
  for (const folder of [workspace, outside, home]) await fs.mkdir(folder);
  await prepare?.(workspace);
  const directory = createMachineDirectory(
    {
      home: path.join(home, '.gatehouse'),
      forbiddenFolders: [path.join(home, '.gatehouse')],
      log: QUIET,
      clock: SYSTEM_CLOCK,
      environment: { PATH: process.env['PATH'], SHELL: '/bin/bash', HOME: home, ...environment },
      ...defined({ settings, egress }),
    },
    [confinedMachine],
  );
  const machine = await directory.open({ agentId: 'main', workspace, kind: 'confined' });
  const close = async (): Promise<void> => {
    await directory.disposeAll();
    await fs.rm(base, { recursive: true, force: true });
  };
  const isAlive = async (pid: number): Promise<boolean> => isRunningIn(workspace, pid);
  return { machine, directory, workspace, outside, home, close, isAlive };
}

/** Whether a process in a workspace has an ID, as the sandbox or this computer sees it. */
function isRunningIn(workspace: string, pid: number): boolean {
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const ids = (/^NSpid:\t(.*)$/m.exec(status)?.[1] ?? '').split('\t').map(Number);
      return (
        ids.includes(pid) && !/^State:\t[ZX]/m.test(status) && readlinkSync(`/proc/${name}/cwd`).startsWith(workspace)
      );
    } catch {
      return false;
    }
  });
}
