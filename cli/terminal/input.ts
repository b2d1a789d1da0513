// A command's input: piped text, or answers to prompts on a terminal.
import { existsSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ReadStream } from 'node:tty';

import { errorMessage } from '#contract/wire/errors.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';

/** The controlling terminal, available even if stdin is a pipe. Windows has none by this name. */
const TTY = '/dev/tty';
/** Limit for piped input, bytes. */
const MAX_PIPED_BYTES = 20 * 1024 * 1024;

/** Input of one command. */
export interface Input {
  /** stdin is a terminal. */
  readonly isTerminal: boolean;
  /** Prompts are possible, even if stdin is a pipe. */
  readonly canPrompt: boolean;
  /** All piped input. @throws {CommandError} if it exceeds the limit */
  readAll(): Promise<string>;
  /** Prompts for a line. With `isSecret` the input isn't echoed. */
  prompt(question: string, options?: { readonly isSecret?: boolean; readonly signal?: AbortSignal }): Promise<string>;
  /** The raw stream, for forwarding. */
  readonly stream: NodeJS.ReadStream | undefined;
}

/** The streams of a terminal or pipe. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  /** Prompts go to stderr, so that stdout holds only the result. */
  readonly output: NodeJS.WriteStream;
}

/** Creates the input of one command. */
export function makeInput(terminal: Terminal | undefined): Input {
  if (terminal === undefined)
    return { isTerminal: false, canPrompt: false, stream: undefined, readAll: async () => '', prompt: async () => '' };
  const { input, output } = terminal;
  return {
    isTerminal: input.isTTY === true && output.isTTY === true,
    canPrompt: output.isTTY === true && (input.isTTY === true || existsSync(TTY)),
    stream: input,
    readAll: () => readAll(input),
    async prompt(question, { isSecret = false, signal } = {}) {
      const keyboard = input.isTTY === true ? input : new ReadStream(openSync(TTY, 'r'));
      if (isSecret) output.write(question);
      const lines = createInterface({ input: keyboard, output: isSecret ? discard() : output, terminal: true });
      try {
        return await readAnswer(lines, isSecret ? '' : question, signal);
      } finally {
        lines.close();
        if (keyboard !== input) keyboard.destroy();
        if (isSecret) output.write('\n');
      }
    },
  };
}

/** Reads a file named on the command line. @throws {CommandError} */
export function readInputFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(EXIT.usage, `cannot read ${file}: ${errorMessage(error)}`, { cause: error });
  }
}

function discard(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

type Lines = ReturnType<typeof createInterface>;

async function readAnswer(lines: Lines, question: string, signal: AbortSignal | undefined): Promise<string> {
  const canceled = new Promise<never>((_resolve, reject) => {
    // In raw mode the terminal doesn't raise SIGINT for Ctrl+C, so it is raised here.
    lines.once('SIGINT', () => {
      process.emit('SIGINT');
      reject(new CommandError(EXIT.canceled, 'canceled'));
    });
    lines.once('close', () => reject(new CommandError(EXIT.canceled, 'canceled: end of input')));
  });
  const answer = lines.question(question, signal === undefined ? {} : { signal });
  return (await Promise.race([answer, canceled])).trim();
}

async function readAll(input: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_PIPED_BYTES) throw new CommandError(EXIT.usage, `input exceeds ${MAX_PIPED_BYTES} bytes`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
