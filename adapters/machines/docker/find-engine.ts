// Finds the container engine: by DOCKER_HOST, by Docker context, or at the usual sockets of Docker and Podman.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { FileError } from '#core/ports/machine.ts';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { Environment } from '../../configuration/substitution.ts';

/** A place where an engine may listen. */
export interface EngineAddress {
  readonly socketPath: string;
  /** Where the address comes from, such as `DOCKER_HOST`. */
  readonly source: string;
}

/** Addresses to try, in order. If the user named one, it is the only one. @throws {FileError} `unavailable` for an engine elsewhere */
export async function findEngineAddresses(environment: Environment): Promise<readonly EngineAddress[]> {
  const host = environment['DOCKER_HOST'];
  if (host) return [{ socketPath: toSocketPath(host, 'DOCKER_HOST'), source: 'DOCKER_HOST' }];
  const config = environment['DOCKER_CONFIG'] ?? path.join(findHome(environment), '.docker');
  const context =
    environment['DOCKER_CONTEXT'] ?? (await readJson(path.join(config, 'config.json')))?.['currentContext'];
  if (typeof context === 'string' && context !== '' && context !== 'default')
    return [await contextAddress(config, context)];
  return usualSockets(environment);
}

async function contextAddress(config: string, name: string): Promise<EngineAddress> {
  const source = `the Docker context ${JSON.stringify(name)}`;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = await readJson(path.join(config, 'contexts', 'meta', id, 'meta.json'));
  const host = at(at(meta, 'Endpoints'), 'docker')?.['Host'];
  if (typeof host !== 'string')
    throw new FileError(
      'unavailable',
      `${capitalize(source)} doesn't exist. Choose another with "docker context use".`,
    );
  return { socketPath: toSocketPath(host, source), source };
}

/** A workspace on this computer can't be mounted by an engine on another one. */
function toSocketPath(host: string, source: string): string {
  const [, scheme, rest] = /^([a-z]+):\/\/(.*)$/.exec(host) ?? [];
  if (scheme === 'unix' && rest !== undefined && path.isAbsolute(rest)) return rest;
  if (scheme === 'npipe' && rest) return rest.replaceAll('/', '\\');
  const hint = 'Use an engine on this computer, such as unix:///var/run/docker.sock.';
  throw new FileError('unavailable', `The engine in ${source} can't be used: ${JSON.stringify(host)}. ${hint}`);
}

function usualSockets(environment: Environment): readonly EngineAddress[] {
  const home = findHome(environment);
  const runtime = environment['XDG_RUNTIME_DIR'];
  const named = (source: string, ...sockets: (string | undefined)[]): readonly EngineAddress[] =>
    sockets.filter((socket) => socket !== undefined).map((socketPath) => ({ socketPath, source }));
  if (process.platform === 'win32') return named('Docker Desktop', '\\\\.\\pipe\\docker_engine');
  return [
    ...named('Docker', '/var/run/docker.sock', runtime && path.join(runtime, 'docker.sock')),
    ...named(
      'Docker Desktop',
      path.join(home, '.docker/run/docker.sock'),
      path.join(home, '.docker/desktop/docker.sock'),
    ),
    ...named('OrbStack', path.join(home, '.orbstack/run/docker.sock')),
    ...named('Colima', path.join(home, '.colima/default/docker.sock')),
    ...named('Rancher Desktop', path.join(home, '.rd/docker.sock')),
    ...named('Podman', runtime && path.join(runtime, 'podman/podman.sock'), '/run/podman/podman.sock'),
  ];
}

function findHome(environment: Environment): string {
  return environment['HOME'] ?? homedir();
}

/** A file's JSON object; undefined if there is none. */
async function readJson(file: string): Promise<JsonObject | undefined> {
  try {
    const value: unknown = JSON.parse(await fs.readFile(file, 'utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function at(object: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = object?.[name];
  return isJsonObject(value) ? value : undefined;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
