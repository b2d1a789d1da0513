// A local server that speaks the Anthropic Messages wire format (SSE), so that the official SDK is really exercised.
// What it answers is decided by the test, per request; everything that it was asked is recorded.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { isTitleRequest } from './title-request.ts';

/** One step of a streamed answer. */
export type Step =
  /** Text, in `chunks` deltas with `everyMs` between them. */
  | { readonly say: string; readonly chunks?: number; readonly everyMs?: number }
  | { readonly think: string }
  /** A tool call. `json` replaces the arguments' text, for broken ones. */
  | {
      readonly call: string;
      readonly input?: Readonly<Record<string, unknown>>;
      readonly id?: string;
      readonly json?: string;
    }
  | { readonly pauseMs: number }
  /** Sends nothing more until this resolves. */
  | { readonly until: Promise<unknown> }
  /** Sends nothing more and keeps the connection open. */
  | { readonly hang: true }
  /** Cuts the connection. */
  | { readonly disconnect: true }
  /** Raw bytes on the stream. */
  | { readonly raw: string };

/** An answer: a stream, or a plain HTTP error. */
export type Reply =
  | {
      readonly steps: readonly Step[];
      readonly usage?: {
        readonly input: number;
        readonly output: number;
        readonly cacheRead?: number;
        readonly cacheWrite?: number;
      };
      readonly stopReason?: string;
    }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** A request that came in. */
export interface ModelRequestRecord {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: {
    readonly model: string;
    readonly messages: readonly WireMessage[];
    readonly system?: unknown;
    readonly tools?: readonly { readonly name: string }[];
    readonly [key: string]: unknown;
  };
  /** `performance.now()` at arrival, ms. */
  readonly at: number;
}

/** A message on the wire. */
export interface WireMessage {
  readonly role: 'user' | 'assistant';
  readonly content:
    | string
    | readonly {
        readonly type: string;
        readonly text?: string;
        readonly content?: unknown;
        readonly is_error?: boolean;
        readonly tool_use_id?: string;
      }[];
}

/** A started server. */
export interface ModelServer {
  /** Base URL for the SDK. */
  readonly url: string;
  readonly requests: readonly ModelRequestRecord[];
  /** Requests for a title, which aren't part of a turn and so not among `requests`. */
  readonly titleRequests: readonly ModelRequestRecord[];
  /** Requests that are being answered now. */
  open(): number;
  close(): Promise<void>;
}

/** The model that a server has if nothing else is asked for. */
export const DEFAULT_MODEL = 'claude-sonnet-4-5';

/** Titles use no tokens, so that the usage is that of the turns. */
const NO_USAGE = { input: 0, output: 0 };

/**
 * Starts a server on a free loopback port. `reply` decides each answer; models listed at `/v1/models` are `models`. A request for
 * a title gets `title`; by default nothing, so that a session keeps the start of its first message.
 */
export async function startModelServer(
  reply: (request: ModelRequestRecord, index: number) => Reply | Promise<Reply>,
  models: readonly string[] = [DEFAULT_MODEL],
  title = '',
): Promise<ModelServer> {
  const requests: ModelRequestRecord[] = [];
  const titleRequests: ModelRequestRecord[] = [];
  let open = 0;
  const server = createServer((request, response) => {
    open += 1;
    response.on('close', () => (open -= 1));
    answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/';
    if (path.startsWith('/v1/models')) return sendModels(response, models);
    const record: ModelRequestRecord = {
      path,
      headers: request.headers,
      body: JSON.parse(await readBody(request)),
      at: performance.now(),
    };
    if (isTitleRequest(JSON.stringify(record.body.system))) {
      titleRequests.push(record);
      return stream(response, { steps: [{ say: title }], usage: NO_USAGE }, record.body.model);
    }
    const decided = reply(record, requests.push(record) - 1);
    const chosen = decided instanceof Promise ? await decided : decided;
    await ('steps' in chosen ? stream(response, chosen, record.body.model) : refuse(response, chosen));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has a port
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    titleRequests,
    open: () => open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The text of the last message of the user, without tool results. */
export function lastUserText(request: ModelRequestRecord): string {
  const message = request.body.messages.findLast((m) => m.role === 'user' && textOf(m) !== '');
  return message === undefined ? '' : textOf(message);
}

/** The tool results in the very last message, as text; empty when it holds none. */
export function lastToolResults(
  request: ModelRequestRecord,
): readonly { readonly text: string; readonly isError: boolean }[] {
  const last = request.body.messages.at(-1);
  if (last === undefined || typeof last.content === 'string') return [];
  return last.content
    .filter((block) => block.type === 'tool_result')
    .map((block) => ({ text: resultText(block.content), isError: block.is_error === true }));
}

function textOf(message: WireMessage): string {
  if (typeof message.content === 'string') return message.content;
  return message.content
    .flatMap((block) => (block.type === 'text' && block.text !== undefined ? [block.text] : []))
    .join('\n');
}

function resultText(content: unknown): string {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map((block: { text?: string }) => block.text ?? '').join('') : '';
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function sendModels(response: ServerResponse, models: readonly string[]): void {
  const data = models.map((id) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' }));
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ data, has_more: false, first_id: models[0] ?? null, last_id: models.at(-1) ?? null }));
}

async function refuse(response: ServerResponse, reply: Extract<Reply, { status: number }>): Promise<void> {
  const body =
    reply.body ?? JSON.stringify({ type: 'error', error: { type: 'api_error', message: `status ${reply.status}` } });
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(body);
}

async function stream(
  response: ServerResponse,
  reply: Extract<Reply, { steps: readonly Step[] }>,
  model: string,
): Promise<void> {
  const usage = reply.usage ?? { input: 100, output: 20 };
  const send = (event: string, data: unknown) => {
    // A long reply would otherwise keep its timers, and with them the process, after the client has gone.
    if (response.destroyed) throw new Error('the client closed the connection');
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  send('message_start', { type: 'message_start', message: startMessage(model, usage) });
  let index = 0;
  let calls = false;
  for (const step of reply.steps) {
    if (response.destroyed) return;
    if ('pauseMs' in step) await delay(step.pauseMs);
    else if ('until' in step) await step.until;
    else if ('raw' in step) response.write(step.raw);
    else if ('hang' in step) return void response.flushHeaders();
    else if ('disconnect' in step) return void response.destroy();
    else {
      calls ||= 'call' in step;
      await sendBlock(send, step, index);
      index += 1;
    }
  }
  send('message_delta', {
    type: 'message_delta',
    delta: { stop_reason: reply.stopReason ?? (calls ? 'tool_use' : 'end_turn'), stop_sequence: null },
    usage: { output_tokens: usage.output },
  });
  send('message_stop', { type: 'message_stop' });
  response.end();
}

function startMessage(
  model: string,
  usage: { input: number; output: number; cacheRead?: number; cacheWrite?: number },
): unknown {
  return {
    id: `msg_${Math.random().toString(36).slice(2)}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: usage.input,
      output_tokens: 1,
      cache_read_input_tokens: usage.cacheRead ?? 0,
      cache_creation_input_tokens: usage.cacheWrite ?? 0,
    },
  };
}

type BlockStep = Extract<Step, { say: string } | { think: string } | { call: string }>;

async function sendBlock(send: (event: string, data: unknown) => void, step: BlockStep, index: number): Promise<void> {
  send('content_block_start', { type: 'content_block_start', index, content_block: blockStart(step, index) });
  const { deltas, everyMs } = deltasOf(step);
  for (const delta of deltas) {
    send('content_block_delta', { type: 'content_block_delta', index, delta });
    if (everyMs > 0) await delay(everyMs);
  }
  send('content_block_stop', { type: 'content_block_stop', index });
}

function blockStart(step: BlockStep, index: number): unknown {
  if ('say' in step) return { type: 'text', text: '' };
  if ('think' in step) return { type: 'thinking', thinking: '', signature: '' };
  return {
    type: 'tool_use',
    id: step.id ?? `toolu_${index}_${Math.random().toString(36).slice(2)}`,
    name: step.call,
    input: {},
  };
}

function deltasOf(step: BlockStep): { deltas: readonly unknown[]; everyMs: number } {
  if ('say' in step)
    return {
      deltas: split(step.say, step.chunks ?? 1).map((text) => ({ type: 'text_delta', text })),
      everyMs: step.everyMs ?? 0,
    };
  if ('think' in step)
    return {
      deltas: [
        { type: 'thinking_delta', thinking: step.think },
        { type: 'signature_delta', signature: 'sig' },
      ],
      everyMs: 0,
    };
  return {
    deltas: split(step.json ?? JSON.stringify(step.input ?? {}), 2).map((partial_json) => ({
      type: 'input_json_delta',
      partial_json,
    })),
    everyMs: 0,
  };
}

function split(text: string, parts: number): readonly string[] {
  const size = Math.max(1, Math.ceil(text.length / parts));
  return Array.from({ length: Math.max(1, Math.ceil(text.length / size)) }, (_, i) =>
    text.slice(i * size, (i + 1) * size),
  );
}
