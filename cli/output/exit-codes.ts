// Exit codes of `gatehouse`, stable for scripts.

/** Exit codes by name. `run` returns the exit code of its command instead. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  denied: 4,
  pending: 5,
  canceled: 130,
} as const;

/** Descriptions for help and docs. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'success',
  failed: 'the gateway rejected the request, or the operation failed',
  usage: 'invalid command line; nothing was done',
  unreachable: 'no gateway is running at that address',
  denied: 'not signed in, or missing a scope',
  pending: 'an approval or pairing request needs an answer',
  canceled: 'interrupted or declined by the user',
};

/** One of {@link EXIT}, or the exit code of the command that `run` executed. */
export type ExitCode = number;

interface CommandErrorOptions extends ErrorOptions {
  /** What to do next, as a sentence. */
  readonly hint?: string;
}

/** A failure that ends the command with an exit code. The message is a lower-case fragment. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  constructor(exitCode: ExitCode, message: string, options?: CommandErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
    this.exitCode = exitCode;
    this.hint = options?.hint;
  }
}
