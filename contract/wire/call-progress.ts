// Progress of long calls (Gatehouse extension): sent to the caller only, so that its call doesn't time out while work is done.
import type { EventPayloads } from './events.ts';

/** Client capability: receives `call.progress` events for calls that can take long. */
export const CAP_CALL_PROGRESS = 'gatehouse-call-progress';

/** Longest time between two progress events of a call, ms. Well below the timeout of a client's call. */
export const CALL_PROGRESS_INTERVAL_MS = 5_000;

/** How far a call is: what is done, in which step. */
export type CallProgress = Omit<EventPayloads['call.progress'], 'id'>;
