// Neighbouring live events become one: what a screen shows is the same, with fewer frames.
import type { LiveEvent } from '#contract/sessions/live-events.ts';

/** Longest tool output kept for a reader that does not read, characters; older output is left out. */
const MAX_HELD_OUTPUT = 256 * 1024;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Live events of one session that wait, merged as far as they are contiguous. */
export class LiveBatch {
  #events: Mutable<LiveEvent>[] = [];

  get empty(): boolean {
    return this.#events.length === 0;
  }

  /** Adds an event behind the ones that wait. */
  add(event: LiveEvent): void {
    if (event.kind === 'phase') this.#events = this.#events.filter((other) => other.kind !== 'phase');
    else if (this.#merge(event)) return;
    this.#events.push({ ...event });
  }

  /** Forgets what a durable event superseded. */
  drop(superseded: (event: LiveEvent) => boolean): void {
    this.#events = this.#events.filter((event) => !superseded(event));
  }

  /** Takes everything out. */
  take(): readonly LiveEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #merge(event: Exclude<LiveEvent, { kind: 'phase' }>): boolean {
    for (let index = this.#events.length - 1; index >= 0; index -= 1) {
      const known = this.#events[index];
      if (known === undefined || known.kind === 'phase' || !samePart(known, event)) continue;
      const contiguous = known.offset + known.text.length === event.offset;
      // Of output with a hole only the newer part counts.
      if (!contiguous && known.kind !== 'tool-output') return false;
      known.text = contiguous ? known.text + event.text : event.text;
      if (!contiguous) known.offset = event.offset;
      if (known.kind === 'tool-output') trimHead(known);
      return true;
    }
    return false;
  }
}

function samePart(a: Exclude<LiveEvent, { kind: 'phase' }>, b: Exclude<LiveEvent, { kind: 'phase' }>): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'tool-output' || b.kind === 'tool-output')
    return 'callId' in a && 'callId' in b && a.callId === b.callId;
  return a.messageId === b.messageId && a.index === b.index;
}

function trimHead(known: { text: string; offset: number }): void {
  const excess = known.text.length - MAX_HELD_OUTPUT;
  if (excess <= 0) return;
  known.text = known.text.slice(excess);
  known.offset += excess;
}

/** Tells whether a durable event says more than a live one. */
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
