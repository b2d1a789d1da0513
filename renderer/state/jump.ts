// Where a search result leads: a message of a session, shown as soon as its transcript is on the screen.
import { createStore } from 'zustand/vanilla';
import { href, navigate } from './route.ts';

/** A message that is to be shown; forgotten once it was. */
export interface Jump {
  readonly sessionKey: string;
  readonly messageId: string;
}

/** The jump under way. */
export const jumpStore = createStore<{ readonly jump: Jump | undefined }>(() => ({ jump: undefined }));

/** Opens the session at the message. */
export function jumpTo(jump: Jump): void {
  jumpStore.setState({ jump });
  navigate(href('sessions', jump.sessionKey));
}

/** The message is on the screen, or cannot be found. */
export function endJump(jump: Jump): void {
  if (jumpStore.getState().jump === jump) jumpStore.setState({ jump: undefined });
}
