// What every shell of the host (window, command line) takes from its environment.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The port of the gateway protocol, so that existing clients find us. */
export const DEFAULT_PORT = 18789;
const DEFAULT_BIND = '127.0.0.1';
const DEFAULT_HOME = '.gatehouse';
const MAX_PORT = 65_535;

/** Where the host lives and listens. */
export interface ShellSettings {
  readonly home: string;
  readonly port: number;
  readonly bind: string;
  readonly token?: string;
}

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that cannot be used; the message names it and says what it must be. */
export class SettingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SettingError';
  }
}

/** Reads GATEHOUSE_HOME, GATEHOUSE_PORT and GATEHOUSE_TOKEN. @throws {SettingError} */
export function settingsFromEnvironment(environment: Environment): ShellSettings {
  const token = environment['GATEHOUSE_TOKEN'];
  return {
    home: resolve(environment['GATEHOUSE_HOME'] || join(homedir(), DEFAULT_HOME)),
    port: parsePort(environment['GATEHOUSE_PORT'] || String(DEFAULT_PORT), 'GATEHOUSE_PORT'),
    bind: DEFAULT_BIND,
    ...(token ? { token } : {}),
  };
}

/** Reads a port number; 0 means any free one. @throws {SettingError} */
export function parsePort(text: string, name: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= MAX_PORT) return port;
  throw new SettingError(`${name} must be a number from 0 to ${MAX_PORT}, not "${text}"`);
}

/** The version of this installation, from the nearest package.json above: beside the sources, the bundle or in the package. */
export function productVersion(from: string = import.meta.dirname): string {
  const manifest = readManifest(from);
  if (manifest?.name === 'gatehouse' && manifest.version !== undefined) return manifest.version;
  const parent = dirname(from);
  return parent === from ? '0.0.0' : productVersion(parent);
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
}

function readManifest(folder: string): Manifest | undefined {
  try {
    // Our own manifest; any other is sorted out by its name.
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    // No manifest in this folder: look further up.
    return undefined;
  }
}
