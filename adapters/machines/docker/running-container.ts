// A running container: its shells, and the processes that run in it.
import { StringDecoder } from 'node:string_decoder';
import type { Duplex } from 'node:stream';
import type { Container } from 'dockerode';
import { constants } from 'node:os';
import { FileError } from '#core/ports/machine.ts';
import { createEnding } from '../workspace-tools/child-ending.ts';
import type { Child, ChildListener } from '../workspace-tools/child.ts';
import { countMemoryKills } from './container-processes.ts';
import { createControl, type RunScript } from './control-shell.ts';
import { ask } from './engine.ts';
import { ResidentShell, ShellGone } from './resident-shell.ts';
import { CHECK_IMAGE, parseImageFacts, type ImageFacts } from './shell-script.ts';
import type { ForwardingProgram } from '../workspace-tools/pipe-stream.ts';
import { createFrameReader, createOutputFilter } from './stream-frames.ts';

/** Idle shells that are kept for the next commands. */
const MAX_IDLE_SHELLS = 4;
/** Exit codes above it name a signal. */
const SIGNAL_BASE = 128;
/** Longest first line with a PID, characters. */
const MAX_PID_CHARS = 1_000;
const END_OF_INPUT = '\x04';

/** A process of the engine in the container. */
export interface ExecOptions {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly size?: { readonly cols: number; readonly rows: number };
}

/** A container with its control shell. */
export class RunningContainer {
  readonly id: string;
  readonly image: ImageFacts;
  /** Runs a script in the control shell. */
  readonly control: RunScript;
  readonly #container: Container;
  readonly #idle: ResidentShell[] = [];
  readonly #ends = new Map<string, (exitCode: number) => void>();
  #memoryKills: number;
  #isOver = false;

  private constructor(container: Container, control: RunScript, image: ImageFacts, memoryKills: number) {
    this.#container = container;
    this.id = container.id;
    this.control = control;
    this.image = image;
    this.#memoryKills = memoryKills;
  }

  /** Starts a created container. `onGone` is called when it has ended. @throws {FileError} */
  static async start(container: Container, onGone: () => void): Promise<RunningContainer> {
    const options = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true };
    const stream = await ask(container.attach(options));
    await ask(container.start());
    let running: RunningContainer | undefined;
    const shell = new ResidentShell(toDuplex(stream), () => {
      running?.lose();
      onGone();
    });
    const control = createControl(shell);
    try {
      const image = parseImageFacts(await ask(control(CHECK_IMAGE)));
      running = new RunningContainer(container, control, image, await countMemoryKills(control));
      return running;
    } catch (error) {
      if (!(error instanceof ShellGone)) throw error;
      throw new FileError('unavailable', 'The container ended immediately. Its image must have a shell at /bin/sh.');
    }
  }

  /** The container has ended, so all its processes have. */
  lose(): void {
    this.#isOver = true;
    for (const shell of this.#idle.splice(0)) shell.close();
  }

  /** The engine reports the end of a process. */
  execEnded(execId: string, exitCode: number): void {
    this.#ends.get(execId)?.(exitCode);
  }

  /** Runs a script that prints its PID first, in a resident shell. `hasLeftovers` tells whether its processes still use the shell. */
  async runInShell(script: string, on: ChildListener, hasLeftovers: (pid: number) => Promise<boolean>): Promise<Child> {
    const shell = await this.#takeShell();
    const head = createPidReader(on);
    const ended = shell.run(script, '', head.take);
    ended.then(
      ({ exitCode }) => {
        head.end();
        on.exit(exitCode, null);
        hasLeftovers(head.pid()).then(
          (left) => (left ? shell.close() : this.#returnShell(shell)),
          () => shell.close(),
        );
      },
      () => this.#interrupt(on),
    );
    const pid = await Promise.race([head.started, ended.then(() => head.pid())]);
    return {
      pid,
      write: () => undefined,
      end: () => undefined,
      resize: () => undefined,
      pause: () => shell.pause(),
      resume: () => shell.resume(),
    };
  }

  /** Runs a script that prints its PID first, as a process of its own, with input. `size` asks for a terminal. */
  async runAlone({ script, env, size }: ExecOptions, on: ChildListener): Promise<Child> {
    const exec = await ask(
      this.#container.exec({
        Cmd: ['/bin/sh', '-c', size === undefined ? `exec 2>&1; ${script}` : script],
        Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: size !== undefined,
        ...(size === undefined ? {} : { ConsoleSize: [size.rows, size.cols] }),
      }),
    );
    const stream = await ask(exec.start({ hijack: true, stdin: true, Tty: size !== undefined }));
    const head = createPidReader({ data: (text) => ending.listener.data(text), exit: on.exit });
    const release = (): void => {
      this.#ends.delete(exec.id);
      stream.destroy();
    };
    const ending = createEnding(release, {
      data: on.data,
      exit: (code, signal) => (this.#isOver ? this.#interrupt(on) : on.exit(code, signal)),
    });
    this.#ends.set(exec.id, (exitCode) => ending.drain(exitCode, null));
    const take = size === undefined ? createFrameReader({ stdout: head.take, stderr: head.take }) : head.take;
    stream.on('data', take);
    stream.on('error', () => undefined);
    const closed = Promise.withResolvers<void>();
    for (const event of ['end', 'close']) stream.on(event, () => closed.resolve());
    const askEnd = async (): Promise<void> => {
      await closed.promise;
      head.end();
      const { ExitCode } = await ask(exec.inspect()).catch(() => ({ ExitCode: null }));
      ending.end(ExitCode, null);
    };
    void askEnd();
    const pid = await Promise.race([head.started, closed.promise.then(() => head.pid())]);
    if (size !== undefined) await ask(exec.resize({ w: size.cols, h: size.rows })).catch(() => undefined);
    return {
      pid,
      write: (data) => void (stream.writable && stream.write(data)),
      end: () => void (size === undefined ? stream.end() : stream.write(END_OF_INPUT)),
      resize: (w, h) => void exec.resize({ w, h }).catch(() => undefined),
      pause: () => stream.pause(),
      resume: () => stream.resume(),
    };
  }

  /** Runs a script with its input and output as bytes. Its errors are dropped. */
  async pipe(script: string): Promise<Omit<ForwardingProgram, 'failure'> & { exitCode(): Promise<number | null> }> {
    const exec = await ask(
      this.#container.exec({
        Cmd: ['/bin/sh', '-c', script],
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: false,
      }),
    );
    const input = toDuplex(await ask(exec.start({ hijack: true, stdin: true })));
    return {
      input,
      output: input.pipe(createOutputFilter()),
      kill: () => input.destroy(),
      exitCode: async () => (await ask(exec.inspect())).ExitCode,
    };
  }

  /** Whether the memory limit has killed a process since the last call. */
  async hasRunOutOfMemory(): Promise<boolean> {
    const before = this.#memoryKills;
    this.#memoryKills = await countMemoryKills(this.control);
    return this.#memoryKills > before;
  }

  async #takeShell(): Promise<ResidentShell> {
    for (let shell = this.#idle.pop(); shell !== undefined; shell = this.#idle.pop()) if (!shell.isGone) return shell;
    const exec = await ask(
      this.#container.exec({ Cmd: ['/bin/sh'], AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false }),
    );
    return new ResidentShell(await ask(exec.start({ hijack: true, stdin: true })), () => undefined);
  }

  #returnShell(shell: ResidentShell): void {
    if (this.#isOver || this.#idle.length >= MAX_IDLE_SHELLS) shell.close();
    else this.#idle.push(shell);
  }

  #interrupt(on: ChildListener): void {
    on.exit(null, 'SIGKILL', 'machine');
  }
}

/** The name of the signal in an exit code, if it has one. */
export function toSignal(exitCode: number | null): string | null {
  if (exitCode === null || exitCode <= SIGNAL_BASE) return null;
  const entry = Object.entries(constants.signals).find(([, number]) => number === exitCode - SIGNAL_BASE);
  return entry?.[0] ?? null;
}

/** Reads the PID in the first line and passes on the rest as text. */
function createPidReader(on: ChildListener) {
  const decoder = new StringDecoder('utf8');
  const started = Promise.withResolvers<number>();
  let line = '';
  let pid: number | undefined;
  const pass = (text: string): void => {
    if (text !== '') on.data(text);
  };
  const take = (bytes: Buffer): void => {
    const text = decoder.write(bytes);
    if (pid !== undefined) return pass(text);
    line += text;
    const end = line.indexOf('\n');
    // Another program in the container wrote to the shell's output: without a limit, this would grow with it.
    if (end < 0 && line.length <= MAX_PID_CHARS) return;
    pid = Number.parseInt(line, 10) || 0;
    started.resolve(pid);
    pass(line.slice(end + 1));
  };
  return { take, started: started.promise, pid: () => pid ?? 0, end: () => pass(decoder.end()) };
}

/** The engine's client returns a socket, which its types call a read-write stream. */
function toDuplex(stream: NodeJS.ReadWriteStream): Duplex {
  // Holds because an attachment with `hijack` is the connection itself.
  return stream as Duplex;
}
