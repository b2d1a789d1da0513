// The machine port: where an agent's commands run and its files live.

/** A file's facts. Paths are relative to the workspace, with `/`. */
export interface FileStat {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'other';
  readonly size: number;
  readonly modifiedAtMs: number;
}

/** A file's content. */
export interface FileContent {
  readonly stat: FileStat;
  /** `undefined` for a file that is not text. */
  readonly text?: string;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
}

/** Thrown by file operations. `code` is stable, the message says what to do. */
export class FileError extends Error {
  readonly code:
    | 'outside-workspace'
    | 'not-found'
    | 'not-a-file'
    | 'not-a-folder'
    | 'exists'
    | 'too-large'
    | 'not-text'
    | 'changed'
    | 'no-space'
    | 'denied'
    | 'io';
  constructor(code: FileError['code'], message: string) {
    super(message);
    this.name = 'FileError';
    this.code = code;
  }
}

/** A command to run. */
export interface ExecRequest {
  /** The command line, run by the machine's shell. */
  readonly command: string;
  /** Relative to the workspace, or absolute within it. */
  readonly cwd?: string;
  /** Ask for a pseudo-terminal. */
  readonly pty: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Output is streamed; the machine keeps its start and end within `maxOutputBytes`. */
  readonly maxOutputBytes: number;
}

/** How a command ended. */
export interface ExecResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly output: string;
  readonly truncated: boolean;
  readonly durationMs: number;
}

/** A running command. `kill` terminates the whole process tree. */
export interface RunningCommand {
  readonly id: string;
  readonly pid: number;
  readonly finished: Promise<ExecResult>;
  /** Output so far (bounded). */
  output(): string;
  write(data: string): void;
  kill(): void;
}

/** What to search for: text, or a regular expression if `regex` is set. */
export interface SearchQuery {
  readonly pattern: string;
  readonly regex: boolean;
  readonly path?: string;
  readonly glob?: string;
  readonly limit: number;
}

/** A match of a search. */
export interface SearchMatch {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** A file that differs. `patch` is unified diff text; absent for binary files, truncated when `truncated`. */
export interface FileDiff {
  readonly path: string;
  readonly oldPath?: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed';
  readonly additions: number;
  readonly deletions: number;
  readonly binary?: boolean;
  readonly untracked?: boolean;
  readonly patch?: string;
  readonly truncated?: boolean;
}

/** A commit by its id and first line. */
export interface CommitName {
  readonly sha: string;
  readonly subject: string;
}

/** Differences in a git workspace, or why they can't be determined. */
export type WorkspaceDiff =
  | { readonly unavailable: 'not_git' | 'unknown_commit' }
  | {
      readonly root: string;
      readonly branch?: string;
      readonly baseRef?: string;
      readonly mergeBase?: CommitName;
      /** Commits since the base, newest first. */
      readonly commits: readonly CommitName[];
      readonly files: readonly FileDiff[];
      readonly truncated: boolean;
    };

/** An opened machine: the host's workspace now, containers later. Every member passes the same conformance suite. */
export interface Machine {
  readonly kind: string;
  readonly workspace: string;
  exec(request: ExecRequest, onOutput: (text: string) => void, signal: AbortSignal): Promise<RunningCommand>;
  openTerminal(
    size: { readonly cols: number; readonly rows: number },
    on: { data(text: string): void; exit(code: number | null, signal: number | null): void },
  ): Promise<Terminal>;
  stat(path: string): Promise<FileStat>;
  read(path: string, limitBytes: number): Promise<FileContent>;
  /** Writes atomically. With `expectedHash`: fails (`changed`) if the file has changed; an empty hash means it must not exist. */
  write(
    path: string,
    content: string | Uint8Array,
    expectedHash?: string,
  ): Promise<FileStat & { readonly hash: string }>;
  list(path: string): Promise<readonly FileStat[]>;
  makeFolder(path: string): Promise<void>;
  move(from: string, to: string): Promise<void>;
  /** Moves to the trash of the workspace; returns an id for `restore`. */
  remove(path: string): Promise<string>;
  restore(trashId: string): Promise<void>;
  /** Files by name (fuzzy), respecting ignore files. */
  find(query: string, limit: number, signal: AbortSignal): Promise<readonly FileStat[]>;
  /** Lines by text or regular expression (linear time), respecting ignore files. */
  search(query: SearchQuery, signal: AbortSignal): Promise<readonly SearchMatch[]>;
  /** Git diff: since the branch left its base (`all`), since the last commit, or of one commit. Runs no hook, filter or pager. */
  diff(
    query: { readonly scope: 'all' | 'uncommitted' | 'commit'; readonly commit?: string },
    signal: AbortSignal,
  ): Promise<WorkspaceDiff>;
  /** Merged change notices; returns the stop function. */
  watch(on: (paths: readonly string[], overflow: boolean) => void): () => void;
  /** Resolves a program's name to the file that would run, or undefined. */
  resolveProgram(name: string): Promise<string | undefined>;
  dispose(): Promise<void>;
}

/** An open pseudo-terminal. */
export interface Terminal {
  readonly pid: number;
  readonly shell: string;
  write(data: string): void;
  resize(cols: number, rows: number): void;
  kill(): void;
}

/** Opens machines; the same workspace gives the same machine while it is open. */
export interface MachineDirectory {
  open(workspace: string): Promise<Machine>;
  disposeAll(): Promise<void>;
}
