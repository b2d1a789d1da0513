// What the desktop app does for updates: it finds, downloads, and installs them.
import type { KeptInstaller, UpdateChannel } from '#contract/types/updates.ts';

/** A newer version. */
export interface FoundUpdate {
  readonly version: string;
  readonly notes?: string;
}

/** Reports each request before it is sent. @throws {OutboundError} if its host is blocked */
export type ReportRequest = (url: URL) => void;

/** How a download proceeds. */
export interface DownloadProgress {
  /** 0 to 100. */
  readonly percent: number;
  /** Bytes so far. */
  readonly received: number;
}

/** Finds, downloads, and installs updates of this installation. */
export interface UpdateDriver {
  /** The server that is asked. */
  readonly server: string;
  /** The newest version of a channel, if it is newer than the current one. */
  check(channel: UpdateChannel, report: ReportRequest): Promise<FoundUpdate | undefined>;
  /** Downloads what the last check found, and verifies it. */
  download(
    on: { readonly request: ReportRequest; readonly progress: (progress: DownloadProgress) => void },
    signal: AbortSignal,
  ): Promise<void>;
  /** Quits the app, installs the downloaded update, and starts the new version. */
  restart(): void;
  /** Whether the downloaded update is installed when the app quits. */
  installOnQuit(enabled: boolean): void;
  /** Installers of this and earlier versions, newest first. */
  kept(): Promise<readonly KeptInstaller[]>;
}

/** How an installation is updated: by a driver, or by a person, as `howTo` says. */
export type UpdateSource = UpdateDriver | { readonly howTo: string };
