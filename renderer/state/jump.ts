// The message that a search result opens: shown as soon as its transcript is on the screen.
import { createStore } from 'zustand/vanilla';
import { href, navigate } from './route.ts';

/** A message to show. */
export interface Jump {
  readonly sessionKey: string;
  readonly messageId: string;
}

/** The current jump, if any. */
export const jumpStore = createStore<{ readonly jump: Jump | undefined }>(() => ({ jump: undefined }));

/** Opens the session at the message. */
export function jumpTo(jump: Jump): void {
  jumpStore.setState({ jump });
  navigate(href('sessions', jump.sessionKey));
}

/** Call when the message is on the screen, or can't be found. */
export function endJump(jump: Jump): void {
  if (jumpStore.getState().jump === jump) jumpStore.setState({ jump: undefined });
}
