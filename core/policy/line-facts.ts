// What is known about a command line before the policy decides: its programs, and what their machine says about them.
import type { RunFile } from '#contract/sessions/session-events.ts';
import type { ProfileMatch } from './profiles/match-profile.ts';
import type { ProgramCall } from './program-calls.ts';

/** One program of a line. */
export interface ProgramFacts {
  readonly call: ProgramCall;
  readonly match: ProfileMatch;
  /** Relative to the workspace; absent if it isn't known. */
  readonly cwd?: string;
  /** The file that would run; absent if there is none. */
  readonly resolvedPath?: string;
  /** Why its folder isn't in the workspace. */
  readonly folderProblem?: string;
  /** Why it could read something else than plain files of the workspace. */
  readonly readProblem?: string;
  /** Why its repository isn't one that lies in the workspace as a whole. */
  readonly repositoryProblem?: string;
  /** Why no rule can cover it on this machine. */
  readonly operandProblem?: string;
  /** Files whose content it runs. */
  readonly files: readonly RunFile[];
  /** Hosts that it is known to contact. */
  readonly hosts: readonly string[];
}

/** A line. */
export interface LineFacts {
  /** As it is written. */
  readonly text: string;
  /** Why it isn't understood as a whole. */
  readonly problem?: string;
  readonly programs: readonly ProgramFacts[];
}
