// What the conformance suites of machines test.
import type { Machine } from '#core/ports/machine.ts';

/** Opens a machine on a fresh, empty workspace; `close` removes everything. */
export type MachineUnderTest = () => Promise<{ readonly machine: Machine; readonly close: () => Promise<void> }>;
