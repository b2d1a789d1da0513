// What a command reads: text from a pipe, or a person's answers on a terminal.
import { existsSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ReadStream } from 'node:tty';

import { CommandError, EXIT } from '../output/exit-codes.ts';

/** The terminal itself, also where something is piped in. Windows has none by this name. */
const KEYBOARD = '/dev/tty';
/** The largest text that is taken from a pipe, bytes. */
const MAX_PIPED_BYTES = 20 * 1024 * 1024;

/** Where a command reads. */
export interface Input {
  /** A person types here; else a pipe ends here. */
  readonly isTerminal: boolean;
  /** A person can be asked, at the keyboard of the terminal even where a pipe ends here. */
  readonly canAsk: boolean;
  /** Everything that was piped in. @throws {CommandError} when it is too much */
  readAll(): Promise<string>;
  /** Asks for a line. With `isSecret` it is not shown while it is typed. */
  ask(question: string, options?: { readonly isSecret?: boolean; readonly signal?: AbortSignal }): Promise<string>;
  /** The raw stream, for a terminal that is passed through. */
  readonly stream: NodeJS.ReadStream | undefined;
}

/** Where a person sits, or a pipe ends. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  /** Questions go to stderr, so that stdout stays the result's. */
  readonly output: NodeJS.WriteStream;
}

/** The input of one command. */
export function makeInput(terminal: Terminal | undefined): Input {
  if (terminal === undefined)
    return { isTerminal: false, canAsk: false, stream: undefined, readAll: async () => '', ask: async () => '' };
  const { input, output } = terminal;
  return {
    isTerminal: input.isTTY === true && output.isTTY === true,
    canAsk: output.isTTY === true && (input.isTTY === true || existsSync(KEYBOARD)),
    stream: input,
    readAll: () => readAll(input),
    async ask(question, { isSecret = false, signal } = {}) {
      const keyboard = input.isTTY === true ? input : new ReadStream(openSync(KEYBOARD, 'r'));
      if (isSecret) output.write(question);
      const lines = createInterface({ input: keyboard, output: isSecret ? nowhere() : output, terminal: true });
      try {
        return await answerOf(lines, isSecret ? '' : question, signal);
      } finally {
        lines.close();
        if (keyboard !== input) keyboard.destroy();
        if (isSecret) output.write('\n');
      }
    },
  };
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

type Lines = ReturnType<typeof createInterface>;

async function answerOf(lines: Lines, question: string, signal: AbortSignal | undefined): Promise<string> {
  const stopped = new Promise<never>((_resolve, reject) => {
    // Ctrl+C and the end of the input are no answers. A terminal that is read line by line sends no signal by itself.
    lines.once('SIGINT', () => {
      process.emit('SIGINT');
      reject(new CommandError(EXIT.aborted, 'stopped'));
    });
    lines.once('close', () => reject(new CommandError(EXIT.aborted, 'no answer')));
  });
  const answer = lines.question(question, signal === undefined ? {} : { signal });
  return (await Promise.race([answer, stopped])).trim();
}

async function readAll(input: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_PIPED_BYTES) throw new CommandError(EXIT.usage, `more than ${MAX_PIPED_BYTES} bytes were piped in`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
