// The machine port: where an agent's commands run and its files live.
import type { ListeningPort } from '#contract/types/preview.ts';

/** Metadata of a file. Paths are relative to the workspace, with `/`. */
export interface FileStat {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'other';
  readonly size: number;
  readonly modifiedAtMs: number;
  /** In a listing: a link. Kind and size are those of its target, if that is in the workspace. */
  readonly isLink?: true;
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

/** Part of a file's content. */
export interface FilePart {
  readonly stat: FileStat;
  /** Shorter than requested at the end of the file. */
  readonly bytes: Uint8Array;
}

/** Content to write. A stream is written as it arrives, so that its size doesn't matter. */
export type FileSource = string | Uint8Array | AsyncIterable<Uint8Array>;

/** Some entries of a folder, by their place in its order. */
export interface ListRange {
  readonly start: number;
  readonly limit: number;
}

/** What happened to a path. A file that was replaced by another is `changed`. */
export type FileAction = 'created' | 'changed' | 'deleted';

/** Gets merged change notices. `overflow`: too many changes to list. `actions`: what happened to the paths, as far as it is known. */
export type WatchListener = (
  paths: readonly string[],
  overflow: boolean,
  actions: ReadonlyMap<string, FileAction>,
) => void;

/** Thrown by machines. `code` is stable, the message says what to do. */
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
    | 'unknown-machine'
    /** The machine can't run: no engine, no image, or the engine stopped. */
    | 'unavailable'
    | 'io';
  constructor(code: FileError['code'], message: string) {
    super(message);
    this.name = 'FileError';
    this.code = code;
  }
}

/** A command to run. */
export interface ExecRequest {
  /**
   * A command line, run by the machine's shell with its output and errors merged. Or a program, by its absolute path, with
   * its arguments: it runs without a shell, its environment is exactly `env`, and its errors are dropped.
   */
  readonly command: string | readonly [program: string, ...args: string[]];
  /** Relative to the workspace, or absolute within it. */
  readonly cwd?: string;
  /** Ask for a pseudo-terminal. */
  readonly pty: boolean;
  /** Keep its input open for `write` until `endInput`. A pseudo-terminal always has input; without either, there is none. */
  readonly stdin?: true;
  /** Added to the environment of a command line, except variables whose value would be run as code. */
  readonly env?: Readonly<Record<string, string>>;
  /** Added to the environment of a command line as it is. Only for values that no agent chose. */
  readonly ownEnv?: Readonly<Record<string, string>>;
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
  /** Processes that the command started and that are still running, if that is known. */
  readonly leftRunning?: number;
  /** Why the machine ended it: a limit of the machine, or because the machine itself stopped. */
  readonly stoppedBy?: 'memory' | 'disk' | 'machine';
}

/** A running command. `kill` terminates the whole process tree. */
export interface RunningCommand {
  readonly id: string;
  readonly pid: number;
  readonly finished: Promise<ExecResult>;
  /** Output so far (bounded). */
  output(): string;
  /** Sends input. @throws {FileError} `denied` without a pseudo-terminal or `stdin` */
  write(data: string): void;
  /** Closes the input, which a reading program sees as its end. */
  endInput(): void;
  kill(): void;
}

/** A folder held open, so that its entries needn't be resolved from the workspace again. Links are of kind `other`. */
export interface OpenFolder {
  list(): Promise<readonly { readonly name: string; readonly kind: FileStat['kind'] }[]>;
  read(name: string, limitBytes: number): Promise<Uint8Array>;
  /** Opens a folder within. Never follows a link. */
  open(name: string): Promise<OpenFolder>;
  close(): Promise<void>;
}

/** A connection to a program on a machine: a duplex stream of the platform. */
export interface PortConnection {
  destroy(error?: Error): unknown;
}

/** TCP ports on which programs of a machine listen. */
export interface MachinePorts {
  /** Those that are known, in order: on a computer, the ports of programs that run in the workspace. */
  list(): Promise<readonly ListeningPort[]>;
  /** Connects to a port on the machine's loopback address. @throws {FileError} `not-found` if nothing listens there */
  connect(port: number, signal: AbortSignal): Promise<PortConnection>;
}

/** A search for lines with a text, or that match a regular expression if `regex` is set. */
export interface LineQuery {
  readonly pattern: string;
  readonly regex: boolean;
  readonly path?: string;
  readonly glob?: string;
  readonly limit: number;
}

/** A line that matches a search. */
export interface LineMatch {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** The result of a search, in the order of a walk. */
export interface LineSearch {
  readonly matches: readonly LineMatch[];
  /** Whether the time ran out before all files were searched. */
  readonly timedOut: boolean;
}

/** An opened machine. Every member passes the same conformance suites. `core/workspaces/` adds search, diffs, and the trash. */
export interface Machine {
  readonly kind: string;
  readonly workspace: string;
  /** Folders of git objects outside the workspace that its repository may read, as Gatehouse wrote them in its list. */
  readonly borrowedObjects?: readonly string[];
  exec(request: ExecRequest, onOutput: (text: string) => void, signal: AbortSignal): Promise<RunningCommand>;
  /** `env`: added to its environment. */
  terminal(
    size: { readonly cols: number; readonly rows: number; readonly env?: Readonly<Record<string, string>> },
    on: { data(text: string): void; exit(code: number | null, signal: number | null): void },
  ): Promise<Terminal>;
  stat(path: string): Promise<FileStat>;
  read(path: string, limitBytes: number): Promise<FileContent>;
  /** Reads at most `length` bytes from the offset `start`; none after the end. */
  readPart(path: string, start: number, length: number): Promise<FilePart>;
  /** Writes atomically. With `expectedHash`: fails (`changed`) if the file has changed; an empty hash means it must not exist. */
  write(path: string, content: FileSource, expectedHash?: string): Promise<FileStat & { readonly hash: string }>;
  /** Folders first, then by name. `range`: only these, which is faster in a large folder. */
  list(path: string, range?: ListRange): Promise<readonly FileStat[]>;
  makeFolder(path: string): Promise<void>;
  /** Moves a file or folder, creating parent folders. Never replaces anything. */
  rename(from: string, to: string): Promise<void>;
  /** Permanently deletes a file, or a folder with its content. Removes a link, never its target. */
  remove(path: string): Promise<void>;
  /** Merged change notices; returns the stop function. */
  watch(on: WatchListener): () => void;
  /** The file that would run, or undefined. Starts nothing, so it can be called before a command is approved. */
  resolveProgram(name: string): Promise<string | undefined>;
  /**
   * The content hash of a file anywhere on the machine, relative to the workspace or absolute; undefined if it isn't a readable
   * file. Binds an approval to a script without revealing it. `scripts`: only the scripts of a `package.json`.
   */
  fingerprint(path: string, part?: 'scripts'): Promise<string | undefined>;
  /** Absent if the machine runs no programs. */
  readonly ports?: MachinePorts;
  /** Optional, for walks through many files: faster than `list` and `read`. */
  openFolder?(path: string): Promise<OpenFolder>;
  /** Optional: searches like `searchLines` in `core/workspaces/`, but faster. Undefined if it can't. */
  search?(
    query: LineQuery,
    options: { readonly signal: AbortSignal; onMatches?(matches: readonly LineMatch[]): void },
  ): Promise<LineSearch | undefined>;
  dispose(): Promise<void>;
}

/** An open pseudo-terminal. */
export interface Terminal {
  readonly pid: number;
  readonly shell: string;
  write(data: string): void;
  resize(cols: number, rows: number): void;
  /** Stops reading its output, so that programs wait once a small buffer is full. */
  pause(): void;
  resume(): void;
  kill(): void;
}

/** A request for a machine. */
export interface MachineRequest {
  readonly agentId: string;
  /** Absent for work on the agent's own workspace, such as its files. */
  readonly sessionKey?: string;
  readonly workspace: string;
  /** A kind of the machine family, or `auto`. Default: that in the settings. */
  readonly kind?: string;
  /** For containers: the image. Default: that in the settings. */
  readonly image?: string;
}

/** Opens machines. Requests for the same place get the same machine while it is open. */
export interface MachineDirectory {
  /** @throws {FileError} `unknown-machine` for a kind that isn't available, naming those that are */
  open(request: MachineRequest): Promise<Machine>;
  disposeAll(): Promise<void>;
}
