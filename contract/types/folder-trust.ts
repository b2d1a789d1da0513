// Folder trust: whether what is in a folder may take effect.

/** What a file can do once its folder is trusted. */
export type TrustEffect = 'instructions' | 'environment' | 'container' | 'tools' | 'hooks' | 'scripts';

/** A file that can take effect. `hash`: SHA-256 of its content, hex; empty if it can't be read. */
export interface TrustFile {
  readonly path: string;
  readonly effect: TrustEffect;
  readonly hash: string;
}

/**
 * Whether a folder is trusted. `own`: Gatehouse created it; `setting`: it is in a folder listed in `workspaces.trusted`; `trusted`
 * and `untrusted`: a person decided; `unknown`: nobody has decided yet.
 */
export type TrustState = 'own' | 'setting' | 'trusted' | 'untrusted' | 'unknown';

/** A person's decision about a folder. `files` are those that they saw. */
export interface TrustDecision {
  readonly folder: string;
  readonly trusted: boolean;
  readonly files: readonly TrustFile[];
  readonly decidedBy: string;
  readonly decidedAtMs: number;
}

/** A folder with the files in it that can take effect. */
export interface FolderTrust {
  readonly folder: string;
  readonly state: TrustState;
  readonly files: readonly TrustFile[];
  /** Files that are new or different since the folder was trusted. They have no effect until it is trusted again. */
  readonly changed: readonly string[];
  readonly decidedBy?: string;
  readonly decidedAtMs?: number;
}

/** Whether commands, scripts, and other files of the folder may take effect. */
export function isTrusted(state: TrustState): boolean {
  return state === 'own' || state === 'setting' || state === 'trusted';
}
