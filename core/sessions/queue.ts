// Selects the queued messages to use next. Pure.
import { defined } from '#contract/types/defined.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { QueuedMessage, SessionView } from '#contract/sessions/session-view.ts';

/** The messages that start automatically as the next run, without held ones: an interrupting one first, otherwise in order; adjacent `collect` messages share a run. */
export function nextInQueue(view: SessionView): readonly QueuedMessage[] {
  const waiting = view.queue.filter((message) => message.held !== true);
  const interrupting = waiting.find((message) => message.queue === 'interrupt');
  if (interrupting !== undefined) return [interrupting];
  const [first, ...rest] = waiting;
  if (first === undefined) return [];
  if (first.queue !== 'collect') return [first];
  const end = rest.findIndex((message) => message.queue !== 'collect');
  return [first, ...rest.slice(0, end === -1 ? rest.length : end)];
}

/** Events that release all held messages. */
export function releaseHeld({ queue }: SessionView): readonly SessionEventDraft[] {
  return queue
    .filter(({ held }) => held === true)
    .map(({ messageId, text, queue: mode }) => ({
      type: 'message.edited',
      messageId,
      text,
      queue: mode,
      released: true,
    }));
}

/** Events that queue the messages again, held, after a rewind or a switch to another branch has removed them. */
export function queueAgain({ queue }: SessionView, newId: () => string): readonly SessionEventDraft[] {
  return queue.map(({ runId, text, images, files, queue: mode, options }) => ({
    type: 'message.accepted',
    messageId: newId(),
    runId,
    text,
    queue: mode,
    held: true,
    ...(images.length === 0 ? {} : { images: [...images] }),
    ...defined({ files, options }),
  }));
}

/** Messages to pass to the model of the active run. */
export function steering(view: SessionView): readonly QueuedMessage[] {
  return view.queue.filter((message) => message.queue === 'steer' && message.held !== true);
}
