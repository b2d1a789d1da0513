// Updates of the app.

/** Which versions are offered. */
export const UPDATE_CHANNELS = ['stable', 'beta'] as const;
export type UpdateChannel = (typeof UPDATE_CHANNELS)[number];

/** When a downloaded update is installed: `idle` as soon as no agent works, `quit` when the app is quit. */
export const INSTALL_TIMES = ['now', 'idle', 'quit'] as const;
export type InstallTime = (typeof INSTALL_TIMES)[number];

/** An installer that was kept, to go back to its version. */
export interface KeptInstaller {
  readonly version: string;
  /** The path of the file. */
  readonly file: string;
}

/** The state of updates. `unavailable`: this installation can't update itself; `howTo` says how to update it. */
export interface UpdateState {
  readonly phase: 'unavailable' | 'idle' | 'checking' | 'downloading' | 'ready' | 'installing';
  readonly currentVersion: string;
  readonly channel: UpdateChannel;
  /** Whether the app checks without being asked. */
  readonly checksAutomatically: boolean;
  /** Only if `unavailable`. */
  readonly howTo?: string;
  /** The host that is asked for updates. */
  readonly server?: string;
  /** When the last check succeeded, Unix ms. */
  readonly checkedAt?: number;
  /** Why the last check or download failed. */
  readonly problem?: string;
  /** The version that was found. */
  readonly version?: string;
  /** Its release notes, as plain text or Markdown. */
  readonly notes?: string;
  /** How much was downloaded, 0 to 100. */
  readonly percent?: number;
  /** When it will be installed. Only if `ready`. */
  readonly installs?: Exclude<InstallTime, 'now'>;
  /** Newest first. */
  readonly kept: readonly KeptInstaller[];
}
