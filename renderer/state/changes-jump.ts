// The changes that a link opens, and the file to select as soon as they are on the screen.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Layout } from './layout.ts';

/** The changes of a session, or one file of them. */
export interface ChangesJump {
  readonly sessionKey: string;
  readonly path?: string;
  /** In the version after the change. */
  readonly line?: number;
}

/** The changes to show, if any. */
export const changesJumpStore = createStore<{ readonly jump: ChangesJump | undefined }>(() => ({ jump: undefined }));

/** Shows the changes of a session, with a file selected if one is named. */
export function jumpToChange(layout: StoreApi<Layout>, jump: ChangesJump): void {
  changesJumpStore.setState({ jump });
  layout.setState({ inspectorOpen: true, inspectorTab: 'files' });
}

/** The jump was made. */
export function takeChangesJump(): void {
  changesJumpStore.setState({ jump: undefined });
}
