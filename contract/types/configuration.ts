// The configuration file: the types.

/** Answer to `config.get`. */
export interface ConfigSnapshot {
  readonly path: string;
  readonly exists: boolean;
  readonly raw: string | null;
  readonly parsed: unknown;
  readonly resolved: unknown;
  readonly config: unknown;
  readonly valid: boolean;
  readonly hash: string;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
  readonly legacyIssues: readonly unknown[];
  /** Where each value of `config` comes from, by path. */
  readonly origins?: Readonly<Record<string, 'default' | 'file' | 'include' | 'environment'>>;
}

/** Answer to a write of the configuration. */
export interface ConfigWritten {
  readonly ok: true;
  readonly path: string;
  readonly hash: string;
  readonly config: unknown;
  readonly changedPaths: readonly string[];
  /** The same as `reload.restart`. */
  readonly needsRestart: readonly string[];
  /** Which of the changed paths are in force now, and which will be after the next start. */
  readonly reload: { readonly hot: readonly string[]; readonly restart: readonly string[] };
}
