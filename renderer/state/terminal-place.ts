// Where terminals are shown: in the inspector, or below the panes.
import { useStore } from 'zustand';
import type { Preferences } from '#contract/types/preferences.ts';
import { isNarrow, useNarrow } from '../design/use-narrow.ts';
import type { AppServices } from './app-services.ts';
import { focusComposer, isInTerminal, requestTerminal } from './keyboard-focus.ts';
import type { Layout } from './layout.ts';
import { useServices } from './use-client.ts';

/** The places. */
export const TERMINAL_PLACES = ['right', 'below'] as const;
/** A place. */
export type TerminalPlace = (typeof TERMINAL_PLACES)[number];

/** The preference with the place. */
export const TERMINAL_PLACE_PREFERENCE = 'terminalPlace';

type Places = Pick<AppServices, 'layout' | 'preferences'>;

/** The place, for the layout of the page. */
export function useTerminalPlace(): TerminalPlace {
  const { preferences } = useServices();
  const chosen = useStore(preferences.store, readPlace);
  // The inspector covers the session in a narrow window.
  return useNarrow() ? 'right' : chosen;
}

/** Shows the terminal and moves the focus there; from the terminal, hides it and returns to the composer. */
export function toggleTerminal(services: Places, sessionKey: string | undefined): void {
  if (isShown(services) && isInTerminal()) {
    hideTerminal(services);
    return focusComposer();
  }
  showTerminal(services);
  if (sessionKey !== undefined) requestTerminal(sessionKey);
}

/** Shows the terminals. */
export function showTerminal(services: Places): void {
  const shown: Partial<Layout> =
    findPlace(services) === 'below' ? { terminalOpen: true } : { inspectorOpen: true, inspectorTab: 'terminal' };
  services.layout.setState(shown);
}

/** Hides the terminals; they keep running. */
export function hideTerminal(services: Places): void {
  services.layout.setState(findPlace(services) === 'below' ? { terminalOpen: false } : { inspectorOpen: false });
}

/** Moves the terminals to the other place, and shows them there. */
export function moveTerminal(services: Places): void {
  const { layout, preferences } = services;
  const place: TerminalPlace = readPlace(preferences.store.getState()) === 'right' ? 'below' : 'right';
  const { inspectorOpen, inspectorTab } = layout.getState();
  // The change shows immediately. If it can't be saved, it applies until the page is reloaded.
  preferences.set({ [TERMINAL_PLACE_PREFERENCE]: place }).catch(() => undefined);
  layout.setState({ terminalOpen: false, inspectorOpen: inspectorOpen && inspectorTab !== 'terminal' });
  showTerminal(services);
}

function readPlace(preferences: Preferences): TerminalPlace {
  return TERMINAL_PLACES.find((place) => place === preferences[TERMINAL_PLACE_PREFERENCE]) ?? 'right';
}

function findPlace({ preferences }: Places): TerminalPlace {
  return isNarrow() ? 'right' : readPlace(preferences.store.getState());
}

function isShown(services: Places): boolean {
  const { inspectorOpen, inspectorTab, terminalOpen } = services.layout.getState();
  return findPlace(services) === 'below' ? terminalOpen : inspectorOpen && inspectorTab === 'terminal';
}
