// Reads server-sent events from the body of a response. https://html.spec.whatwg.org/multipage/server-sent-events.html

/** One event. `event` is empty if the server doesn't name it. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** The events of a body as they arrive. A last event without an empty line after it counts, because servers omit that line. */
export async function* readServerEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent, void, undefined> {
  let event = '';
  let data: string[] = [];
  for await (const line of readLines(body)) {
    if (line === '') {
      if (data.length > 0) yield { event, data: data.join('\n') };
      event = '';
      data = [];
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
  }
  if (data.length > 0) yield { event, data: data.join('\n') };
}

/** Lines without their ends: LF or CRLF. Servers of model APIs don't end lines with CR alone. */
async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  // Only joined with new text, never searched again: a long line costs no more than its length.
  let rest = '';
  for await (const bytes of body) {
    const [first = '', ...lines] = decoder.decode(bytes, { stream: true }).split('\n');
    if (lines.length === 0) {
      rest += first;
      continue;
    }
    yield withoutReturn(rest + first);
    rest = lines.pop() ?? '';
    for (const line of lines) yield withoutReturn(line);
  }
  rest += decoder.decode();
  if (rest !== '') yield withoutReturn(rest);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
