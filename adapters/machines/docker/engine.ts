// The container engine: one connection per host, found on first use, with typed errors.
import * as fs from 'node:fs/promises';
import type Docker from 'dockerode';
import { errorMessage } from '#contract/wire/errors.ts';
import { FileError } from '#core/ports/machine.ts';
import type { Environment } from '../../configuration/substitution.ts';
import { errorCode } from '../workspace-tools/file-failure.ts';
import { findEngineAddresses, type EngineAddress } from './find-engine.ts';

/** Longest wait for an answer of the engine, ms. Stopping and creating containers on a busy machine takes seconds. */
const ANSWER_MS = 60_000;
const PING_MS = 5_000;

/** A connected engine. */
export interface Engine {
  readonly docker: Docker;
  readonly socketPath: string;
  /** Where its address comes from. */
  readonly source: string;
  readonly version: string;
  /** Runs without root: the root of a container is the user of this computer. */
  readonly isRootless: boolean;
  readonly isPodman: boolean;
  /** Can run its own init process, which collects orphans. */
  readonly hasInit: boolean;
}

/** Connects to the first engine that answers. @throws {FileError} `unavailable`, saying what to do */
export async function connectEngine(environment: Environment): Promise<Engine> {
  const addresses = await findEngineAddresses(environment);
  const failures: unknown[] = [];
  for (const address of addresses) {
    try {
      return await connectTo(address);
    } catch (error) {
      failures.push(error);
      if (addresses.length === 1 || errorCode(error) === 'EACCES') throw unreachable(address, error);
    }
  }
  throw new FileError(
    'unavailable',
    'No container engine is running on this computer. Start Docker or Podman, or install one of them.',
  );
}

async function connectTo(address: EngineAddress): Promise<Engine> {
  // Without a socket, the client needn't be loaded. A named pipe isn't a file.
  if (process.platform !== 'win32') await fs.access(address.socketPath);
  // The client is loaded for the first container.
  const { default: Client } = await import('dockerode');
  const docker = new Client({ socketPath: address.socketPath });
  await answerWithin(PING_MS, docker.ping());
  // Podman looks up the packages of its parts for this, which takes seconds on a busy machine.
  const version = await answerWithin(ANSWER_MS, docker.version());
  const info: { readonly SecurityOptions?: readonly string[] | null; readonly InitBinary?: string } =
    await answerWithin(ANSWER_MS, docker.info());
  return {
    docker,
    ...address,
    version: version.Version,
    isRootless: (info.SecurityOptions ?? []).some((option) => option.startsWith('name=rootless')),
    hasInit: (info.InitBinary ?? '') !== '',
    isPodman: (version.Components ?? []).some(({ Name }) => /podman/i.test(Name)),
  };
}

function unreachable({ socketPath, source }: EngineAddress, error: unknown): FileError {
  const code = errorCode(error);
  if (code === 'EACCES')
    return new FileError(
      'unavailable',
      `You don't have access to the container engine at ${socketPath}. Add your user to its group, or use a rootless engine.`,
    );
  const reason = code === 'ENOENT' || code === 'ECONNREFUSED' ? "it isn't running" : errorMessage(error);
  return new FileError(
    'unavailable',
    `Couldn't reach the container engine (${source}, ${socketPath}): ${reason}. Start it and retry.`,
  );
}

/** Waits for an answer of the engine. @throws {FileError} */
export async function ask<T>(answer: Promise<T>, limitMs = ANSWER_MS): Promise<T> {
  try {
    return await answerWithin(limitMs, answer);
  } catch (error) {
    throw engineFailure(error);
  }
}

async function answerWithin<T>(limitMs: number, answer: Promise<T>): Promise<T> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      timeout.reject(
        new FileError(
          'unavailable',
          `The container engine didn't answer within ${limitMs / 1000} s. Restart it and retry.`,
        ),
      ),
    limitMs,
  );
  try {
    return await Promise.race([answer, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const GONE = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EACCES']);

/** An error of the engine that says what to do. */
export function engineFailure(error: unknown): FileError {
  if (error instanceof FileError) return error;
  const reason = answerText(error);
  if (GONE.has(errorCode(error) ?? '') || reason === 'socket hang up')
    return new FileError('unavailable', 'The container engine stopped or was restarted. Start it and retry.');
  if (/no space left|disk quota/i.test(reason))
    return new FileError(
      'no-space',
      `The container engine has no disk space left. Free some space, or prune unused containers and images. (${reason})`,
    );
  return new FileError('unavailable', `The container engine reported: ${reason}.`);
}

/** The HTTP status of an engine's answer; undefined if there was none. */
export function getStatus(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

/** The engine's own words. */
export function answerText(error: unknown): string {
  const json = error instanceof Error && 'json' in error ? error.json : undefined;
  const message = typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined;
  const text = typeof message === 'string' ? message : errorMessage(error);
  return text.trim().replace(/\.$/, '');
}
