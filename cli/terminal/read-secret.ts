// Reads a secret. Secrets are never arguments, which other programs can see and the shell history keeps.
import { CommandError, EXIT } from '../output/exit-codes.ts';
import type { CommandContext } from '../parser/command.ts';

/** A secret from a prompt without echo, or from stdin. @throws {CommandError} if it is empty */
export async function readSecret({ input }: CommandContext, question: string): Promise<string> {
  const text = (input.isTerminal ? await input.prompt(question, { isSecret: true }) : await input.readAll()).trim();
  if (text !== '') return text;
  throw new CommandError(EXIT.usage, 'no input: enter the secret at the prompt or pipe it to stdin');
}
