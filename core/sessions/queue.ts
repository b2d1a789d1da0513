// Which queued messages are used next. Pure.
import type { QueuedMessage, SessionView } from '#contract/sessions/session-view.ts';

/** Whether queued messages may start automatically: not after the user stopped a run. */
export function isHeld(view: SessionView): boolean {
  return view.lastRun?.status === 'aborted' && !view.queue.some((message) => message.queue === 'interrupt');
}

/** The messages of the next run: an interrupting one first, otherwise in order; adjacent `collect` messages share a run. */
export function nextInQueue(view: SessionView): readonly QueuedMessage[] {
  const interrupting = view.queue.find((message) => message.queue === 'interrupt');
  if (interrupting !== undefined) return [interrupting];
  const [first, ...rest] = view.queue;
  if (first === undefined) return [];
  if (first.queue !== 'collect') return [first];
  const end = rest.findIndex((message) => message.queue !== 'collect');
  return [first, ...rest.slice(0, end === -1 ? rest.length : end)];
}

/** Messages to pass to the model of the active run. */
export function steering(view: SessionView): readonly QueuedMessage[] {
  return view.queue.filter((message) => message.queue === 'steer');
}
