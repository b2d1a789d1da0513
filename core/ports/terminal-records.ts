// What is kept of terminals, so that their output can be shown after the host has stopped.

/** How the process of a terminal ended, if that is known. */
export interface TerminalRecordEnd {
  readonly exitCode: number | null;
  readonly signal: number | null;
}

/** A terminal of a session. Survives a restart. */
export interface TerminalRecord {
  readonly id: string;
  readonly sessionKey: string;
  readonly agentId: string;
  /** The user who opened it. */
  readonly ownerId: string;
  readonly name: string;
  readonly shell: string;
  readonly cwd: string;
  readonly confined: boolean;
  readonly createdAtMs: number;
  readonly end?: TerminalRecordEnd;
}

/** A record, and when it last changed. */
export interface StoredTerminal {
  readonly record: TerminalRecord;
  readonly changedAtMs: number;
}

/** Keeps records and the latest output of terminals. Only the owner of the process can read them. */
export interface TerminalRecords {
  /** Creates or replaces a record. */
  save(record: TerminalRecord): Promise<void>;
  get(id: string): Promise<StoredTerminal | undefined>;
  list(): Promise<readonly StoredTerminal[]>;
  /** Adds output. The oldest output is removed when there is too much. */
  append(id: string, text: string): Promise<void>;
  /** Replaces the output. */
  replace(id: string, text: string): Promise<void>;
  /** The kept output; empty if there is none. */
  read(id: string): Promise<string>;
  remove(id: string): Promise<void>;
}
