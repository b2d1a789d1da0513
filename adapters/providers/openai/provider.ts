// OpenAI and servers with a compatible API, through the official SDK, which is loaded on the first call.
import type OpenAI from 'openai';

import type { Provider } from '#core/ports/provider.ts';

import { defineProvider, type ProviderSetup } from '../define-provider.ts';
import { requireBody } from '../response-body.ts';
import { sdkOptions, createServerProvider } from '../server-provider.ts';
import { streamCall } from '../stream-call.ts';
import { createChatCalls } from './chat-call.ts';
import { selectApi, describeOpenAi, fromModelList, lacksWindow, knownOpenAiModels } from './models.ts';
import { probeWindows, type FindWindow } from './probe-windows.ts';
import type { Dialect } from './request.ts';
import { readResponseEvents } from './response-events.ts';
import { ResponsesCall } from './responses-call.ts';
import { responsesRequest } from './responses-request.ts';
import { OpenAiCall } from './wire-call.ts';

const OPENAI_URL = 'https://api.openai.com/v1';

/** OpenAI's own models. */
export const openAiProvider = defineProvider({
  id: 'openai',
  title: 'OpenAI',
  summary: 'GPT models through the OpenAI API.',
  kind: 'cloud',
  key: 'required',
  environment: { key: 'OPENAI_API_KEY', baseUrl: 'OPENAI_BASE_URL' },
  defaultBaseUrl: OPENAI_URL,
  knownModels: knownOpenAiModels('openai'),
  describe: (model, facts) => describeOpenAi('openai', model, facts),
  create: (setup) => createOpenAi(setup, 'OpenAI'),
});

/** Any other server with the same API. */
export const compatibleProvider = defineProvider({
  id: 'compatible',
  title: 'OpenAI-compatible server',
  summary: 'LM Studio, llama.cpp, vLLM, OpenRouter, Groq, or any other server with an OpenAI-compatible API.',
  kind: 'compatible',
  key: 'optional',
  environment: {},
  needsBaseUrl: true,
  many: true,
  knownModels: [],
  describe: () => undefined,
  create: (setup) => createOpenAi(setup, 'the OpenAI-compatible server'),
});

/** Creates the provider of one server. `api` selects the API for a model. */
export function createOpenAi(
  setup: ProviderSetup,
  title: string,
  api: typeof selectApi = isOpenAi(setup.baseUrl) ? selectApi : () => 'chat',
): Provider {
  let client: Promise<OpenAI> | undefined;
  const open = (): Promise<OpenAI> => (client ??= loadClient(setup));
  const dialect: Dialect = isOpenAi(setup.baseUrl) ? 'openai' : 'compatible';
  const send = createChatCalls(setup.id, dialect, open);
  return createServerProvider({
    setup,
    title,
    fallbackModel: dialect === 'openai' ? knownOpenAiModels(setup.id)[0]?.id : undefined,
    load: open,
    async models(signal) {
      const page = await (await open()).models.list({ signal });
      const findWindow = dialect === 'compatible' ? await findWindows(setup, page.data, signal) : undefined;
      return page.data.flatMap((row) => fromModelList(setup.id, row, findWindow, setup.findFacts) ?? []);
    },
    async transcribe({ name, mimeType, bytes }, model, signal) {
      const file = new File([Uint8Array.from(bytes)], name, { type: mimeType });
      const request = { file, model, response_format: 'json' } as const;
      return (await (await open()).audio.transcriptions.create(request, { signal })).text;
    },
    stream(request, call) {
      if (api(request.model, setup.findFacts?.(request.model)) === 'responses') {
        const respond = async () => {
          const body = responsesRequest(setup.id, request);
          const sent = (await open()).responses.create(body, { signal: call.signal });
          return readResponseEvents(requireBody(await sent.asResponse()));
        };
        return streamCall(respond, new ResponsesCall(call.collector), call);
      }
      return streamCall(() => send(request, call.signal), new OpenAiCall(call.collector), call);
    },
  });
}

/** Asks the server for the context windows that its list doesn't have. */
async function findWindows(
  setup: ProviderSetup,
  rows: readonly { readonly id: string }[],
  signal: AbortSignal,
): Promise<FindWindow | undefined> {
  const { baseUrl, apiKey } = setup;
  if (baseUrl === undefined || !rows.some(lacksWindow)) return undefined;
  const { fetch } = sdkOptions(setup);
  return await probeWindows({ baseUrl, fetch, apiKey: apiKey?.reveal(), models: rows.map(({ id }) => id) }, signal);
}

/** Whether calls go to OpenAI itself. */
function isOpenAi(baseUrl: string | undefined): boolean {
  return baseUrl === undefined || URL.parse(baseUrl)?.host === new URL(OPENAI_URL).host;
}

/** Servers that don't use keys still require the header. */
const NO_KEY = 'none';

async function loadClient(setup: ProviderSetup): Promise<OpenAI> {
  const { default: Client } = await import('openai');
  return new Client({
    apiKey: setup.apiKey?.reveal() ?? NO_KEY,
    baseURL: withVersion(setup.baseUrl ?? OPENAI_URL),
    // Otherwise, the SDK would read these from the environment.
    organization: null,
    project: null,
    ...sdkOptions(setup),
  });
}

/** People enter `http://127.0.0.1:1234`, but the API is below `/v1`. */
function withVersion(baseUrl: string): string {
  const url = new URL(baseUrl);
  if (url.pathname === '/') url.pathname = '/v1';
  return url.href.replace(/\/$/, '');
}
