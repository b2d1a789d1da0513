// Reads server-sent events from the body of a response. https://html.spec.whatwg.org/multipage/server-sent-events.html

/** One event. `event` is empty if the server doesn't name it. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** All events of one read together. A last event without an empty line after it counts, because servers omit that line. */
async function* readServerEvents(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly ServerEvent[], void, undefined> {
  const parser = new EventParser();
  for await (const bytes of body) {
    const events = parser.add(bytes);
    if (events.length > 0) yield events;
  }
  const last = parser.end();
  if (last.length > 0) yield last;
}

/** The events of a body as they arrive, up to the last one of the answer. What follows it is dropped, so that the connection can be used again. */
export async function* readUntil(
  body: AsyncIterable<Uint8Array>,
  isLast: (event: ServerEvent) => boolean,
  dropRest: () => void,
): AsyncGenerator<readonly ServerEvent[], void, undefined> {
  for await (const events of readServerEvents(body)) {
    const end = events.findIndex(isLast);
    if (end === -1) yield events;
    else {
      yield events.slice(0, end + 1);
      return dropRest();
    }
  }
}

class EventParser {
  readonly #decoder = new TextDecoder();
  /** The start of a line. It is only joined with new text, never searched again: a long line costs no more than its length. */
  #rest = '';
  #event = '';
  #data: string[] = [];

  add(bytes: Uint8Array): readonly ServerEvent[] {
    const lines = this.#decoder.decode(bytes, { stream: true }).split('\n');
    const last = lines.pop() ?? '';
    if (lines.length === 0) {
      this.#rest += last;
      return [];
    }
    lines[0] = this.#rest + (lines[0] ?? '');
    this.#rest = last;
    return lines.flatMap((line) => this.#read(line));
  }

  end(): readonly ServerEvent[] {
    return [this.#rest + this.#decoder.decode(), ''].flatMap((line) => this.#read(line));
  }

  /** Lines end with LF or CRLF. Servers of model APIs don't end them with CR alone. */
  #read(text: string): readonly ServerEvent[] {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (line === '') return this.#complete();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    return [];
  }

  #complete(): readonly ServerEvent[] {
    const [event, data] = [this.#event, this.#data];
    this.#event = '';
    this.#data = [];
    return data.length === 0 ? [] : [{ event, data: data.join('\n') }];
  }
}
