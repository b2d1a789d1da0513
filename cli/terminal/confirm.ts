// The question before something is taken away.
import { hasFlag, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';

/** Asks unless `--yes` was said. @throws {CommandError} when the answer is not yes, or nobody can be asked */
export async function confirm(context: CommandContext, question: string): Promise<void> {
  if (hasFlag(context, 'yes')) return;
  if (!context.input.canAsk) throw new CommandError(EXIT.usage, 'nobody is here to ask: say --yes');
  const answer = await context.input.ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(answer)) throw new CommandError(EXIT.aborted, 'nothing was done');
}
