// The host's interface for its shells: the desktop app, the command line and tests. Independent of Electron.
import type { FrameChannel } from '#contract/wire/frames.ts';
import type { UpdateSource } from '#core/ports/update-driver.ts';
import type { Families } from './families.ts';
import type { MachineAddress } from './network-addresses.ts';

/** Provides the 32-byte key that seals secrets, such as from the system's keychain. */
export interface SealingKeySource {
  load(): Promise<Uint8Array>;
}

/** Options of a host. */
export interface HostOptions {
  /** Home folder; created with mode 0700 if it doesn't exist. */
  readonly home: string;
  readonly version: string;
  /** TCP port; 0 for any free one. If it is in use, the next free one is used and `notice` says so. */
  readonly port: number;
  /** A loopback address. */
  readonly bind: string;
  /** Gateway token; default: the one in the home folder, created on first start. */
  readonly token?: string;
  /** Default model of this process, as `provider/model`, instead of the configured one. */
  readonly model?: string;
  /** Folder of the built web app; without it only the API is served. */
  readonly pages?: string;
  /** Non-loopback addresses of this machine; default: those the system reports. For tests. */
  readonly addresses?: () => readonly MachineAddress[];
  readonly sealingKey?: SealingKeySource;
  /** Environment variables, including API keys and URLs of providers. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Also write log lines to stderr. */
  readonly verbose?: boolean;
  /** Format of those lines: text (default), or JSON for log collectors. */
  readonly logFormat?: 'text' | 'json';
  /** How this installation is updated; default: by a person, as for a server. */
  readonly updates?: UpdateSource;
  /** Members of families; default: those that ship with Gatehouse. */
  readonly families?: Partial<Families>;
}

/** Address of a running host. */
export interface HostAddress {
  readonly host: string;
  readonly port: number;
  /** `http://127.0.0.1:18789` */
  readonly origin: string;
  /** What the user must know, one sentence per line: why the port differs from the requested one, or why nothing can be changed. */
  readonly notice?: string;
}

/** A host. Call `start` once, then `stop` once. */
export interface Host {
  /** @throws {HostStartError} if the home folder is in use, the store is damaged or from a newer version, or no port is free. */
  start(): Promise<HostAddress>;
  /** Announces the shutdown to clients, ends runs and closes everything. */
  stop(reason: string): Promise<void>;
  /** Serves a client in this process, such as the window. It needs no token, because only the shell can open such a channel. */
  connect(channel: FrameChannel): void;
  /** The default model as `provider/model`. While nobody chose one, it is that of a provider with a key, if there is one. */
  defaultModel(): Promise<{ readonly model: string | undefined; readonly isAutomatic: boolean }>;
  /** A sign-in URL for a browser: valid once, for five minutes, with the code in the fragment. */
  browserLink(): Promise<string>;
}

/** Why a host couldn't start; the message says what to do. */
export class HostStartError extends Error {
  readonly code: 'in-use' | 'store-newer' | 'store-damaged' | 'no-port' | 'no-home' | 'config-invalid';
  constructor(code: HostStartError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HostStartError';
    this.code = code;
  }
}
