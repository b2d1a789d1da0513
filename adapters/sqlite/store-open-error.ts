// The error of a store that can't be opened.
import { defined } from '#contract/types/defined.ts';

/** `newer`: written by a later version. `damaged`: not readable as a database. `locked`: another program has it open. `migration`: an update of the file failed and was undone. */
export type StoreOpenCode = 'newer' | 'damaged' | 'locked' | 'read-only' | 'migration';

/** The store can't be opened. The file is unchanged; `backups` are copies that could replace it. */
export class StoreOpenError extends Error {
  readonly code: StoreOpenCode;
  readonly path: string;
  readonly backups: readonly string[];

  constructor(
    code: StoreOpenCode,
    message: string,
    {
      path,
      backups = [],
      cause,
    }: { readonly path: string; readonly backups?: readonly string[]; readonly cause?: unknown },
  ) {
    super(message, defined({ cause }));
    this.name = 'StoreOpenError';
    this.code = code;
    this.path = path;
    this.backups = backups;
  }
}
