// What the conformance suites of machines test.
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach } from 'vitest';
import type { Machine } from '#core/ports/machine.ts';

/** A machine and how to look at its processes. */
export interface OpenMachine {
  readonly machine: Machine;
  /** Removes everything. */
  readonly close: () => Promise<void>;
  /** Whether a process of the machine is running. Default: as seen by this computer. */
  readonly isAlive?: (pid: number) => Promise<boolean>;
}

/** Opens a machine on a fresh, empty workspace. */
export type MachineUnderTest = () => Promise<OpenMachine>;

/** The machine of the running test. */
interface CurrentMachine {
  readonly machine: () => Machine;
  /** The absolute path of a file in its workspace. */
  readonly at: (file: string) => string;
  /** Whether a process of the machine is running. A zombie counts as ended. */
  readonly isAlive: (pid: number) => Promise<boolean>;
}

/** Opens a machine before each test of a suite and closes it afterwards. */
export function openForEachTest(open: MachineUnderTest): CurrentMachine {
  let current: OpenMachine;
  beforeEach(async () => {
    current = await open();
  });
  afterEach(() => current.close());
  const machine = (): Machine => current.machine;
  return {
    machine,
    at: (file) => path.join(machine().workspace, file),
    isAlive: async (pid) => current.isAlive?.(pid) ?? isAlive(pid),
  };
}

/** Whether a process of this computer is running. A zombie counts as ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) [ZX] /s.test(readStat(pid));
  } catch {
    return false;
  }
}

function readStat(pid: number): string {
  return process.platform === 'linux' ? readFileSync(`/proc/${pid}/stat`, 'latin1') : '';
}
