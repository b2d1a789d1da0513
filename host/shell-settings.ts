// Settings that the desktop app and the command line read from environment variables.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Environment } from '#adapters/configuration/substitution.ts';
import { DEFAULT_PORT } from '#contract/wire/limits.ts';

const DEFAULT_BIND = '127.0.0.1';
const DEFAULT_HOME = '.gatehouse';
const MAX_PORT = 65_535;

/** Home folder and address of the host. */
export interface ShellSettings {
  readonly home: string;
  readonly port: number;
  readonly bind: string;
  readonly token?: string;
  /** Default model, as `provider/model`. */
  readonly model?: string;
}

/** An invalid setting; the message names it and the valid values. */
export class SettingError extends Error {}

/** Reads GATEHOUSE_HOME, GATEHOUSE_PORT, GATEHOUSE_TOKEN and GATEHOUSE_MODEL. @throws {SettingError} */
export function settingsFromEnvironment(environment: Environment): ShellSettings {
  const token = environment['GATEHOUSE_TOKEN'];
  const model = environment['GATEHOUSE_MODEL'];
  return {
    home: resolve(environment['GATEHOUSE_HOME'] || join(homedir(), DEFAULT_HOME)),
    port: parsePort(environment['GATEHOUSE_PORT'] || String(DEFAULT_PORT), 'GATEHOUSE_PORT'),
    bind: DEFAULT_BIND,
    ...(token ? { token } : {}),
    ...(model ? { model: parseModel(model, 'GATEHOUSE_MODEL') } : {}),
  };
}

/** Parses a port number; 0 means any free one. @throws {SettingError} */
export function parsePort(text: string, name: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= MAX_PORT) return port;
  throw new SettingError(`invalid value "${text}" for ${name}: must be a number from 0 to ${MAX_PORT}`);
}

/** Checks the form of a model. @throws {SettingError} */
export function parseModel(text: string, name: string): string {
  if (/^[^/\s]+\/\S+$/.test(text)) return text;
  throw new SettingError(
    `invalid value "${text}" for ${name}: must be provider/model, such as anthropic/claude-sonnet-5-5`,
  );
}

/** The version of this installation, from the closest package.json above the source, bundle or package. */
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
    // Other packages' manifests are skipped by name.
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    // No manifest in this folder; the parent is next.
    return undefined;
  }
}
