// A gateway with OpenAI's own client, for the tests of the OpenAI-compatible routes.
import OpenAI from 'openai';
import { afterAll, beforeAll } from 'vitest';
import type { ModelRequestRecord, Reply } from '../../support/model-server.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './protocol-host.ts';
import { connected } from './raw-socket.ts';

type Answer = (request: ModelRequestRecord) => Reply | Promise<Reply>;

/** The gateway of a test file. */
interface OpenAiGateway {
  readonly gateway: () => ProtocolHost;
  readonly openai: () => OpenAI;
  /** Sets how the model answers from now on. */
  readonly answer: (next: Answer) => void;
  /** The body of the last request to the model. */
  readonly lastBody: () => ModelRequestRecord['body'] | undefined;
  /** The same as text. */
  readonly lastText: () => string;
}

/** Starts a gateway before the tests of a file and stops it after them. */
export function openAiGateway(): OpenAiGateway {
  let gateway: ProtocolHost;
  let openai: OpenAI;
  let reply: Answer = refuses;
  beforeAll(async () => {
    gateway = await startProtocolHost((request) => reply(request));
    openai = new OpenAI({ apiKey: TOKEN, baseURL: `${gateway.address.origin}/v1`, maxRetries: 0 });
    const socket = await connected(gateway.url);
    const chosen = await socket.request('m', 'setup.choose', { model: MODEL, done: true });
    if (chosen.ok !== true) throw new Error(chosen.error?.message);
    socket.close();
  });
  afterAll(() => gateway.stop());
  const lastBody = () => gateway.model.requests.at(-1)?.body;
  return {
    gateway: () => gateway,
    openai: () => openai,
    answer: (next) => void (reply = next),
    lastBody,
    lastText: () => JSON.stringify(lastBody()),
  };
}

/** A text of the model, with usage. */
export const says = (say: string, chunks = 1): Reply => ({
  steps: [{ say, chunks }],
  usage: { input: 100, output: 20, cacheRead: 8 },
});

/** A request that the model rejects. */
export const refuses = (): Reply => ({
  status: 400,
  body: JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: 'nope' } }),
});

/** A conversation of one message. */
export const ask = (content: string): OpenAI.ChatCompletionMessageParam[] => [{ role: 'user', content }];
