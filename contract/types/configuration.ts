/** Result of `config.get`. */
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
  /** Origin of each value of `config`, by path. */
  readonly origins?: Readonly<Record<string, 'default' | 'file' | 'include' | 'environment'>>;
}

/** Result of `config.check`. */
export interface ConfigCheck {
  readonly valid: boolean;
  /** `line` is counted from 1; absent if the problem has no place in the text. */
  readonly issues: readonly { readonly path: string; readonly message: string; readonly line?: number }[];
  /** What saving the text would change; empty if it isn't valid. */
  readonly changedPaths: readonly string[];
  readonly needsRestart: readonly string[];
}

/** Result of a configuration write. */
export interface ConfigWritten {
  readonly ok: true;
  readonly path: string;
  readonly hash: string;
  readonly config: unknown;
  readonly changedPaths: readonly string[];
  /** Same as `reload.restart`. */
  readonly needsRestart: readonly string[];
  /** Which changed paths are in effect now, and which need a restart. */
  readonly reload: { readonly hot: readonly string[]; readonly restart: readonly string[] };
}
