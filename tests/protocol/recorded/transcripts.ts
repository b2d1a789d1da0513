// Reads recorded transcripts: one JSON object per line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { RawFrame } from '../support/raw-socket.ts';
import type { Observation, Traffic } from './traffic.ts';

/** The transcript of plain HTTP, which has its own format. */
const HTTP_FILE = 'http';

interface Line {
  readonly case?: string;
  readonly conn?: string;
  readonly dir?: 'client' | 'server' | 'close';
  readonly frame?: unknown;
  readonly code?: number;
}

interface HttpLine {
  readonly case: string;
  readonly request: { readonly method: string; readonly path: string };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
}

interface OpenConnection {
  readonly file: string;
  readonly section: string;
  readonly methods: Map<string, string>;
  role: string;
  readonly frames: RawFrame[];
  closed?: number;
}

/** All connections of all transcripts in a folder. */
export function readTranscripts(folder: string): readonly Traffic[] {
  return namesIn(folder)
    .filter((name) => name !== HTTP_FILE)
    .flatMap((name) => connectionsOf(name, readLines<Line>(folder, name)));
}

/** What the recorded HTTP answers were. */
export function readHttpTranscript(folder: string): readonly Observation[] {
  return readLines<HttpLine>(folder, HTTP_FILE).map(({ case: name, request, response }) => {
    const path = request.path.split('?')[0] ?? '';
    return httpObservation(name === 'probe' ? `${name} ${path}` : name, response);
  });
}

/** What is compared of an HTTP answer: status, kind of content, and a JSON body. */
export function httpObservation(
  name: string,
  response: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body?: string },
): Observation {
  const content = response.headers['content-type']?.split(';')[0];
  const value = { type: `${response.status} ${content ?? 'nothing'}`, ...bodyOf(content, response.body ?? '') };
  return { label: `http ${name}`, value };
}

/** A stream is compared by the data of all its events. Recorded bodies are cut at some length: a cut one is not compared. */
function bodyOf(content: string | undefined, body: string): { readonly body?: unknown } {
  if (body === '') return {};
  if (content === 'application/json') return { body: parsed(body) };
  if (content !== 'text/event-stream') return {};
  const data = [...body.matchAll(/^data: (\{.*)$/gm)].map(([, json]) => parsed(json ?? ''));
  return { body: data.filter((one) => one !== undefined) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function connectionsOf(file: string, lines: readonly Line[]): readonly Traffic[] {
  const open = new Map<string, OpenConnection>();
  let heading = '';
  for (const line of lines) {
    if (line.dir === undefined) heading = line.case ?? heading;
    else hear(connectionFor(open, file, line.conn ?? heading), line);
  }
  return [...open.values()];
}

function connectionFor(open: Map<string, OpenConnection>, file: string, section: string): OpenConnection {
  const found = open.get(section) ?? { file, section, methods: new Map(), role: 'operator', frames: [] };
  open.set(section, found);
  return found;
}

function hear(connection: OpenConnection, { dir, frame, code }: Line): void {
  if (dir === 'close') return void (code === undefined ? undefined : (connection.closed = code));
  if (typeof frame !== 'object' || frame === null) return;
  // Recorded frames are frames; what a client sent may be anything, so each field is read with care.
  if (dir === 'server') return void connection.frames.push(frame as RawFrame);
  const { id, method, params } = frame as {
    readonly id?: unknown;
    readonly method?: unknown;
    readonly params?: { role?: string };
  };
  if (typeof id === 'string') connection.methods.set(id, typeof method === 'string' ? method : '');
  if (method === 'connect') connection.role = params?.role ?? connection.role;
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.slice(0, -'.jsonl'.length))
    .toSorted();
}

function readLines<T>(folder: string, name: string): readonly T[] {
  return readFileSync(join(folder, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
