// A model that streams realistic Markdown at a steady pace. It follows the clock, so late timers catch up.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { isTitleRequest } from '#tests/support/title-request.ts';

/** Deltas of an answer: `stream:<seed>:<seconds>` at {@link DELTAS_PER_SECOND}; anything else is short and immediate. */
export interface StreamModel {
  readonly url: string;
  close(): Promise<void>;
}

/** Speed of each stream. */
export const DELTAS_PER_SECOND = 80;
const TICK_MS = 5;
const CHARS_PER_DELTA = 5;
const STREAM = /stream:(\d+):(\d+)/g;

/** The message that requests a stream. */
export function streamPrompt(seed: number, seconds: number): string {
  return `stream:${seed}:${seconds}`;
}

/** The complete text of a stream. */
export function streamText(seed: number, seconds: number): string {
  const wanted = DELTAS_PER_SECOND * seconds * CHARS_PER_DELTA;
  let text = '';
  for (let part = 0; text.length < wanted; part += 1) text += section(seed, part);
  // A final word that tells the test that everything arrived.
  return `${text.slice(0, wanted)}\n\nend-of-stream-${seed}`;
}

function section(seed: number, part: number): string {
  const id = `${seed}-${part}`;
  switch (part % 4) {
    case 0:
      return `## Part ${id}\n\nThe **reader** takes what \`parse-${id}\` gives it and hands each line on, one after the other, until nothing is left; what cannot be read is kept beside it with the reason. That way no line is lost, and a person can look at it later.\n\n`;
    case 1:
      return `- first, open \`src/part-${id}.ts\`\n- then read *all* of it\n- last, write what you found, see [the notes](https://example.org/${id})\n\n`;
    case 2:
      return `\`\`\`ts\nexport function part${part}(lines: readonly string[]): number {\n  // Counts what is neither empty nor a comment.\n  return lines.filter((line) => line.trim() !== '' && !line.startsWith('#')).length;\n}\n\`\`\`\n\n`;
    default:
      return `| name | value | unit |\n|---|---|---|\n| length ${id} | 12 | m |\n| weight | 3.5 | kg |\n\n`;
  }
}

/** Starts the model on a free loopback port. */
export async function startStreamModel(): Promise<StreamModel> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => answer(body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(body: string, response: ServerResponse): void {
  const asked = isTitleRequest(body) ? undefined : [...body.matchAll(STREAM)].at(-1);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  send(response, 'message_start', {
    message: {
      id: 'msg',
      type: 'message',
      role: 'assistant',
      model: 'bench',
      content: [],
      usage: { input_tokens: 10, output_tokens: 1 },
    },
  });
  send(response, 'content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  if (asked === undefined) {
    say(response, section(body.length % 97, body.length % 4));
    return finish(response);
  }
  drip(response, streamText(Number(asked[1]), Number(asked[2])));
}

function drip(response: ServerResponse, text: string): void {
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * DELTAS_PER_SECOND) * CHARS_PER_DELTA;
    for (; sent < Math.min(due, text.length); sent += CHARS_PER_DELTA)
      say(response, text.slice(sent, sent + CHARS_PER_DELTA));
    if (sent < text.length) return;
    clearInterval(timer);
    finish(response);
  }, TICK_MS);
  response.on('close', () => clearInterval(timer));
}

function say(response: ServerResponse, text: string): void {
  send(response, 'content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
}

function finish(response: ServerResponse): void {
  send(response, 'content_block_stop', { index: 0 });
  send(response, 'message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 10 } });
  send(response, 'message_stop', {});
  response.end();
}

function send(response: ServerResponse, type: string, rest: object): void {
  response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`);
}
