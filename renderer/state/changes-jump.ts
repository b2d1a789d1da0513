// The changed file that a link opens: selected as soon as the changes of its session are on the screen.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Layout } from './layout.ts';

/** A changed file of a session. */
export interface ChangesJump {
  readonly sessionKey: string;
  readonly path: string;
  /** In the version after the change. */
  readonly line?: number;
}

/** The file to select, if any. */
export const changesJumpStore = createStore<{ readonly jump: ChangesJump | undefined }>(() => ({ jump: undefined }));

/** Shows the changes of a session, with a file selected. */
export function jumpToChange(layout: StoreApi<Layout>, jump: ChangesJump): void {
  changesJumpStore.setState({ jump });
  layout.setState({ inspectorOpen: true, inspectorTab: 'files' });
}

/** The jump was made. */
export function takeChangesJump(): void {
  changesJumpStore.setState({ jump: undefined });
}
