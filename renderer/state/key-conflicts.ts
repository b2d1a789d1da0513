// Finds keys that run two commands in the same place, and keys that the browser keeps for itself.
import type { Command } from './key-map.ts';

/** Combinations that Chrome, Edge, Firefox, and Safari never give to a page, or that would surprise in a tab. */
const RESERVED: ReadonlySet<string> = new Set([
  'Mod+N',
  'Mod+T',
  'Mod+W',
  'Mod+Q',
  'Mod+Shift+M',
  'Mod+Shift+N',
  'Mod+Shift+P',
  'Mod+Shift+T',
  'Mod+Shift+W',
  'Mod+Tab',
  'Mod+Shift+Tab',
  'Mod+PageUp',
  'Mod+PageDown',
  'F11',
  'F12',
  ...Array.from({ length: 9 }, (_, at) => `Mod+${at + 1}`),
]);

/** Whether a browser keeps a combination for itself. */
export function isReserved(keys: string): boolean {
  return RESERVED.has(keys);
}

/** Where keys work. `app` is everywhere except in terminals; `page` is everywhere except while typing. */
type KeyContext = 'app' | 'page' | 'terminal' | 'chat' | 'approval' | 'changes' | 'list';

const FOCUS_CONTEXTS = ['chat', 'approval', 'changes', 'list'] as const;

/** The contexts of a command. */
export function keyContexts({ id, when, inTerminal }: Command): readonly KeyContext[] {
  const part = id.split('.', 1)[0];
  const focus = FOCUS_CONTEXTS.find((context) => context === part);
  if (when === 'focus' && focus !== undefined) return [focus];
  if (inTerminal === 'only') return ['terminal'];
  const base = when === 'page' ? 'page' : 'app';
  return inTerminal === true ? [base, 'terminal'] : [base];
}

/** The keys of the inbox act on the list and on the selected approval at once. */
const TOGETHER: ReadonlySet<string> = new Set(['approval list', 'list approval']);

function overlap(one: KeyContext, other: KeyContext): boolean {
  if (one === other || TOGETHER.has(`${one} ${other}`)) return true;
  if (one === 'terminal' || other === 'terminal') return false;
  return [one, other].some((context) => context === 'app' || context === 'page');
}

/** The commands that would run with one of the keys of `command` in the same place. */
export function findConflicts(command: Command, all: readonly Command[]): readonly Command[] {
  const { id, keys = [], over } = command;
  const places = keyContexts(command);
  return all.filter(
    (other) =>
      other.id !== id &&
      other.id !== over &&
      other.over !== id &&
      (other.keys ?? []).some((one) => keys.includes(one)) &&
      keyContexts(other).some((there) => places.some((here) => overlap(here, there))),
  );
}

/** Whether a combination can be given to a command: one without Mod or Alt would be typed instead, except in some places. */
export function isUsable(keys: string, command: Command): boolean {
  const parts = keys.split('+').slice(0, -1);
  if (parts.includes('Mod') || parts.includes('Alt') || /^(Shift\+)?F\d+$/.test(keys)) return true;
  return (command.when === 'page' || command.when === 'focus') && keyContexts(command)[0] !== 'chat';
}
