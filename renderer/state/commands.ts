// The handlers of commands. The component that was mounted last wins.
import { createStore } from 'zustand/vanilla';
import type { Command, CommandId } from './key-map.ts';
import { isComposing, matchesKeys } from './key-match.ts';

/** Runs a command; gets the event if a key runs it. */
export type Handler = (event?: KeyboardEvent) => void;
type Handlers = Partial<Readonly<Record<CommandId, readonly Handler[]>>>;

/** Handlers by command; the last one of each list is used. */
export const commandStore = createStore<{ readonly handlers: Handlers }>(() => ({ handlers: {} }));

/** Handles a command until the returned function is called. `fallback`: only while nothing else handles it. */
export function handleCommand(id: CommandId, run: Handler, fallback = false): () => void {
  const change = (edit: (list: readonly Handler[]) => readonly Handler[]): void =>
    commandStore.setState(({ handlers }) => ({ handlers: { ...handlers, [id]: edit(handlers[id] ?? []) } }));
  change((list) => (fallback ? [run, ...list] : [...list, run]));
  return () => change((list) => list.filter((entry) => entry !== run));
}

/** Runs a command; false if nothing on the screen handles it. */
export function runCommand(id: CommandId, event?: KeyboardEvent): boolean {
  const handler = commandStore.getState().handlers[id]?.at(-1);
  handler?.(event);
  return handler !== undefined;
}

/** Listens to the keys of the whole page; returns the function that stops it. `commands`: those with the keys that apply now. */
export function followKeys(commands: () => readonly Command[], mac: boolean): () => void {
  const listen = (event: KeyboardEvent): void => {
    // AltGr is Ctrl+Alt on Windows, and types characters such as € and @.
    if (event.defaultPrevented || isComposing(event) || event.getModifierState('AltGraph')) return;
    const command = commands().find((candidate) => fires(candidate, event, mac));
    if (command !== undefined && runCommand(command.id, event)) event.preventDefault();
  };
  window.addEventListener('keydown', listen);
  return () => window.removeEventListener('keydown', listen);
}

function fires({ keys = [], when, inTerminal }: Command, event: KeyboardEvent, mac: boolean): boolean {
  if (when === 'focus') return false;
  const target = event.target instanceof Element ? event.target : undefined;
  const isInTerminal = (target?.closest('[data-keys="terminal"]') ?? null) !== null;
  if (isInTerminal ? inTerminal === undefined : inTerminal === 'only') return false;
  return keys.some(
    (combination) =>
      matchesKeys(event, combination, mac) &&
      (when !== 'page' || combination.includes('+') || combination.startsWith('F') || !isTyping(target)),
  );
}

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]';

/** Whether a key goes to a field, a dialog, or a menu, so that single letters are no shortcuts. */
export function isTyping(target: EventTarget | null | undefined): boolean {
  return target instanceof Element && target.closest(TYPING) !== null;
}
