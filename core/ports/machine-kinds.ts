// The kinds of machines, and which of them can run here.
import type { DefaultMachine, MachineKindState } from '#contract/types/machines.ts';

/** What is known about the kinds. Answers are kept for a short time, and never take longer than a few seconds. */
export interface MachineKinds {
  /** All kinds, in the order of the registry. */
  availability(): Promise<readonly MachineKindState[]>;
  /** The machine of agents that name none. */
  default(): Promise<DefaultMachine>;
  /** The kind for sessions whose agent names none; undefined if none that confines commands is available. */
  automatic(): Promise<string | undefined>;
  /** Forgets what is known, because something has changed. */
  refresh(): void;
}
