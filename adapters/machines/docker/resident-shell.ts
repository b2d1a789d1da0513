// A shell that stays open in a container and runs one script after another, so that a command needs no new process of the engine.
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { FileError } from '#core/ports/machine.ts';
import { createMarkerSearch } from '../workspace-tools/marked-output.ts';
import { createFrameReader } from './stream-frames.ts';

const NONCE_BYTES = 16;
/** Most output after a script that is kept. */
const MAX_TRAILER_BYTES = 1024 * 1024;
/** Separates the output of a script from ours. */
const SEPARATOR = '\x1e';

/** The end of a script. */
export interface ScriptEnd {
  readonly exitCode: number;
  /** What the `after` script printed. */
  readonly after: string;
}

/** The stream of a shell closed: it, its container, or the engine ended. */
export class ShellGone extends FileError {
  constructor() {
    super('unavailable', 'The container stopped. Retry to start it again.');
    this.name = 'ShellGone';
  }
}

interface Job {
  readonly take: (chunk: Buffer) => void;
  readonly fail: (error: Error) => void;
}

/** A shell whose input is a stream. It reads its script from there, so each script must be complete. */
export class ResidentShell {
  readonly #stream: Duplex;
  readonly #onGone: () => void;
  #job: Job | undefined;
  #isGone = false;

  constructor(stream: Duplex, onGone: () => void) {
    this.#stream = stream;
    this.#onGone = onGone;
    const takeChunk = createFrameReader({ stdout: (bytes) => this.#job?.take(bytes), stderr: () => undefined });
    stream.on('data', takeChunk);
    for (const event of ['end', 'close', 'error']) stream.on(event, () => this.#lose());
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Runs a script. `after` runs when it has ended; what it prints is returned, not streamed. @throws {ShellGone} */
  run(script: string, after: string, onOutput: (bytes: Buffer) => void): Promise<ScriptEnd> {
    if (this.#job !== undefined) throw new Error('A resident shell runs one script at a time.');
    if (this.#isGone) return Promise.reject(new ShellGone());
    const nonce = randomBytes(NONCE_BYTES).toString('hex');
    const { promise, resolve, reject } = Promise.withResolvers<ScriptEnd>();
    const finish = (trailer: string): void => {
      this.#job = undefined;
      const line = trailer.indexOf('\n');
      resolve({ exitCode: Number(trailer.slice(0, line)), after: trailer.slice(line + 1) });
    };
    this.#job = { take: createTwoParts(nonce, onOutput, finish), fail: reject };
    const quoted = `\\036${nonce}`;
    this.#stream.write(`${script}\ngh_c=$?; printf '${quoted}:%s\\n' "$gh_c"; ${after}\nprintf '${quoted}.'\n`);
    return promise;
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  /** Ends the shell. A command that it runs continues. */
  close(): void {
    this.#stream.destroy();
    this.#lose();
  }

  #lose(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    const job = this.#job;
    this.#job = undefined;
    this.#stream.destroy();
    job?.fail(new ShellGone());
    this.#onGone();
  }
}

/** Passes on the output up to the first marker, then collects what follows up to the second. */
function createTwoParts(nonce: string, onOutput: (bytes: Buffer) => void, finish: (trailer: string) => void) {
  const kept: Buffer[] = [];
  let size = 0;
  const trailer = createMarkerSearch(Buffer.from(`${SEPARATOR}${nonce}.`), {
    data: (bytes) => {
      size += bytes.length;
      if (size <= MAX_TRAILER_BYTES) kept.push(Buffer.from(bytes));
    },
    found: () => finish(Buffer.concat(kept).toString('utf8')),
  });
  let take = createMarkerSearch(Buffer.from(`${SEPARATOR}${nonce}:`), {
    data: onOutput,
    found: (rest) => {
      take = trailer;
      trailer(rest);
    },
  });
  return (chunk: Buffer): void => take(chunk);
}
