// Distinguishes an event stream from the JSON of a server that ignores `stream`.

/** The content of a response body. */
export type OpenBody =
  | { readonly kind: 'events'; readonly bytes: AsyncIterator<Uint8Array> }
  /** JSON values: usually one, but some servers send one per line. */
  | { readonly kind: 'json'; readonly values: readonly unknown[] };

/** Reads the start of a body, and all of it if it is JSON. @throws {SyntaxError} if that is invalid */
export async function openBody(body: AsyncIterable<Uint8Array>): Promise<OpenBody> {
  const rest = body[Symbol.asyncIterator]();
  const start = await readStart(rest);
  const bytes = resume(start, rest);
  if (!/^[{[]/.test(start.text)) return { kind: 'events', bytes };
  return { kind: 'json', values: toValues(await readAll(bytes)) };
}

/** Values that are all there, as those of one read. */
export async function* toSingleRead<Value>(values: Iterable<Value>): AsyncGenerator<Iterable<Value>, void, undefined> {
  yield values;
}

function toValues(text: string): readonly unknown[] {
  const value = parseJson(text) ?? parseLines(text);
  return Array.isArray(value) ? value : [value];
}

function parseLines(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown);
}

/** The value of a JSON text; undefined if it isn't JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface BodyStart {
  /** The first text that isn't blank. */
  readonly text: string;
  readonly read: readonly Uint8Array[];
}

async function readStart(bytes: AsyncIterator<Uint8Array>): Promise<BodyStart> {
  // It drops the byte order mark.
  const decoder = new TextDecoder();
  const read: Uint8Array[] = [];
  for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) {
    read.push(next.value);
    const decoded = decoder.decode(next.value, { stream: true });
    const text = decoded.trimStart();
    if (text !== '') return { text, read };
    // Blank text is dropped, because it can be long. The first bytes of a character stay until the others arrive.
    if (decoded !== '') read.length = 0;
  }
  return { text: '', read };
}

/** Yields the chunks that were already read, then the rest of the body as it arrives. */
function resume({ read }: BodyStart, rest: AsyncIterator<Uint8Array>): AsyncIterator<Uint8Array> {
  const waiting = [...read];
  return {
    next() {
      const value = waiting.shift();
      return value === undefined ? rest.next() : Promise.resolve({ value, done: false });
    },
    // Closes the connection if the rest isn't read.
    return: async () => (await rest.return?.()) ?? { value: undefined, done: true },
  };
}

async function readAll(bytes: AsyncIterator<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) parts.push(next.value);
  return new TextDecoder().decode(Buffer.concat(parts));
}
