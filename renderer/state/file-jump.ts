// The file that a search result opens: shown as soon as the files of its session are on the screen.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Layout } from './layout.ts';
import type { FoundFile } from './place-search.ts';
import { href, navigate } from './route.ts';

/** The file to open, if any. */
export const fileJumpStore = createStore<{ readonly jump: FoundFile | undefined }>(() => ({ jump: undefined }));

/** Opens the session with the file beside it. */
export function jumpToFile(layout: StoreApi<Layout>, jump: FoundFile): void {
  fileJumpStore.setState({ jump });
  navigate(href('sessions', jump.sessionKey));
  layout.setState({ inspectorOpen: true, inspectorTab: 'files' });
}

/** The file to open in a session, once. */
export function takeFileJump(sessionKey: string): FoundFile | undefined {
  const { jump } = fileJumpStore.getState();
  if (jump?.sessionKey !== sessionKey) return undefined;
  fileJumpStore.setState({ jump: undefined });
  return jump;
}
