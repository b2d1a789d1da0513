// One interface for children with pipes and children in a pseudo-terminal.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { IPty } from 'node-pty';
import type { Child, ChildListener } from '../workspace-tools/child.ts';
import { createEnding } from '../workspace-tools/child-ending.ts';
import type { Invocation } from './shell.ts';

/** Working folder, environment, and terminal. */
export interface ChildPlace {
  readonly cwd: string;
  readonly env: Record<string, string>;
  /** In a pseudo-terminal of the size below. */
  readonly pty: boolean;
  readonly cols: number;
  readonly rows: number;
  /** With an open input. A pseudo-terminal always has it. */
  readonly stdin?: boolean;
}

/** Ctrl+D: a terminal passes it on as the end of input. */
const END_OF_INPUT = '\x04';

/** Starts a child. Rejects if it can't be started. */
export function startChild(program: Invocation, place: ChildPlace, on: ChildListener): Promise<Child> {
  return place.pty ? startInPty(program, place, on) : startPiped(program, place, on);
}

/** Starts a child in its own process group. */
async function startPiped(program: Invocation, place: ChildPlace, on: ChildListener): Promise<Child> {
  const child = spawn(program.file, program.args, {
    cwd: place.cwd,
    env: place.env,
    stdio: [place.stdin === true ? 'pipe' : 'ignore', 'pipe', program.isDirect === true ? 'ignore' : 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: process.platform === 'win32' && program.isDirect !== true,
  });
  const started = new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  // Without free file descriptors, there are no pipes. The error follows.
  const streams = [child.stdout, child.stderr].filter(
    (stream: Readable | null | undefined) => stream !== undefined && stream !== null,
  );
  const ending = createEnding(() => {
    for (const stream of streams) stream.destroy();
  }, on);
  for (const stream of streams) decodeInto(stream, ending.listener);
  child.once('close', ending.end);
  child.once('exit', ending.drain);
  const each = (act: (stream: NodeJS.ReadableStream) => void): void => streams.forEach(act);
  // A program that stops reading isn't an error of ours.
  child.stdin?.on('error', () => undefined);
  await started;
  return {
    pid: child.pid ?? 0,
    write: (data) => void child.stdin?.write(data),
    end: () => void child.stdin?.end(),
    resize: () => undefined,
    pause: () => each((stream) => stream.pause()),
    resume: () => each((stream) => stream.resume()),
  };
}

function decodeInto(stream: NodeJS.ReadableStream, on: Pick<ChildListener, 'data'>): void {
  const decoder = new StringDecoder('utf8');
  stream.on('data', (chunk: Buffer) => {
    const text = decoder.write(chunk);
    if (text !== '') on.data(text);
  });
  stream.on('end', () => {
    const rest = decoder.end();
    if (rest !== '') on.data(rest);
  });
  stream.on('error', () => undefined);
}

/** Starts a child in a pseudo-terminal as the leader of its own session. */
async function startInPty(program: Invocation, place: ChildPlace, on: ChildListener): Promise<Child> {
  // The native module is loaded for the first terminal.
  const pty = await import('node-pty');
  const child: IPty = pty.spawn(program.file, [...program.args], {
    name: 'xterm-256color',
    cwd: place.cwd,
    env: place.env,
    cols: place.cols,
    rows: place.rows,
  });
  let isOpen = true;
  child.onData((text) => on.data(text));
  child.onExit(({ exitCode, signal }) => {
    isOpen = false;
    const name = signal === undefined || signal === 0 ? null : signalName(signal);
    on.exit(name === null ? exitCode : null, name);
  });
  const whileOpen = (act: () => void): void => {
    // node-pty throws if it is used after the exit.
    if (isOpen) act();
  };
  return {
    pid: child.pid,
    write: (data) => whileOpen(() => child.write(data)),
    end: () => whileOpen(() => child.write(END_OF_INPUT)),
    resize: (cols, rows) => whileOpen(() => child.resize(cols, rows)),
    pause: () => whileOpen(() => child.pause()),
    resume: () => whileOpen(() => child.resume()),
  };
}

function signalName(number: number): string {
  const entry = Object.entries(constants.signals).find(([, value]) => value === number);
  return entry?.[0] ?? `SIG${number}`;
}
