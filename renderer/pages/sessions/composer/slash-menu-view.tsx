// The list of slash commands above the message box, while one is typed.
import { useState, type KeyboardEvent } from 'react';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import type { CommandChoice } from '../../../state/catalog.ts';
import { completeCommand, matchingCommands, commandName } from './slash-menu.ts';

/** `complete` puts the chosen command into the draft. */
export function useSlashMenu(text: string, commands: readonly CommandChoice[], complete: (text: string) => void) {
  const [index, setIndex] = useState(0);
  const [closedFor, setClosedFor] = useState<string | undefined>(undefined);
  const found = closedFor === text ? [] : matchingCommands(text, commands);
  const chosen = Math.min(index, Math.max(0, found.length - 1));
  const choose = (command: CommandChoice): void => {
    complete(completeCommand(command));
    setClosedFor(completeCommand(command));
  };
  /** True if the list handled the key. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const command = found[chosen];
    if (command === undefined || event.nativeEvent.isComposing) return false;
    // Enter sends a complete name instead of completing it again.
    const whole = text.toLowerCase() === `/${commandName(command)}`;
    if (event.key === 'ArrowDown') setIndex((chosen + 1) % found.length);
    else if (event.key === 'ArrowUp') setIndex((chosen - 1 + found.length) % found.length);
    else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey && !whole)) choose(command);
    else if (event.key === 'Escape') setClosedFor(text);
    else return false;
    event.preventDefault();
    return true;
  };
  return { found, chosen, choose, hover: setIndex, onKeyDown };
}

/** Above the message box; empty if no command matches. */
export function SlashMenu({ found, chosen, choose, hover }: ReturnType<typeof useSlashMenu>) {
  if (found.length === 0) return null;
  return (
    <ul
      role="listbox"
      aria-label={t('composer.commands')}
      className="appear absolute inset-x-0 bottom-full z-20 mb-1.5 max-h-72 overflow-y-auto rounded-xl bg-raised p-1.5 shadow-mid ring-1 ring-line"
    >
      {found.map((command, index) => (
        <li
          key={command.name}
          role="option"
          aria-selected={index === chosen}
          onMouseMove={() => hover(index)}
          // Before the field loses the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            choose(command);
          }}
          className={cx(
            'flex h-8 items-baseline gap-3 rounded-md px-2.5 py-1.5 text-sm',
            index === chosen && 'bg-active',
          )}
        >
          <span className="font-mono text-xs text-ink">/{commandName(command)}</span>
          {command.args?.map((argument) => (
            <span key={argument.name} className="text-xs text-ink-faint">
              {argument.name}
            </span>
          ))}
          <span className="min-w-0 flex-1 truncate text-xs text-ink-faint">{command.description}</span>
        </li>
      ))}
    </ul>
  );
}
