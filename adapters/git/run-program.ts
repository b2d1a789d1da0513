// Runs a program to its end with bounded output, a timeout, and an abort signal. Nothing of it outlives the call.
import { spawn } from 'node:child_process';
import type { PassThrough } from 'node:stream';

const GRACE_MS = 2_000;
const MAX_MESSAGE_CHARS = 64_000;

/** What to run. */
export interface ProgramRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly input: string | Uint8Array | PassThrough | undefined;
  /** Receives the output as it comes, instead of the result. */
  readonly output?: PassThrough | undefined;
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
  readonly signal: AbortSignal;
  readonly onMessage: ((text: string) => void) | undefined;
  /** Called when it runs; returns what to call when it has ended. */
  readonly onStart?: ((pid: number) => () => void) | undefined;
}

/** How it ended. */
export interface ProgramResult {
  readonly exitCode: number | null;
  readonly output: Buffer;
  readonly messages: string;
  /** Why we ended it. */
  readonly endedBy?: 'timeout' | 'size';
}

/** Runs a program. @throws the reason of `signal`, or why it couldn't be started */
export async function runProgram(request: ProgramRequest): Promise<ProgramResult> {
  const { file, args, cwd, env, input, signal } = request;
  signal.throwIfAborted();
  const isWindows = process.platform === 'win32';
  const child = spawn(file, args, {
    cwd,
    env,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    // A group of its own, so that what it starts ends with it.
    detached: !isWindows,
    windowsHide: true,
  });
  const ended = child.pid === undefined ? undefined : request.onStart?.(child.pid);
  const chunks: Buffer[] = [];
  const state: { bytes: number; messages: string; endedBy?: 'timeout' | 'size' } = { bytes: 0, messages: '' };
  const end = createEnding(child.pid, () => child.kill('SIGKILL'));
  const timer = setTimeout(() => {
    state.endedBy ??= 'timeout';
    end();
  }, request.timeoutMs);
  signal.addEventListener('abort', end, { once: true });
  child.stdout?.on('data', (chunk: Buffer) => {
    state.bytes += chunk.length;
    if (state.bytes > request.maxOutputBytes) {
      state.endedBy ??= 'size';
      end();
    } else if (request.output === undefined) chunks.push(chunk);
  });
  // It waits while the reader is slower.
  if (request.output !== undefined) child.stdout?.pipe(request.output);
  child.stderr?.on('data', (chunk: Buffer) => {
    const text = chunk.toString('utf8');
    state.messages = (state.messages + text).slice(-MAX_MESSAGE_CHARS);
    request.onMessage?.(text);
  });
  // A program that stops reading isn't an error of ours.
  child.stdin?.on('error', () => undefined);
  if (child.stdin !== null && typeof input === 'object' && 'pipe' in input) input.pipe(child.stdin);
  else child.stdin?.end(input);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    const { messages, endedBy } = state;
    return { exitCode, output: Buffer.concat(chunks), messages, ...(endedBy === undefined ? {} : { endedBy }) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    end.forget();
    ended?.();
  }
}

/** Asks the group to end, so that git removes its lock files, and kills it after a moment. */
function createEnding(pid: number | undefined, kill: () => void): (() => void) & { forget(): void } {
  let timer: NodeJS.Timeout | undefined;
  const send = (name: NodeJS.Signals): void => {
    if (pid === undefined || process.platform === 'win32') return kill();
    try {
      process.kill(-pid, name);
    } catch {
      // It has ended.
    }
  };
  const end = (): void => {
    if (timer !== undefined) return;
    send('SIGTERM');
    timer = setTimeout(() => send('SIGKILL'), GRACE_MS);
  };
  return Object.assign(end, { forget: () => clearTimeout(timer) });
}
