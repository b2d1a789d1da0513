// The keys that apply: those of the key map and the pages, unless the user has chosen others.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { Preferences } from '#contract/types/preferences.ts';
import { inDesktopShell } from './channels/port-channel.ts';
import { isReserved } from './key-conflicts.ts';
import { bindCommands, type BoundId, type Command } from './key-map.ts';
import { matchesKeys, type KeyPress } from './key-match.ts';

/** The user's keys by command. An empty list: none. */
export type ChosenKeys = Readonly<Record<string, readonly string[]>>;

/** The name of the preference. */
export const KEYS_PREFERENCE = 'keys';

/** What the user has chosen, and the commands that open the pages of this app. */
export const keyStore = createStore<{ readonly chosen: ChosenKeys; readonly pages: readonly Command[] }>(() => ({
  chosen: {},
  pages: [],
}));

/** Whether this page is in the desktop app, where the browser has no keys of its own. */
export const inShell = typeof location !== 'undefined' && inDesktopShell(location.protocol);

const DEFAULTS = bindCommands(inShell);

/** Reads the preference; entries that aren't lists of text are ignored. */
export function readChosenKeys(value: unknown): ChosenKeys {
  if (!isJsonObject(value)) return {};
  const isKeys = (keys: unknown): keys is readonly string[] =>
    Array.isArray(keys) && keys.every((one) => typeof one === 'string');
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string[]] => isKeys(entry[1])));
}

/** Follows the preference for as long as the page is open. */
export function followChosenKeys(preferences: StoreApi<Preferences>): void {
  const read = (): void => {
    const next = readChosenKeys(preferences.getState()[KEYS_PREFERENCE]);
    if (JSON.stringify(next) !== JSON.stringify(keyStore.getState().chosen)) keyStore.setState({ chosen: next });
  };
  preferences.subscribe(read);
  read();
}

/** Commands with the user's keys. In a browser, keys that it keeps for itself don't count: the default applies if none is left. */
export function applyChosen(commands: readonly Command[], chosen: ChosenKeys, shell = inShell): readonly Command[] {
  return commands.map((command) => {
    const own = command.fixed === true ? undefined : chosen[command.id];
    if (own === undefined) return command;
    const usable = shell ? own : own.filter((keys) => !isReserved(keys));
    return own.length > 0 && usable.length === 0 ? command : { ...command, keys: usable };
  });
}

/** All commands with the keys that apply: those that open pages first, then those of the map. */
export function currentCommands(): readonly Command[] {
  const { chosen, pages } = keyStore.getState();
  return applyChosen(defaultCommands(pages), chosen);
}

/** The given commands and those of the map, with their default keys. */
export function defaultCommands(pages = keyStore.getState().pages): readonly Command[] {
  return [...pages, ...DEFAULTS];
}

/** The keys of a command of the map. */
export function findKeys(id: BoundId): readonly string[] {
  return currentCommands().find((command) => command.id === id)?.keys ?? [];
}

/** The first key of a command, for tooltips. */
export function firstKey(id: BoundId): string | undefined {
  return findKeys(id)[0];
}

/** Whether a key press is one for a command that the focused element handles. */
export function pressRuns(press: KeyPress, id: BoundId, mac: boolean): boolean {
  return findKeys(id).some((keys) => matchesKeys(press, keys, mac));
}
