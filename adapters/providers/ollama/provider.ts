// Ollama on any machine, through its official client, which is loaded on the first call. It needs no key.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { Ollama, ChatResponse } from 'ollama';

import type { ModelInfo, ModelRequest, Provider } from '#core/ports/provider.ts';

import { defineProvider, type ProviderSetup } from '../define-provider.ts';
import { KnownFailure } from '../failure.ts';
import { createFetch } from '../http-fetch.ts';
import { createServerProvider, recordOptions } from '../server-provider.ts';
import { streamCall } from '../stream-call.ts';
import { describeLocal } from './models.ts';
import { estimateTokens, ollamaRequest } from './request.ts';
import { OllamaCall } from './wire-call.ts';

const TITLE = 'Ollama';

/** Models that run on this computer. */
export const ollamaProvider = defineProvider({
  id: 'ollama',
  title: TITLE,
  summary: 'Models on this computer through Ollama. No API key, no cost, and no data leaves the computer.',
  kind: 'local',
  key: 'none',
  environment: { baseUrl: 'OLLAMA_HOST' },
  defaultBaseUrl: 'http://127.0.0.1:11434',
  probed: true,
  knownModels: [],
  describe: () => undefined,
  create: createOllama,
});

function createOllama(setup: ProviderSetup): Provider {
  const known = new Map<string, ModelInfo>();
  const readInfo = async (client: Ollama, model: string): Promise<ModelInfo> => {
    const info = known.get(model) ?? (await askInfo(setup.id, client, model));
    known.set(model, info);
    return info;
  };
  const ask = async (request: ModelRequest, signal: AbortSignal) => {
    const client = await loadClient(setup, signal);
    const info = await readInfo(client, request.model);
    refuseTooLong(request, info);
    return oneByOne(await client.chat(ollamaRequest(request, info)));
  };
  return createServerProvider({
    setup,
    title: TITLE,
    brokenMessage: 'Did not receive done or success response in stream.',
    unreachableHint: 'Start Ollama with "ollama serve", or correct its address in Settings → Providers.',
    onlyListed: true,
    load: () => import('ollama'),
    async models(signal) {
      known.clear();
      const client = await loadClient(setup, signal);
      const { models: rows } = await client.list();
      return await Promise.all(rows.map((row) => readInfo(client, row.name)));
    },
    stream(request, call) {
      const tools = request.tools.map((tool) => tool.name);
      return streamCall(() => ask(request, call.signal), new OllamaCall(call.collector, tools), call);
    },
  });
}

/** The client doesn't tell which chunks arrived together. */
async function* oneByOne(chunks: AsyncIterable<ChatResponse>): AsyncGenerator<readonly ChatResponse[]> {
  for await (const chunk of chunks) yield [chunk];
}

/** Compatible servers may not support `show`. A missing model is reported by the call itself. */
async function askInfo(provider: string, client: Ollama, model: string): Promise<ModelInfo> {
  try {
    return describeLocal(provider, model, await client.show({ model }));
  } catch (error) {
    if (isJsonObject(error) && error['status_code'] === 404) return describeLocal(provider, model, {});
    throw error;
  }
}

function refuseTooLong(request: ModelRequest, info: ModelInfo): void {
  const tokens = estimateTokens(request);
  if (tokens <= info.contextWindow) return;
  throw new KnownFailure({
    code: 'context-too-long',
    message: `This conversation has about ${tokens} tokens, but ${request.model} supports ${info.contextWindow}.`,
    hint: 'Compact the session (/compact), or give the model a larger num_ctx in its Modelfile.',
  });
}

/** The server may have to load the model from disk before it sends the first byte. */
const LOADING_PATIENCE = 5;

/** The client's calls take no signal, so each call has its own client, whose requests end with the signal. */
async function loadClient(setup: ProviderSetup, signal: AbortSignal): Promise<Ollama> {
  const { Ollama: Client } = await import('ollama');
  return new Client({
    ...(setup.baseUrl === undefined ? {} : { host: setup.baseUrl }),
    fetch: createFetch(setup.idleTimeoutMs, { signal, patience: LOADING_PATIENCE, ...recordOptions(setup) }),
  });
}
