// Confirmation prompts for destructive commands.
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { hasFlag, type CommandContext } from '../parser/command.ts';

/** The option that skips the prompt. */
export const YES_OPTION = { yes: { short: 'y', help: 'Skip the confirmation prompt' } } as const;

/** Prompts unless `--yes` is set. @throws {CommandError} if the answer isn't yes or there is no terminal */
export async function confirm(context: CommandContext, question: string): Promise<void> {
  if (hasFlag(context, 'yes')) return;
  if (!context.input.canPrompt) throw new CommandError(EXIT.usage, 'no terminal to prompt on; pass --yes');
  if (!isYes(await context.input.prompt(`${question} [y/N] `))) throw new CommandError(EXIT.canceled, 'canceled');
}

/** Whether an answer to a `[y/N]` prompt is yes. */
export function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer);
}
