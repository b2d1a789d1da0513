// Reads server-sent events from the body of a response. https://html.spec.whatwg.org/multipage/server-sent-events.html

/** One event. `event` is empty if the server doesn't name it. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** How the events of an API are read. */
interface EventFormat<Value> {
  isLast(event: ServerEvent): boolean;
  /** Called with the events of one read. */
  parse(events: readonly ServerEvent[]): Iterable<Value>;
  /** Called after the last event: what follows it is dropped, so that the connection can be used again. */
  dropRest(): void;
}

/**
 * The events of a body as they arrive, those of one read together, up to the last one of the answer. A last event without an
 * empty line after it counts, because servers omit that line.
 */
export function readEvents<Value>(
  body: AsyncIterator<Uint8Array>,
  format: EventFormat<Value>,
): AsyncIterable<Iterable<Value>> {
  const reader = new EventReader(body, format);
  return { [Symbol.asyncIterator]: () => reader };
}

/** One asynchronous step per read. Chained generators would take several, and each delta of an answer would pay for them. */
class EventReader<Value> implements AsyncIterator<Iterable<Value>, undefined> {
  readonly #body: AsyncIterator<Uint8Array>;
  readonly #format: EventFormat<Value>;
  readonly #parser = new EventParser();
  #isOver = false;

  constructor(body: AsyncIterator<Uint8Array>, format: EventFormat<Value>) {
    this.#body = body;
    this.#format = format;
  }

  async next(): Promise<IteratorResult<Iterable<Value>, undefined>> {
    while (!this.#isOver) {
      const read = await this.#body.next();
      const events = read.done === true ? this.#parser.end() : this.#parser.add(read.value);
      if (read.done === true) this.#isOver = true;
      if (events.length > 0) return { value: this.#parse(this.#untilLast(events)), done: false };
    }
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<Iterable<Value>, undefined>> {
    this.#isOver = true;
    await this.#body.return?.();
    return { value: undefined, done: true };
  }

  /** A loop doesn't close an iterator that threw, so this does. */
  #parse(events: readonly ServerEvent[]): Iterable<Value> {
    try {
      return this.#format.parse(events);
    } catch (error) {
      void this.return();
      throw error;
    }
  }

  #untilLast(events: readonly ServerEvent[]): readonly ServerEvent[] {
    const end = events.findIndex((event) => this.#format.isLast(event));
    if (end === -1) return events;
    this.#isOver = true;
    this.#format.dropRest();
    return events.slice(0, end + 1);
  }
}

class EventParser {
  readonly #decoder = new TextDecoder();
  /** The start of a line. It is only joined with new text, never searched again: a long line costs no more than its length. */
  #rest = '';
  #event = '';
  /** Its lines. */
  #data: string | undefined;

  add(bytes: Uint8Array): readonly ServerEvent[] {
    const lines = this.#decoder.decode(bytes, { stream: true }).split('\n');
    const last = lines.pop() ?? '';
    if (lines.length === 0) {
      this.#rest += last;
      return [];
    }
    lines[0] = this.#rest + (lines[0] ?? '');
    this.#rest = last;
    return this.#readAll(lines);
  }

  end(): readonly ServerEvent[] {
    return this.#readAll([this.#rest + this.#decoder.decode(), '']);
  }

  #readAll(lines: readonly string[]): readonly ServerEvent[] {
    const events: ServerEvent[] = [];
    for (const line of lines) {
      const event = this.#read(line);
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  /** Lines end with LF or CRLF. Servers of model APIs don't end them with CR alone. An empty one completes an event. */
  #read(text: string): ServerEvent | undefined {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (line === '') return this.#complete();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
    else if (field === 'event') this.#event = value;
    return undefined;
  }

  #complete(): ServerEvent | undefined {
    const [event, data] = [this.#event, this.#data];
    this.#event = '';
    this.#data = undefined;
    return data === undefined ? undefined : { event, data };
  }
}
