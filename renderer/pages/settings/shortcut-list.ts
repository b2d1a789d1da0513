// The rows of the shortcut settings: which there are, what they conflict with, and what a change stores.
import type { PlainMessageId } from '#messages/english.ts';
import { t } from '#messages/translate.ts';
import { keyCaps } from '../../design/key-caps.ts';
import type { ChosenKeys } from '../../state/key-bindings.ts';
import { findConflicts, isReserved, keyContexts } from '../../state/key-conflicts.ts';
import type { Command } from '../../state/key-map.ts';
import { splitTerms } from '../../state/search-terms.ts';

/** A command in the list. */
export interface ShortcutRow {
  /** With the keys that the user or the default gives it, even those that a browser keeps for itself. */
  readonly command: Command;
  readonly isChanged: boolean;
  readonly conflicts: readonly Command[];
  /** Keys that don't work in this browser. */
  readonly reserved: readonly string[];
  readonly where: PlainMessageId | undefined;
}

/** One row per command. `shell`: in the desktop app, where nothing is reserved. */
export function shortcutRows(defaults: readonly Command[], chosen: ChosenKeys, shell: boolean): readonly ShortcutRow[] {
  const commands = defaults.map((command): Command => {
    const own = command.fixed === true ? undefined : chosen[command.id];
    return own === undefined ? command : { ...command, keys: own };
  });
  return commands.map((command) => ({
    command,
    isChanged: command.fixed !== true && chosen[command.id] !== undefined,
    conflicts: findConflicts(command, commands),
    reserved: shell ? [] : (command.keys ?? []).filter(isReserved),
    where: describePlace(command),
  }));
}

function describePlace(command: Command): PlainMessageId | undefined {
  if (command.inTerminal === 'only') return 'shortcuts.where.terminal';
  const [context] = keyContexts(command);
  return context === 'app' || context === 'page' ? undefined : 'shortcuts.where.focus';
}

/** The rows whose name and group, or one of whose combinations, contain every word. `Ctrl+K` and `ctrl k` find the same. */
export function searchShortcuts(rows: readonly ShortcutRow[], query: string, mac: boolean): readonly ShortcutRow[] {
  const words = splitTerms(query.replaceAll(/(?<=\S)\+(?=\S)/g, ' '));
  return rows.filter(({ command }) => {
    const text = `${t(command.title)} ${t(command.group)}`.toLowerCase();
    const combinations = (command.keys ?? []).map((keys) => keyCaps(keys, mac).map((cap) => cap.toLowerCase()));
    return (
      words.every((word) => text.includes(word)) ||
      combinations.some((caps) => words.every((word) => caps.includes(word)))
    );
  });
}

/** What to store after a change: null if nothing of the user's own is left. `undefined` keys reset the command. */
export function changeKeys(
  chosen: ChosenKeys,
  command: Command,
  keys: readonly string[] | undefined,
): ChosenKeys | null {
  const { [command.id]: _, ...others } = chosen;
  const next = keys === undefined ? others : { ...others, [command.id]: [...new Set(keys)] };
  return Object.keys(next).length === 0 ? null : next;
}
