// How side threads are recognized: by their key, so that no message can make their tools write.
import { parseSessionKey } from '#contract/types/ids.ts';

/** Start of the last part of a side thread's key. */
export const SIDE_PREFIX = 'btw:';

/** Whether a session is a side thread. */
export function isSideThread(key: string): boolean {
  return parseSessionKey(key)?.rest.startsWith(SIDE_PREFIX) === true;
}

/** What the model is told in a side thread. */
export const SIDE_GUIDE =
  'This is a side thread: the user asks about the conversation so far while it continues elsewhere. Answer the question only. Do not continue the work of the conversation. You can read files, but you cannot change anything.';
