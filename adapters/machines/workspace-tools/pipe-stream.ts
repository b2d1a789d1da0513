// A connection over the input and output of a program, with the methods of a socket that an HTTP client calls.
import { Duplex, type Readable, type Writable } from 'node:stream';
import { FileError } from '#core/ports/machine.ts';

/** The program that forwards. */
export interface ForwardingProgram {
  readonly output: Readable;
  readonly input: Writable;
  /** Why it ended without output, if it failed. */
  failure(): Promise<Error | undefined>;
  /** Ends it. */
  kill(): void;
}

/** Bytes go to the input of a program and come from its output. */
export class PipeStream extends Duplex {
  readonly #program: ForwardingProgram;
  #hasOutput = false;
  #isOver = false;

  constructor(program: ForwardingProgram) {
    super({ allowHalfOpen: false });
    this.#program = program;
    const { output, input } = program;
    output.on('data', (chunk: Buffer) => {
      this.#hasOutput = true;
      if (!this.push(chunk)) output.pause();
    });
    // The input of a program that has ended can't be written. Its output tells why.
    input.on('error', () => undefined);
    output.on('error', (error) => this.destroy(error));
    for (const event of ['end', 'close']) output.once(event, () => void this.#ended());
  }

  override _read(): void {
    this.#program.output.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#program.input.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#program.input.end();
    done();
  }

  async #ended(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const failure = this.#hasOutput ? undefined : await this.#program.failure().catch(() => undefined);
    if (failure === undefined) this.push(null);
    else this.destroy(failure);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#program.kill();
    done(error);
  }

  setKeepAlive = (): this => this;
  setNoDelay = (): this => this;
  setTimeout = (): this => this;
  ref = (): this => this;
  unref = (): this => this;
}

/** The failure to connect to a port. */
export function nothingListens(port: number): FileError {
  return new FileError('not-found', `Nothing is listening on port ${port}. Start a server on it, then retry.`);
}
