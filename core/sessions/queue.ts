// Selects the queued messages to use next. Pure.
import type { QueuedMessage, SessionView } from '#contract/sessions/session-view.ts';

/** The messages that start automatically as the next run: an interrupting one first, otherwise in order; adjacent `collect` messages share a run. */
export function nextInQueue(view: SessionView): readonly QueuedMessage[] {
  const interrupting = view.queue.find((message) => message.queue === 'interrupt');
  if (interrupting !== undefined) return [interrupting];
  // The user stopped the last run, so nothing starts automatically.
  if (view.lastRun?.status === 'aborted') return [];
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
