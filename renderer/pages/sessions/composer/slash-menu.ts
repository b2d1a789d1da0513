// Which slash commands fit what was typed. Pure.
import type { CommandChoice } from '../../../state/catalog.ts';

/** Commands for a draft that is a slash and the beginning of a name; empty otherwise. */
export function matchingCommands(text: string, commands: readonly CommandChoice[]): readonly CommandChoice[] {
  const typed = /^\/([\w-]*)$/.exec(text)?.[1]?.toLowerCase();
  if (typed === undefined) return [];
  const begins = commands.filter((command) => nameOf(command).startsWith(typed));
  const contains = commands.filter((command) => !nameOf(command).startsWith(typed) && nameOf(command).includes(typed));
  return [...begins, ...contains].slice(0, 12);
}

/** The text after a command was chosen: ready to send, or to add its argument. */
export function completeCommand(command: CommandChoice): string {
  return `/${nameOf(command)}${command.acceptsArgs ? ' ' : ''}`;
}

/** Its name without a slash. */
export function nameOf(command: CommandChoice): string {
  return command.name.replace(/^\//, '').toLowerCase();
}
