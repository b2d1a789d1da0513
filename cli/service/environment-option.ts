// `--env-file` of `gatehouse start`: variables such as keys, from a file that only its owner can read.
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { parseEnvironment } from '#adapters/services/environment-file.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { textOption, type CommandContext } from '../parser/command.ts';

const OTHERS = 0o077;

/** The context with the variables of the file; those of the process take precedence. @throws {CommandError} */
export function withEnvironmentFile(context: CommandContext): CommandContext {
  const path = textOption(context, 'env-file');
  if (path === undefined) return context;
  return { ...context, environment: { ...parseEnvironment(readPrivate(path)), ...context.environment } };
}

function readPrivate(path: string): string {
  const file = open(path);
  try {
    if (process.platform !== 'win32' && (fstatSync(file).mode & OTHERS) !== 0)
      throw new CommandError(EXIT.usage, `other users have access to ${path}`, { hint: `Run "chmod 600 ${path}".` });
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new CommandError(EXIT.usage, `cannot read ${path}: ${errorMessage(error)}`, { cause: error });
  }
}
