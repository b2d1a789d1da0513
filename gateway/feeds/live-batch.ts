// Merges adjacent live events: the screen shows the same with fewer frames.
import { takeEnd } from '#contract/types/truncate-text.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';

/** Most tool output buffered for a slow client, characters; older output is dropped. */
const MAX_HELD_OUTPUT = 256 * 1024;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type TextEvent = Exclude<LiveEvent, { kind: 'phase' }>;

/** Buffered live events of one session, merged where contiguous. */
export class LiveBatch {
  #events: Mutable<LiveEvent>[] = [];

  get empty(): boolean {
    return this.#events.length === 0;
  }

  /** Appends an event. */
  add(event: LiveEvent): void {
    if (event.kind === 'phase') this.#events = this.#events.filter((other) => other.kind !== 'phase');
    else if (this.#merge(event)) return;
    this.#events.push({ ...event });
  }

  /** Removes what a durable event superseded. */
  drop(superseded: (event: LiveEvent) => boolean): void {
    this.#events = this.#events.filter((event) => !superseded(event));
  }

  /** Removes and returns all events. */
  take(): readonly LiveEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #merge(event: TextEvent): boolean {
    for (let index = this.#events.length - 1; index >= 0; index -= 1) {
      const known = this.#events[index];
      if (known === undefined || known.kind === 'phase' || !samePart(known, event)) continue;
      const contiguous = known.offset + known.text.length === event.offset;
      // Of output with a gap, only the newer part is kept.
      if (!contiguous && known.kind !== 'tool-output') return false;
      known.text = contiguous ? known.text + event.text : event.text;
      if (!contiguous) known.offset = event.offset;
      if (known.kind === 'tool-output') trimHead(known);
      return true;
    }
    return false;
  }
}

function samePart(a: TextEvent, b: TextEvent): boolean {
  if (a.kind === 'tool-output' || b.kind === 'tool-output')
    return a.kind === b.kind && 'callId' in a && 'callId' in b && a.callId === b.callId;
  return a.kind === b.kind && a.messageId === b.messageId && a.index === b.index;
}

function trimHead(known: { text: string; offset: number }): void {
  const kept = takeEnd(known.text, MAX_HELD_OUTPUT);
  known.offset += known.text.length - kept.length;
  known.text = kept;
}

/** Whether a durable event supersedes a live one. */
export function supersedes(
  type: string,
  ids: { readonly messageId?: string; readonly callId?: string },
): (event: LiveEvent) => boolean {
  return (event) => {
    if (type === 'message.completed') return 'messageId' in event && event.messageId === ids.messageId;
    if (type === 'tool.finished') return event.kind === 'tool-output' && event.callId === ids.callId;
    return type === 'run.ended';
  };
}
