// What `gatehouse setup` is told: options, files with secrets, environment variables, and answers at prompts. Nothing is changed here.
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { errorMessage } from '#contract/wire/errors.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { listOption, textOption, type CommandContext } from '../parser/command.ts';

const OTHERS = 0o077;
const MAX_SECRET_BYTES = 16 * 1024;

/** The text of a file with a secret, without the line break at its end. @throws {CommandError} if others can read it, or it is empty */
function readSecretFile(path: string): string {
  const file = open(path);
  try {
    const { mode, size } = fstatSync(file);
    if (size > MAX_SECRET_BYTES) throw new CommandError(EXIT.usage, `${path} is too large for a secret`);
    // Files that a container engine mounts belong to root, and are readable for all in the container.
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0 && !path.startsWith('/run/secrets/'))
      throw new CommandError(EXIT.usage, `other users have access to ${path}`, { hint: `Run "chmod 600 ${path}".` });
    const text = readFileSync(file, 'utf8').trim();
    if (text === '') throw new CommandError(EXIT.usage, `${path} is empty`);
    return text;
  } finally {
    closeSync(file);
  }
}

/** `name=value` pairs of an option that can be repeated. @throws {CommandError} */
export function readPairs(context: CommandContext, option: string): ReadonlyMap<string, string> {
  return new Map(
    listOption(context, option).map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new CommandError(EXIT.usage, `--${option}: "${pair}" is not name=value`);
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}

/** Secrets by name, from the files of `--secret-file name=path`. @throws {CommandError} */
export function readSecretFiles(context: CommandContext): ReadonlyMap<string, string> {
  return new Map([...readPairs(context, 'secret-file')].map(([name, path]) => [name, readSecretFile(path)]));
}

/** A secret from the file of an option; undefined without it. @throws {CommandError} */
export function secretOption(context: CommandContext, option: string): string | undefined {
  const path = textOption(context, option);
  return path === undefined ? undefined : readSecretFile(path);
}

/** An answer at a prompt, or the default; without a terminal, the default. */
export async function ask({ input }: CommandContext, question: string, fallback: string): Promise<string> {
  if (!input.isTerminal) return fallback;
  const shown = fallback === '' ? `${question}: ` : `${question} [${fallback}]: `;
  return (await input.prompt(shown)).trim() || fallback;
}

/** A secret at a prompt; empty if it is skipped, or without a terminal. */
export async function askSecret({ input }: CommandContext, question: string): Promise<string> {
  return input.isTerminal ? (await input.prompt(`${question}: `, { isSecret: true })).trim() : '';
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new CommandError(EXIT.usage, `cannot read ${path}: ${errorMessage(error)}`, { cause: error });
  }
}
