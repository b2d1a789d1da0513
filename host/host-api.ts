// The host as its shells see it: one entry, started and stopped. Knows nothing of Electron.
import type { FrameChannel } from '#contract/wire/frames.ts';
import type { MachineAddress } from './network-addresses.ts';

/** Gives the key under which secrets are sealed: Electron's safeStorage, or an owner-only key file. 32 bytes. */
export interface SealingKeySource {
  load(): Promise<Uint8Array>;
}

/** How a host is made. */
export interface HostOptions {
  /** Home folder; made (0700) when it does not exist. */
  readonly home: string;
  readonly version: string;
  /** TCP port; 0 for any free one. When taken: says by whom and takes the next. */
  readonly port: number;
  /** Only loopback addresses in this version. */
  readonly bind: string;
  /** Gateway token; default: the one in the home folder, made on first start. */
  readonly token?: string;
  /** Folder of the built pages; without it only the API is served. */
  readonly pages?: string;
  /** Addresses of this machine beyond loopback; default: what the system says. For tests. */
  readonly addresses?: () => readonly MachineAddress[];
  readonly sealingKey?: SealingKeySource;
  /** The environment in which keys and addresses of providers are looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Also write log lines to stderr. */
  readonly verbose?: boolean;
  /** How those look: for people (default), or as JSON for collectors. */
  readonly logFormat?: 'text' | 'json';
}

/** Where a started host listens. */
export interface HostAddress {
  readonly host: string;
  readonly port: number;
  /** `http://127.0.0.1:18789` */
  readonly origin: string;
  /** For a person: why it is not the port that was asked for. */
  readonly notice?: string;
}

/** A host. `start` once, `stop` once. */
export interface Host {
  /** @throws {HostStartError} when the home folder is in use, the store is newer or damaged beyond reading, or no port is free. */
  start(): Promise<HostAddress>;
  /** Announces the shutdown, settles runs, closes everything. */
  stop(reason: string): Promise<void>;
  /** Serves a client of this process (the window) over a channel; it needs no token, for it came by a port that only we hand out. */
  connect(channel: FrameChannel): void;
  /** A URL that signs one browser in: one use, five minutes, the code in the fragment. */
  browserLink(): Promise<string>;
}

/** Why a host did not start, in words that say what to do. */
export class HostStartError extends Error {
  readonly code: 'in-use' | 'store-newer' | 'store-damaged' | 'no-port' | 'no-home' | 'config-invalid';
  constructor(code: HostStartError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HostStartError';
    this.code = code;
  }
}
