// Distinguishes an event stream from the JSON of a server that ignores `stream`.

/** The content of a response body. */
export type OpenBody =
  | { readonly kind: 'events'; readonly bytes: AsyncIterable<Uint8Array> }
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

async function* resume({ read }: BodyStart, bytes: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* read;
    for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) yield next.value;
  } finally {
    // Closes the connection if the rest isn't read.
    await bytes.return?.();
  }
}

async function readAll(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return new TextDecoder().decode(Buffer.concat(parts));
}
