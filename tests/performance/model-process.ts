// The model server of the benchmark: a separate process with the Anthropic API at full speed.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { deltaText, findPlan, type Plan, type Timing } from './plan.ts';

const event = (type: string, rest: string): string => `event: ${type}\ndata: {"type":"${type}"${rest}}\n\n`;
const START =
  event(
    'message_start',
    ',"message":{"id":"msg_bench","type":"message","role":"assistant","model":"bench","content":[],"usage":{"input_tokens":10,"output_tokens":1}}',
  ) + event('content_block_start', ',"index":0,"content_block":{"type":"text","text":""}');
const END =
  event('content_block_stop', ',"index":0') +
  event('message_delta', ',"delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":10}') +
  event('message_stop', '');
const now = (): string => process.hrtime.bigint().toString();

const server = createServer((request, response) => {
  const requestedNs = now();
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => answer(findPlan(body), requestedNs, response));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  // A TCP server has a port.
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit());

function answer(plan: Plan, requestedNs: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(START);
  const firstDeltaNs = now();
  const finish = (): void => {
    const timing: Timing = { tag: plan.tag, requestedNs, firstDeltaNs, endedNs: now() };
    response.end(END);
    process.send?.(timing);
  };
  if (plan.everyMs === 0) flood(plan, response, finish);
  else drip(plan, response, finish);
}

function delta(plan: Plan, index: number): string {
  return event(
    'content_block_delta',
    `,"index":0,"delta":{"type":"text_delta","text":${JSON.stringify(deltaText(plan.tag, index))}}`,
  );
}

function flood(plan: Plan, response: ServerResponse, finish: () => void): void {
  let index = 0;
  const more = (): void => {
    while (index < plan.deltas) {
      const goesOn = response.write(delta(plan, index));
      index += 1;
      if (!goesOn) return void response.once('drain', more);
    }
    finish();
  };
  more();
}

function drip(plan: Plan, response: ServerResponse, finish: () => void): void {
  let index = 0;
  const next = (): void => {
    if (index >= plan.deltas) {
      clearInterval(timer);
      return finish();
    }
    response.write(delta(plan, index));
    index += 1;
  };
  const timer = setInterval(next, plan.everyMs);
  next();
}
