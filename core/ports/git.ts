// The git port: the git program of this computer, run by the host and not by a machine.
import type { Destination } from './outbound-ledger.ts';

/**
 * Where git runs. A folder: the repository that git finds from it. Otherwise exactly this repository, whatever its settings say
 * about its work tree; operations that write files use this form. `isPrivate`: nobody else can write its settings, so they
 * name no program, and needn't be searched for some.
 */
export type GitPlace = string | { readonly gitDir: string; readonly workTree?: string; readonly isPrivate?: true };

/** How git runs. */
export interface GitOptions {
  readonly signal: AbortSignal;
  /** What it reads from its standard input. Without it, there is none. */
  readonly input?: string | Uint8Array;
  /** Added to its environment. Only values that no agent chose. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: one minute. */
  readonly timeoutMs?: number;
  /** More output is an error. Default: 32 MiB. */
  readonly maxOutputBytes?: number;
  /** Exit codes other than 0 that are results, not failures. */
  readonly okCodes?: readonly number[];
  /** Receives messages, such as progress, while it runs. */
  readonly onMessage?: (text: string) => void;
  /**
   * With the user's own settings and credentials, and with network access. Only to read settings, or for an operation that a
   * person requested, in a repository whose settings Gatehouse wrote. `contacts`: where it connects to, for the outbound ledger; absent for a
   * repository on this computer.
   */
  readonly asPerson?: { readonly contacts?: Destination };
}

/** One of several programs that run at the same time. */
export interface GitStep extends Pick<GitOptions, 'env'> {
  readonly args: readonly string[];
}

/** What git wrote. */
export interface GitOutput {
  readonly exitCode: number;
  /** Standard output as UTF-8. */
  readonly text: string;
  readonly bytes: Uint8Array;
  /** The end of its messages. */
  readonly messages: string;
}

/** Thrown when git fails. `code` is stable, the message says what to do. */
export class GitError extends Error {
  readonly code:
    /** Git isn't installed. */
    | 'missing'
    | 'not-a-repository'
    /** Another process of git holds a lock. */
    | 'locked'
    | 'no-space'
    | 'denied'
    | 'timed-out'
    | 'too-large'
    | 'failed';
  /** What git itself wrote about it. */
  readonly messages: string;
  readonly exitCode: number | undefined;

  constructor(code: GitError['code'], message: string, { messages = '', exitCode }: GitFailure = {}) {
    super(message);
    this.name = 'GitError';
    this.code = code;
    this.messages = messages;
    this.exitCode = exitCode;
  }
}

interface GitFailure {
  readonly messages?: string;
  readonly exitCode?: number;
}

/**
 * The git program. Unless a person requested the operation, it uses no settings of the user and no network, and starts no
 * program that a repository names: hook, filter, pager, monitor, external diff, text converter, merge driver, editor, signer.
 * Git in submodules would use their settings, so nothing is run that looks into one.
 */
export interface Git {
  /** Runs it to its end. @throws {GitError} on any exit code that isn't 0 or in `okCodes` */
  run(place: GitPlace, args: readonly string[], options: GitOptions): Promise<GitOutput>;
  /**
   * Runs several at the same time, each with the output of the one before as its input, so that data of any size passes through.
   * `maxOutputBytes` limits the output of each. @throws {GitError} if one of them fails; the others are ended
   */
  pipe(
    place: GitPlace,
    steps: readonly GitStep[],
    options: Pick<GitOptions, 'signal' | 'timeoutMs' | 'maxOutputBytes'>,
  ): Promise<void>;
  /** Whether a file exists only while a machine runs, in place of a control file that is missing. It is never committed. */
  isPlaceholder(path: string): boolean;
}
