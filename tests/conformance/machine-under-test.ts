// What the conformance suites of machines test.
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Machine } from '#core/ports/machine.ts';

/** Opens a machine on a fresh, empty workspace; `close` removes everything. */
export type MachineUnderTest = () => Promise<{ readonly machine: Machine; readonly close: () => Promise<void> }>;

/** The machine of the running test. */
interface CurrentMachine {
  readonly machine: () => Machine;
  /** The absolute path of a file in its workspace. */
  readonly at: (file: string) => string;
}

/** Opens a machine before each test of a suite and closes it afterwards. */
export function openForEachTest(open: MachineUnderTest): CurrentMachine {
  let current: Awaited<ReturnType<MachineUnderTest>>;
  beforeEach(async () => {
    current = await open();
  });
  afterEach(() => current.close());
  const machine = (): Machine => current.machine;
  return { machine, at: (file) => path.join(machine().workspace, file) };
}
