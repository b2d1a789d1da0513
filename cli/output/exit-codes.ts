// How a command of `gatehouse` ends: the one table of exit codes, stable for scripts.

/** Exit codes by name. `run` passes on the code of its command instead. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  refused: 4,
  waiting: 5,
  aborted: 130,
} as const;

/** What each of them means. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done',
  failed: 'the gateway refused the request, or what was asked for did not succeed',
  usage: 'the command line is wrong; nothing was done',
  unreachable: 'no gateway answers there',
  refused: 'the gateway does not let this machine in, or not for this',
  waiting: 'a person must decide first: an approval, or a pairing request',
  aborted: 'stopped with Ctrl+C',
};

/** One of {@link EXIT}, or the code of the command that `run` ran. */
export type ExitCode = number;

/** A failure that ends the command with a code of its own. The message says what to do. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
