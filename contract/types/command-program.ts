// The programs of a command line, as the policy sees them.

/** Most files, hosts, and programs that are listed of one kind; there can be more. */
export const MAX_LISTED_EFFECTS = 20;

/** A program that a command line runs, and the decision of the policy on it. */
export interface CommandProgram {
  /** Its name, or what the shell calls instead of one. */
  readonly program: string;
  /** The program with its arguments. An argument that only the shell knows is shown as it is written. */
  readonly words: readonly string[];
  /** The folder that it runs in, relative to the workspace; absent if it isn't known. */
  readonly cwd?: string;
  /** The file that runs; absent if there is none. */
  readonly path?: string;
  readonly decision: 'allow' | 'ask' | 'deny';
  readonly reason: string;
  /** The rule that decided, as text. */
  readonly rule?: string;
  readonly ruleId?: string;
  /** Files that its arguments name to be read, or may change, as far as that is known. */
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** Hosts that its arguments name. */
  readonly hosts?: readonly string[];
  /** By its profile, it only prints, or reads files in the workspace that don't usually contain secrets. */
  readonly isPlainRead?: true;
  /** What else it runs: other programs, scripts, or code of the project. */
  readonly runs?: readonly string[];
  /** The narrowest rule that would cover it; absent if none can be stored or none is needed. */
  readonly suggestedRule?: readonly string[];
}

/** What the policy decides about a command line. */
export interface PolicyExplanation {
  readonly decision: 'allow' | 'ask' | 'deny';
  readonly reason: string;
  /** Each program of the line, also those that another program starts. */
  readonly programs: readonly CommandProgram[];
  /** The rule that decided, as text. */
  readonly rule?: string;
  /** The machine of the agent confines what runs on it, so the line runs there without approval. */
  readonly confined?: 'allow';
}
