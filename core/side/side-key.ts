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
  'This is a side thread. The user is asking about the conversation so far, which continues elsewhere. Only answer the question. Do not continue the work in the conversation. You can read files, but you cannot change anything.';
