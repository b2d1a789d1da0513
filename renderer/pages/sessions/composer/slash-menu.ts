// Finds the slash commands that match the draft.
import type { CommandChoice } from '../../../state/catalog.ts';

/** Commands for a draft that is a slash and the start of a name; otherwise empty. */
export function matchingCommands(text: string, commands: readonly CommandChoice[]): readonly CommandChoice[] {
  const typed = /^\/([\w-]*)$/.exec(text)?.[1]?.toLowerCase();
  if (typed === undefined) return [];
  const begins = commands.filter((command) => commandName(command).startsWith(typed));
  const contains = commands.filter(
    (command) => !commandName(command).startsWith(typed) && commandName(command).includes(typed),
  );
  return [...begins, ...contains].slice(0, 12);
}

/** The text of a chosen command: ready to send, or for its argument. */
export function completeCommand(command: CommandChoice): string {
  return `/${commandName(command)}${command.acceptsArgs ? ' ' : ''}`;
}

/** Its name without a slash. */
export function commandName(command: CommandChoice): string {
  return command.name.replace(/^\//, '').toLowerCase();
}
