// Why the store did not open: a typed failure, so that the host can say what to do.

/** `newer`: written by a later version. `damaged`: not readable as a database. `locked`: another program has it open. `migration`: an update of the file failed and was undone. */
export type StoreOpenCode = 'newer' | 'damaged' | 'locked' | 'read-only' | 'migration';

/** The store cannot be opened. The file is left as it was; `backups` are copies that could take its place. */
export class StoreOpenError extends Error {
  readonly code: StoreOpenCode;
  readonly path: string;
  readonly backups: readonly string[];

  constructor(
    code: StoreOpenCode,
    message: string,
    facts: { readonly path: string; readonly backups?: readonly string[]; readonly cause?: unknown },
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'StoreOpenError';
    this.code = code;
    this.path = facts.path;
    this.backups = facts.backups ?? [];
  }
}
